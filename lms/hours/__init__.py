"""The ledger of hours: what a finished module brings, written once and never edited."""

from __future__ import annotations

from lms.hours.service import Award, find_award

__all__ = ["Award", "find_award"]
