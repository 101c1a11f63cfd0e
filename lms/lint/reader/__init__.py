"""Reads what a rule asks about out of rendered texts, and runs the programs in them."""

from __future__ import annotations

from lms.lint.reader.programs import run_program
from lms.lint.reader.sections import read_module_text

__all__ = ["read_module_text", "run_program"]
