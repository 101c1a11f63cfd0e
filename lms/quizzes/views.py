"""The pages of a quiz: before an attempt, during it, after it, and a check in the reading."""

from __future__ import annotations

import re
from itertools import chain

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms import catalog
from lms.core import web
from lms.core.parts import by_order
from lms.core.web import gettext as _
from lms.core.work import NotFoundError
from lms.quizzes import service

blueprint = Blueprint("quizzes", __name__, url_prefix="/quizzes")

ATTEMPT = "/attempts/<int:attempt_id>"
FIELD_FORM = re.compile(r"answer-([0-9]{1,4})")


@blueprint.get("/<module_id>")
@web.signed_in
def quiz(module_id: str) -> str:
    """What the quiz asks for, and the attempts so far."""
    try:
        overview = service.view_overview(web.work(), module_id)
    except service.NoQuizError as error:
        raise NotFoundError(str(error)) from error
    return web.render("quizzes/quiz.html", quiz=overview)


@blueprint.post("/<module_id>/start")
@web.signed_in
def start(module_id: str) -> Response:
    """Begin an attempt, or go on with the open one."""
    try:
        attempt_id = service.start(web.work(), module_id)
    except service.NoAttemptLeftError:
        flash(_("You have used all attempts of this quiz."), "warning")
        return redirect(url_for("quizzes.quiz", module_id=module_id), 303)
    except service.NoQuizError as error:
        raise NotFoundError(str(error)) from error
    web.commit()
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@blueprint.get(ATTEMPT)
@web.signed_in
def attempt(attempt_id: int) -> str:
    """An open attempt to answer, or a submitted one with its feedback."""
    work = web.work()
    seen = service.view_attempt(work, attempt_id, web.page_language())
    found = catalog.find_module(work, seen.module_id)
    module = found[1] if found else None
    if seen.is_open:
        return web.render("quizzes/attempt.html", attempt=seen, module=module)
    panels = chain.from_iterable(work.hooks.result_panels(work=work, result=seen.result))
    return web.render("quizzes/result.html", attempt=seen, module=module, panels=by_order(panels))


@blueprint.post(f"{ATTEMPT}/save")
@web.signed_in
def save(attempt_id: int) -> Response:
    """Keep what is answered so far; a script is told in a word, a person sees the page again."""
    is_saved = service.save(web.work(), attempt_id, _answers())
    web.commit()
    if not is_saved:
        flash(_("This attempt has been submitted already. Nothing was changed."), "warning")
    elif request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    else:
        flash(_("Your answers are saved."), "success")
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@blueprint.post(f"{ATTEMPT}/submit")
@web.signed_in
def submit(attempt_id: int) -> Response:
    """Submit the attempt; it counts once, however often the button is pressed."""
    service.submit(web.work(), attempt_id, _answers())
    web.commit()
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@blueprint.post("/checks/<module_id>/<question_id>")
@web.everyone
def check(module_id: str, question_id: str) -> str:
    """The answer to a check in the reading, and the way back to it."""
    values = request.form.getlist("answer")
    seen = service.try_check(web.work(), module_id, question_id, values, web.page_language())
    return web.render("quizzes/check.html", noindex=True, check=seen)


def _answers() -> dict[int, list[str]]:
    """Position → values sent. A question whose boxes were all cleared sends only its marker."""
    answers: dict[int, list[str]] = {}
    for name in request.form:
        if found := FIELD_FORM.fullmatch(name):
            answers[int(found[1])] = [value for value in request.form.getlist(name) if value]
    return answers
