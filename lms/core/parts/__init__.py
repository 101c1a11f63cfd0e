"""The values that hooks carry from room to room: facts and names of templates, never HTML."""

from __future__ import annotations

from lms.core.parts.outward import Cell, Chore, ExportFormat, ExportTable, Preparation, SearchDocument
from lms.core.parts.pages import NavItem, Panel, Part, Placement, by_order
from lms.core.parts.published import (
    Choice,
    CourseOutline,
    DrawRule,
    Fact,
    FeedbackTime,
    ModuleOutline,
    Profession,
    QuizPolicy,
    Requirements,
    SectionOutline,
    Words,
)
from lms.core.parts.records import Completion, ModuleMark, ModuleState, QuizResult, ReadingMarks, ResumePoint
from lms.core.parts.source import CourseSource, ModuleRevision, ModuleSource, Term

__all__ = [
    "Cell",
    "Choice",
    "Chore",
    "Completion",
    "CourseOutline",
    "CourseSource",
    "DrawRule",
    "ExportFormat",
    "ExportTable",
    "Fact",
    "FeedbackTime",
    "ModuleMark",
    "ModuleOutline",
    "ModuleRevision",
    "ModuleSource",
    "ModuleState",
    "NavItem",
    "Panel",
    "Part",
    "Placement",
    "Preparation",
    "Profession",
    "QuizPolicy",
    "QuizResult",
    "ReadingMarks",
    "Requirements",
    "ResumePoint",
    "SearchDocument",
    "SectionOutline",
    "Term",
    "Words",
    "by_order",
]
