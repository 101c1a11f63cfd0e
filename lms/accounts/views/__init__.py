"""The pages of this room; importing them gives the blueprint its addresses."""

from __future__ import annotations

from lms.accounts.views import account, entry, institutions, people
from lms.accounts.views.blueprint import blueprint

__all__ = ["account", "blueprint", "entry", "institutions", "people"]
