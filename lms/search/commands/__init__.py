"""Keeping the search in step: from the terminal, before the first page, and again and again."""

from lms.search.commands.following import follow
from lms.search.commands.terminal import prepare, search

__all__ = ["follow", "prepare", "search"]
