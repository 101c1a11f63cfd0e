"""Quizzes: banks of questions, attempts, and checks in the reading."""

from __future__ import annotations

from lms.quizzes.rules.question import QuestionType

__all__ = ["QuestionType"]
