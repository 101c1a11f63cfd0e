"""The registrar's page: who asks to join, who belongs, and a new start for those who forgot their password."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.accounts.service import institutions, memberships, resets, rolls
from lms.accounts.service.institutions import InstitutionWithCode
from lms.accounts.views import wording
from lms.accounts.views.blueprint import blueprint
from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import NotAllowedError, NotFoundError, Role, Work


@blueprint.get("/people")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def people() -> str:
    """One institution's requests and members; for an administrator without a choice, all accounts."""
    work = web.work()
    visible = institutions.list_institutions_with_codes(work)
    asked = request.args.get("institution", type=int)
    chosen = _choose(work, visible, asked)
    query, number = request.args.get("q", "").strip(), max(1, request.args.get("page", 1, type=int))
    waiting_at = [chosen] if chosen and asked is not None else visible
    if chosen is None:
        roll = rolls.list_accounts(work, query=query, number=number)
    else:
        roll = rolls.list_members(work, chosen.facts.institution_id, query=query, number=number)
    return web.render(
        "accounts/people.html",
        noindex=True,
        institutions=visible,
        chosen=chosen,
        requests=rolls.list_requests(work, [shown.facts.institution_id for shown in waiting_at]),
        roll=roll,
        query=query,
        previous_address=_page_address(chosen, query, number - 1) if number > 1 else "",
        next_address=_page_address(chosen, query, number + 1) if number < roll.page_count else "",
        is_administrator=work.actor.is_administrator,
        wording=wording,
    )


@blueprint.post("/people/memberships/<int:membership_id>/approve")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def approve_membership(membership_id: int) -> Response:
    """Let someone in who asked."""
    return _decide(memberships.approve_membership, membership_id, _("The membership is approved."))


@blueprint.post("/people/memberships/<int:membership_id>/decline")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def decline_membership(membership_id: int) -> Response:
    """Turn someone down who asked."""
    return _decide(memberships.decline_membership, membership_id, _("The request is declined."))


@blueprint.post("/people/memberships/<int:membership_id>/end")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def end_membership(membership_id: int) -> Response:
    """End someone's membership today."""
    return _decide(memberships.end_membership, membership_id, _("The membership has ended."))


@blueprint.post("/people/<int:person_id>/reset-link")
@web.only(Role.REGISTRAR, Role.ADMINISTRATOR)
def make_reset_link(person_id: int) -> Response:
    """Make a one-time link to a new password and show it."""
    try:
        person, token = resets.make_reset(web.work(), person_id)
    except NotAllowedError:
        flash(_("Only an administrator can make a link for this person, and only for an open account."), "error")
        return _back_to_people()
    web.commit()
    # Shown in this answer and not after a redirect, because the link must not wait in a cookie.
    page = web.render(
        "accounts/reset_link.html",
        noindex=True,
        person=person,
        link=url_for("accounts.reset", token=token, _external=True),
        hours=web.house().settings.reset_link_hours,
        people_address=_people_address(),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _choose(work: Work, visible: list[InstitutionWithCode], asked: int | None) -> InstitutionWithCode | None:
    if asked is None:
        return None if work.actor.is_administrator else next(iter(visible), None)
    for shown in visible:
        if shown.facts.institution_id == asked:
            return shown
    raise NotFoundError(f"There is no institution {asked} for this person.")


def _decide(decide: Callable[[Work, int], bool], membership_id: int, message: str) -> Response:
    try:
        is_decided = decide(web.work(), membership_id)
    except NotAllowedError:
        flash(_("Only an administrator can end a registrar's membership."), "error")
        return _back_to_people()
    if is_decided:
        web.commit()
        flash(message, "success")
    else:
        flash(_("This was decided already."), "info")
    return _back_to_people()


def _back_to_people() -> Response:
    return redirect(_people_address(), 303)


def _people_address() -> str:
    return url_for("accounts.people", institution=request.form.get("institution", type=int))


def _page_address(chosen: InstitutionWithCode | None, query: str, number: int) -> str:
    institution = chosen.facts.institution_id if chosen else None
    return url_for("accounts.people", institution=institution, q=query or None, page=number)
