"""The pages on which an instructor repairs a question: what is wrong, whom it affects, what was done."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.core import web
from lms.core.texts import N_
from lms.core.web import gettext as _
from lms.core.work import Role
from lms.quizzes.forms import RepairForm
from lms.quizzes.rules.repair import Difference, RepairKind
from lms.quizzes.service.repair.batches import regrade_batch
from lms.quizzes.service.repair.making import end_repair as end
from lms.quizzes.service.repair.making import make_repair as make
from lms.quizzes.service.repair.page import view_repair
from lms.quizzes.service.repair.preview import preview_repair
from lms.quizzes.service.repair.values import Preview, Refusal, RepairRefusedError, RepairRequest
from lms.quizzes.views.blueprint import blueprint

QUESTION = "/<module_id>/questions/<question_id>/repair"
REFUSALS = {
    Refusal.UNREADABLE: N_("The edited question cannot be read. Leave one question between its fences."),
    Refusal.DIFFERENT: N_(
        "More was changed than the key and the feedback, so that the answers given so far would mean something "
        "else. Take the question out of the count instead, and write a better one in the module's file."
    ),
    Refusal.UNCHANGED: N_("This would change nothing: the question is as it stands here already."),
    Refusal.RUNNING: N_("Another repair of this quiz is being carried out. Wait until it is done."),
    Refusal.LAST_QUESTION: N_(
        "No question of this quiz would count any more. Publish another one first, in the module's file."
    ),
}
DIFFERENCES = {
    Difference.ID: N_("The id must stay as it was."),
    Difference.TYPE: N_("The type must stay as it was."),
    Difference.HEADER: N_("Tags, section and pool must stay as they were."),
    Difference.STEM: N_("The text of the question must stay as it was, in both languages."),
    Difference.CHOICES: N_(
        "There must be as many options, items, pairs or gaps as before, with the same texts. Only which of them "
        "are right may differ."
    ),
    Difference.HINT: N_("The hint must stay as it was."),
}


@blueprint.get(QUESTION)
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def repair(module_id: str, question_id: str) -> str:
    """A question, a form to repair it, and its repairs so far."""
    return _repair_page(module_id, question_id, None)


@blueprint.post(f"{QUESTION}/preview")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def repair_preview(module_id: str, question_id: str) -> str | tuple[str, int]:
    """Whom a repair would affect; nothing is written."""
    form = RepairForm()
    if not form.validate():
        return _repair_page(module_id, question_id, form), 422
    try:
        preview = preview_repair(web.work(), _read(module_id, question_id, form))
    except RepairRefusedError as refused:
        return _repair_page(module_id, question_id, form, refused), 422
    return _preview_page(module_id, question_id, form, preview)


@blueprint.post(QUESTION)
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def make_repair(module_id: str, question_id: str) -> Response | str | tuple[str, int]:
    """Carry out what was previewed; where it would do something else by now, that is previewed first."""
    work, form = web.work(), RepairForm()
    if not form.validate():
        return _repair_page(module_id, question_id, form), 422
    try:
        made = make(work, _read(module_id, question_id, form), request.form.get("fingerprint", ""))
    except RepairRefusedError as refused:
        flash(_(REFUSALS[refused.refusal]), "warning")
        return redirect(url_for("quizzes.repair", module_id=module_id, question_id=question_id), 303)
    if isinstance(made, Preview):
        return _preview_page(module_id, question_id, form, made, has_changed=True), 409
    web.commit()
    # What is left after a batch is the keeper's, so that nobody waits for a page.
    is_done = True
    for repair_id in made:
        is_done = not regrade_batch(work, repair_id) and is_done
        web.commit()
    flash(
        _("The repair is carried out.")
        if is_done
        else _("The repair is in force. Earlier attempts are being regraded; the page shows how far it is."),
        "success",
    )
    return redirect(url_for("quizzes.repair", module_id=module_id, question_id=question_id), 303)


@blueprint.post("/repairs/<int:repair_id>/end")
@web.only(Role.INSTRUCTOR, Role.ADMINISTRATOR)
def end_repair(repair_id: int) -> Response:
    """Grade by a repair no longer."""
    ended = end(web.work(), repair_id)
    web.commit()
    flash(_("The repair has ended. The scores it raised stay."), "success")
    return redirect(url_for("quizzes.repair", module_id=ended.module_id, question_id=ended.question_id), 303)


def _read(module_id: str, question_id: str, form: RepairForm) -> RepairRequest:
    kind = RepairKind(form.kind.data)
    edited = request.form.get("version", "")
    versions = request.form.getlist("also") if kind is RepairKind.VOID else []
    return RepairRequest(
        module_id=module_id,
        question_id=question_id,
        kind=kind,
        versions=tuple(dict.fromkeys([edited, *versions])),
        reason=form.reason.data.strip(),
        block=form.block.data or "" if kind is RepairKind.REKEY else "",
    )


def _repair_page(
    module_id: str, question_id: str, form: RepairForm | None, refused: RepairRefusedError | None = None
) -> str:
    page = view_repair(web.work(), module_id, question_id, web.page_language())
    chosen = page.get_version(request.values.get("version", ""))
    shown = form or RepairForm(block=chosen.block)
    if refused is not None:
        field = shown.block if refused.refusal in {Refusal.UNREADABLE, Refusal.DIFFERENT} else shown.kind
        field.errors = [_(REFUSALS[refused.refusal]), *(_(DIFFERENCES[one]) for one in refused.differences)]
    return web.render(
        "quizzes/repair.html",
        noindex=True,
        repair=page,
        chosen=chosen,
        form=shown,
        also=request.form.getlist("also"),
        lines=(shown.block.data or "").splitlines(),
        findings=refused.findings if refused else (),
    )


def _preview_page(
    module_id: str, question_id: str, form: RepairForm, preview: Preview, *, has_changed: bool = False
) -> str:
    page = view_repair(web.work(), module_id, question_id, web.page_language())
    return web.render(
        "quizzes/repair_preview.html",
        noindex=True,
        repair=page,
        form=form,
        version=request.form.get("version", ""),
        also=request.form.getlist("also"),
        preview=preview,
        has_changed=has_changed,
    )
