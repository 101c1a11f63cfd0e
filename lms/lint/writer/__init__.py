"""Writes findings, and the beginnings of courses and modules."""

from __future__ import annotations

from lms.lint.writer.findings import WRITERS
from lms.lint.writer.skeletons import SkeletonError, write_course, write_module

__all__ = ["WRITERS", "SkeletonError", "write_course", "write_module"]
