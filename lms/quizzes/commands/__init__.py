"""What the keeper and the terminal do with quizzes."""

from __future__ import annotations

import click

from lms.quizzes.commands import exchange, figures
from lms.quizzes.commands.keeper import carry_on_repairs, submit_overdue

__all__ = ["carry_on_repairs", "quiz", "submit_overdue"]


@click.group()
def quiz() -> None:
    """Banks of questions, in and out, and figures of a quiz."""


quiz.add_command(exchange.check)
quiz.add_command(exchange.fmt)
quiz.add_command(exchange.take)
quiz.add_command(exchange.export)
quiz.add_command(figures.stats)
