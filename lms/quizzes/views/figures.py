"""What attempts tell an instructor about a quiz and its questions."""

from __future__ import annotations

from flask import request

from lms.core import web
from lms.core.work import Role
from lms.quizzes import service
from lms.quizzes.views.blueprint import blueprint


@blueprint.get("/<module_id>/figures")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def figures(module_id: str) -> str:
    """Every question of a quiz with its figures, and those of the whole."""
    return web.render("quizzes/figures.html", noindex=True, figures=_view(module_id))


@blueprint.get("/<module_id>/figures/<question_id>")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def question_figures(module_id: str, question_id: str) -> str:
    """One question in each of its versions, and what was chosen."""
    found = _view(module_id)
    versions = found.list_versions(question_id)
    return web.render(
        "quizzes/question_figures.html", noindex=True, figures=found, question_id=question_id, versions=versions
    )


def _view(module_id: str) -> service.QuizFigures:
    first = request.args.get("attempts") != "all"
    return service.view_figures(web.work(), module_id, web.page_language(), first_attempts_alone=first)
