"""The pages of reports: sending one, one's own, and those of everybody."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import Role
from lms.reports import service
from lms.reports.forms import CATEGORIES, STATES, AnswerForm, ReportForm
from lms.reports.rules import REPORTS_A_DAY, Category, State

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

METHODS = ["GET", "POST"]


@blueprint.route("/sections/<module_id>/<anchor>", methods=METHODS)
@blueprint.route("/questions/<module_id>/<question_id>", methods=METHODS)
@blueprint.route("/attempts/<int:attempt_id>/questions/<int:number>", methods=METHODS)
@web.signed_in
def report_error(
    module_id: str = "", anchor: str = "", question_id: str = "", attempt_id: int = 0, number: int = 0
) -> Response | str | tuple[str, int]:
    """A form to say what is wrong with a section, a practice question, or a question of one's own attempt."""
    work, language = web.work(), web.page_language()
    if attempt_id:
        place = service.find_asked_question(work, attempt_id, number, language)
        back = url_for("quizzes.attempt", attempt_id=attempt_id, _anchor=f"q{number}")
    else:
        place = (
            service.find_practice_question(work, module_id, question_id, language)
            if question_id
            else service.find_section(work, module_id, anchor)
        )
        back = url_for(
            "catalog.module", course_id=place.course_id, module_id=place.module_id, _anchor=place.anchor
        )
    form = ReportForm().offer(of_question=bool(place.question_id))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.report(work, place, language, Category(form.category.data), form.text.data.strip())
            except service.TooManyReportsError:
                form.form_errors = [
                    _("You have sent %(count)s reports today. Go on tomorrow.", count=REPORTS_A_DAY)
                ]
                status = 429
            else:
                web.commit()
                return redirect(url_for(request.endpoint or "", **(request.view_args or {}), sent="yes"), 303)
    page = web.render(
        "reports/report_error.html",
        noindex=True,
        place=place,
        form=form,
        back=back,
        is_sent="sent" in request.args,
    )
    return page, status


@blueprint.get("/mine")
@web.signed_in
def my_reports() -> str:
    """What one has reported, and what became of it."""
    mine = service.list_my_reports(web.work(), _page_number())
    return web.render("reports/my_reports.html", noindex=True, mine=mine, categories=CATEGORIES, states=STATES)


@blueprint.get("")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def reports() -> str:
    """What everybody reported, the open ones first."""
    course_id, _slash, module_id = request.args.get("place", "").partition("/")
    state = request.args.get("state", "")
    chosen = service.Filter(course_id, module_id, state if state in set(State) else "")
    found = service.list_reports(web.work(), chosen, _page_number())
    return web.render("reports/reports.html", noindex=True, found=found, categories=CATEGORIES, states=STATES)


@blueprint.get("/<int:report_id>")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def report(report_id: int) -> str:
    """One report, the way to its place, and a form to answer it."""
    return _report_page(report_id, None)


@blueprint.post("/<int:report_id>")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def answer_report(report_id: int) -> Response | tuple[str, int]:
    """Say what became of a report."""
    form = AnswerForm()
    if not form.validate():
        return _report_page(report_id, form), 422
    service.answer(web.work(), report_id, State(form.state.data), form.note.data.strip())
    web.commit()
    flash(_("The reporter can read your reply."), "success")
    return redirect(url_for("reports.reports"), 303)


def _report_page(report_id: int, form: AnswerForm | None) -> str:
    line = service.get_report(web.work(), report_id)
    shown = form or AnswerForm(state=None if line.state == State.OPEN else line.state, note=line.note)
    return web.render(
        "reports/report.html", noindex=True, report=line, form=shown, categories=CATEGORIES, states=STATES
    )


def _page_number() -> int:
    return min(max(1, request.args.get("page", 1, type=int)), 1_000_000)
