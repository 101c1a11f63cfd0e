"""Pages of practice, of which nothing is kept: a check in the reading, and the questions an attempt missed."""

from __future__ import annotations

from flask import request

from lms.core import web
from lms.quizzes import service
from lms.quizzes.views.answers import read_answer, read_answers
from lms.quizzes.views.blueprint import blueprint
from lms.quizzes.views.feet import list_feet


@blueprint.post("/checks/<module_id>/<question_id>")
@web.everyone
def check(module_id: str, question_id: str) -> str:
    """The answer to a check in the reading, and the way back to it."""
    answer = read_answer(request.form)
    work = web.work()
    seen = service.try_check(work, module_id, question_id, answer, web.page_language())
    feet = list_feet(work, module_id, {0: question_id})
    return web.render("quizzes/check.html", noindex=True, check=seen, feet=feet)


@blueprint.get("/attempts/<int:attempt_id>/missed")
@web.signed_in
def missed(attempt_id: int) -> str:
    """Only the questions that were missed, to be tried again."""
    return _missed_page(service.view_missed(web.work(), attempt_id, web.page_language()))


@blueprint.post("/attempts/<int:attempt_id>/missed")
@web.signed_in
def try_missed(attempt_id: int) -> str:
    """The same, with what is right and wrong in the answers."""
    answers = read_answers(request.form)
    return _missed_page(service.view_missed(web.work(), attempt_id, web.page_language(), answers))


def _missed_page(seen: service.MissedPage) -> str:
    questions = {tried.position + 1: tried.question.question_id for tried in seen.questions}
    feet = list_feet(web.work(), seen.module.module_id, questions, seen.attempt_id)
    return web.render("quizzes/missed.html", missed=seen, feet=feet)
