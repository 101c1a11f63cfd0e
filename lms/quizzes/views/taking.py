"""The pages of a quiz: before an attempt, during it, and after it."""

from __future__ import annotations

from itertools import chain

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from lms import catalog
from lms.core import web
from lms.core.parts import by_order
from lms.core.web import gettext as _
from lms.core.work import NotFoundError
from lms.quizzes import service
from lms.quizzes.service import SaveState
from lms.quizzes.views.answers import read_answers
from lms.quizzes.views.blueprint import blueprint
from lms.quizzes.views.feet import list_feet

ATTEMPT = "/attempts/<int:attempt_id>"


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
        attempt_id = None
    except service.TooEarlyError:
        flash(_("The next attempt cannot begin yet."), "warning")
        attempt_id = None
    except service.NoQuizError as error:
        raise NotFoundError(str(error)) from error
    web.commit()
    if attempt_id is None:
        return redirect(url_for("quizzes.quiz", module_id=module_id), 303)
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@blueprint.get(ATTEMPT)
@web.signed_in
def attempt(attempt_id: int) -> str:
    """An open attempt to answer, or a submitted one with its feedback."""
    work = web.work()
    seen = service.view_attempt(work, attempt_id, web.page_language())
    questions = {number: question.question_id for number, question in enumerate(seen.questions, 1)}
    feet = list_feet(work, seen.module_id, questions, attempt_id)
    if seen.result is None:
        found = catalog.find_module(work, seen.module_id)
        return web.render(
            "quizzes/attempt.html",
            attempt=seen,
            feet=feet,
            module=found[1] if found else None,
            seconds_left=seen.seconds_left(work.clock()),
        )
    panels = chain.from_iterable(work.hooks.result_panels(work=work, result=seen.result))
    return web.render(
        "quizzes/result.html", seen=service.view_result(work, seen), panels=by_order(panels), feet=feet
    )


@blueprint.post(f"{ATTEMPT}/save")
@web.signed_in
def save(attempt_id: int) -> Response:
    """Keep what is answered so far; a script is told in a word, a person sees the page again."""
    state = service.save(web.work(), attempt_id, read_answers(request.form))
    web.commit()
    is_script = request.accept_mimetypes.best == "application/json"
    if state is SaveState.OVER:
        flash(_("The time had run out. What was saved before counts."), "warning")
    elif state is SaveState.SUBMITTED:
        flash(_("This attempt has been submitted already. Nothing was changed."), "warning")
    elif not is_script:
        flash(_("Your answers are saved."), "success")
    if is_script:
        return jsonify(state=state)
    return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)


@blueprint.get(f"{ATTEMPT}/review")
@web.signed_in
def review(attempt_id: int) -> Response | str:
    """Which questions are still open, before the attempt is submitted."""
    work = web.work()
    seen = service.view_attempt(work, attempt_id, web.page_language())
    if seen.result is not None:
        return redirect(url_for("quizzes.attempt", attempt_id=attempt_id), 303)
    found = catalog.find_module(work, seen.module_id)
    return web.render("quizzes/review.html", attempt=seen, module=found[1] if found else None)


@blueprint.post(f"{ATTEMPT}/submit")
@web.signed_in
def submit(attempt_id: int) -> Response:
    """Submit the attempt; it counts once, however often the button is pressed.

    Where questions are unanswered, they are listed first, unless the form says that they may be.
    """
    is_sure = request.form.get("unanswered") == "yes"
    result = service.submit(web.work(), attempt_id, read_answers(request.form), even_if_unanswered=is_sure)
    web.commit()
    return redirect(url_for("quizzes.attempt" if result else "quizzes.review", attempt_id=attempt_id), 303)
