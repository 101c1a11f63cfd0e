"""A person's own account: what it is, where it is signed in, its password, its institutions."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.accounts.forms import ChangePasswordForm
from lms.accounts.service import failures, institutions, memberships, passwords, people, sessions
from lms.accounts.service.failures import TooManyTriesError
from lms.accounts.service.people import PersonFacts
from lms.accounts.views import wording
from lms.accounts.views.blueprint import blueprint, browser, current_token, home_address, leave, too_many_tries
from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import VISITOR


@blueprint.get("/account")
@web.signed_in
def account() -> str:
    """What is kept of the person who asks, and what they can do about it."""
    work = web.work()
    return web.render(
        "accounts/account.html",
        account=people.get_account(work),
        memberships=memberships.list_memberships(work),
        sessions=sessions.list_sessions(work, work.actor.get_person_id(), current_token()),
        wording=wording,
    )


@blueprint.route("/account/password", methods=("GET", "POST"))
@web.signed_in
def change_password() -> Response:
    """Set a new password, knowing the present one; signs out everywhere else."""
    form = ChangePasswordForm()
    person = people.get_account(web.work()).person
    form.folded_login_name = person.login_name
    if not form.validate_on_submit():
        return _password_page(form, person, 422 if form.is_submitted() else 200)
    # Who asks was read in the transaction that will write; it is given up, so that others write while we hash.
    web.request_session().rollback()
    try:
        is_changed = _change_password(form, person)
    except TooManyTriesError as error:
        form.form_errors.append(too_many_tries(error))
        return _password_page(form, person, 429)
    web.commit()
    if not is_changed:
        form.add_error(form.old_password, _("This is not your present password."))
        return _password_page(form, person, 422)
    flash(_("Your password is changed. You are signed out everywhere else."), "success")
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sign-out-everywhere")
@web.signed_in
def sign_out_everywhere() -> Response:
    """Leave on every device, this one among them."""
    work = web.work()
    sessions.end_all_sessions(work, work.actor.get_person_id())
    web.commit()
    leave()
    flash(_("You are signed out on all devices."), "success")
    return redirect(home_address(), 303)


@blueprint.post("/account/join")
@web.signed_in
def join() -> Response:
    """Ask an institution for membership, with the code it gave out."""
    work = web.work()
    institution = institutions.find_institution_by_join_code(work, request.form.get("join_code", ""))
    if institution is None:
        flash(_("No institution has this code. Check it and try again."), "error")
    elif memberships.request_membership(work, work.actor.get_person_id(), institution.institution_id):
        web.commit()
        name = wording.words(institution.names)
        flash(_("The registrar of %(institution)s will approve your membership.", institution=name), "success")
    else:
        flash(_("You belong to this institution already, or have asked to."), "info")
    return redirect(url_for("accounts.account"), 303)


def _change_password(form: ChangePasswordForm, person: PersonFacts) -> bool:
    with web.house().reading(VISITOR) as asking:
        failures.check_account_limit(asking, person.login_name)
        old_hash = people.find_password_hash(asking, person.person_id)
    verdict = passwords.verify_password(old_hash, form.old_password.data)
    if old_hash is None or not verdict.is_right:
        failures.record_failure(web.work(), person.login_name, browser().address)
        return False
    new_hash = passwords.hash_password(form.password.data)
    return people.replace_password(
        web.work(), person.person_id, old_hash=old_hash, new_hash=new_hash, token=current_token()
    )


def _password_page(form: ChangePasswordForm, person: PersonFacts, status: int) -> Response:
    return make_response(web.render("accounts/change_password.html", form=form, person=person), status)
