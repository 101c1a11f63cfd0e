"""The pages of this room; importing them gives the blueprint its addresses."""

from __future__ import annotations

from lms.quizzes.views import extensions, figures, practice, repair, taking
from lms.quizzes.views.blueprint import blueprint

__all__ = ["blueprint", "extensions", "figures", "practice", "repair", "taking"]
