"""`lms quiz stats`: what attempts tell about a quiz, as the instructor's page shows it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from lms.core.house import House
from lms.core.languages import DEFAULT_LANGUAGE
from lms.core.work import NotFoundError
from lms.quizzes import service

COLUMNS = (
    ("answers", "answers", 1),
    ("facility", "facility", 100),
    ("sd", "deviation", 100),
    ("guess", "guess", 100),
    ("discr.", "discrimination_percent", 1),
    ("effic.", "efficiency_percent", 1),
    ("weight", "weight_percent", 1),
)
"""Heading, figure of the question, and what it is multiplied by to be a percentage."""


@click.command()
@click.argument("module_id")
@click.option("--all", "all_attempts", is_flag=True, help="Of all attempts, not of first ones alone.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with every figure and what was chosen.")
@click.pass_obj
def stats(house: House, module_id: str, *, all_attempts: bool, as_json: bool) -> None:
    """Figures of a module's quiz, by Moodle's definitions."""
    with house.reading() as work:
        try:
            figures = service.view_figures(
                work, module_id, DEFAULT_LANGUAGE, first_attempts_alone=not all_attempts
            )
        except NotFoundError as error:
            raise click.ClickException(str(error)) from error
    if as_json:
        questions = [asdict(question) for question in figures.questions]
        click.echo(
            json.dumps({"quiz": asdict(figures.quiz), "questions": questions}, ensure_ascii=False, indent=2)
        )
        return
    _print(figures)


def _print(figures: service.QuizFigures) -> None:
    quiz = figures.quiz
    if not figures.questions:
        click.echo("No attempt has been submitted yet.")
        return
    kind = "first attempts" if figures.first_attempts_alone else "attempts"
    alpha = None if quiz.consistency_percent is None else quiz.consistency_percent / 100
    click.echo(f"{quiz.attempts} {kind}; mean {quiz.mean:.2f}, median {quiz.median:.2f}")
    click.echo(f"alpha {_number(alpha, 3)}, standard error {_number(quiz.standard_error, 2)}\n")
    width = max(len(question.question_id) for question in figures.questions)
    click.echo(f"{'question':<{width}} {'version':<8}" + "".join(f"{heading:>9}" for heading, *_ in COLUMNS))
    for question in figures.questions:
        cells = [
            _number(_scaled(getattr(question.item, name), factor), 0 if name == "answers" else 1)
            for _, name, factor in COLUMNS
        ]
        row = f"{question.question_id:<{width}} {question.version[:7]:<8}" + "".join(
            f"{cell:>9}" for cell in cells
        )
        click.echo("  ".join([row, *question.flags]))


def _scaled(value: float | None, factor: int) -> float | None:
    return None if value is None else value * factor


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
