"""Pages by which people come in and go out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import flash, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.accounts.forms import ResetForm, SignInForm, SignUpForm
from lms.accounts.rules import PRIVACY_VERSION
from lms.accounts.service import passwords, resets, sessions, signing_in, signing_up
from lms.accounts.service.failures import TooManyTriesError
from lms.accounts.views.blueprint import (
    blueprint,
    browser,
    current_token,
    enter,
    home_address,
    leave,
    next_address,
    too_many_tries,
)
from lms.accounts.views.wording import words
from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import VISITOR

Form = TypeVar("Form", SignUpForm, SignInForm)


@blueprint.route("/sign-up", methods=("GET", "POST"))
@web.everyone
def sign_up() -> Response:
    """Make an account and be signed in."""
    form = SignUpForm()
    if not form.is_submitted():
        return _welcome_or(_sign_up_page, form)
    is_valid = form.validate()
    try:
        obstacles = _find_obstacles(form)
    except TooManyTriesError as error:
        return _limited(_sign_up_page, form, error)
    if obstacles.is_name_taken:
        return _refuse_taken_name(form)
    if obstacles.is_join_code_unknown or not is_valid:
        return _sign_up_page(form, 422)
    # Hashed before the first statement of the writing transaction, so that nobody waits for it.
    password_hash = passwords.hash_password(form.password.data)
    token = signing_up.sign_up(
        web.work(),
        login_name=form.login_name.data,
        full_name=form.full_name.data,
        password_hash=password_hash,
        language=web.page_language(),
        institution=obstacles.institution,
        browser=browser(),
    )
    if token is None:
        return _refuse_taken_name(form)
    enter(token)
    web.commit()
    flash(_("Welcome. Your account is ready."), "success")
    if obstacles.institution is not None:
        institution = words(obstacles.institution.names)
        flash(_("The registrar of %(institution)s will approve your membership.", institution=institution), "info")
    return redirect(next_address(), 303)


@blueprint.route("/sign-in", methods=("GET", "POST"))
@web.everyone
def sign_in() -> Response:
    """Come in with login name and password."""
    form = SignInForm()
    if not form.is_submitted():
        return _welcome_or(_sign_in_page, form)
    if not form.validate():
        return _sign_in_page(form, 422)
    try:
        with web.house().reading(VISITOR) as asking:
            attempt = signing_in.look_up(asking, form.login_name.data, browser().address)
        verdict = passwords.verify_password(attempt.password_hash, form.password.data)
        token = signing_in.finish(web.work(), attempt, verdict, browser().user_agent)
    except TooManyTriesError as error:
        return _limited(_sign_in_page, form, error)
    if token is None:
        web.commit()
        form.form_errors.append(_("Name or password is wrong."))
        return _sign_in_page(form, 422)
    enter(token)
    web.commit()
    return redirect(next_address(), 303)


@blueprint.post("/sign-out")
@web.everyone
def sign_out() -> Response:
    """Leave, in this browser."""
    token = current_token()
    if token:
        sessions.end_session(web.work(), token)
        web.commit()
    leave()
    flash(_("You are signed out."), "success")
    return redirect(home_address(), 303)


@blueprint.route("/reset/<token>", methods=("GET", "POST"))
@web.everyone
def reset(token: str) -> Response:
    """Set a new password with a one-time link; looking at the page does not use it up."""
    with web.house().reading(VISITOR) as asking:
        person = resets.find_person_to_reset(asking, token)
    if person is None:
        return _unlinked(web.render("accounts/reset.html", noindex=True, form=None, person=None), 404)
    form = ResetForm()
    form.folded_login_name = person.login_name
    if not form.validate_on_submit():
        page = web.render("accounts/reset.html", noindex=True, form=form, person=person)
        return _unlinked(page, 422 if form.is_submitted() else 200)
    new_hash = passwords.hash_password(form.password.data)
    if not resets.use_reset(web.work(), token, new_hash):
        return _unlinked(web.render("accounts/reset.html", noindex=True, form=None, person=None), 404)
    web.commit()
    flash(_("Your new password is set. Sign in with it."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.get("/privacy")
@web.everyone
def privacy() -> str:
    """What this software keeps about people, why and how long."""
    settings = web.house().settings
    return web.render(
        "accounts/privacy.html",
        version=PRIVACY_VERSION,
        session_days=settings.session_days,
        kept_days=sessions.KEPT_DAYS,
        window_minutes=settings.sign_in_window_minutes,
    )


def _find_obstacles(form: SignUpForm) -> signing_up.Obstacles:
    """Ask the database about the form, and write what it says beside the fields."""
    with web.house().reading(VISITOR) as asking:
        login_name, join_code = form.login_name.data or "", form.join_code.data or ""
        obstacles = signing_up.find_obstacles(asking, login_name, join_code, browser().address)
    if obstacles.is_join_code_unknown:
        form.add_error(form.join_code, _("No institution has this code. Check it, or leave it out for now."))
    return obstacles


def _refuse_taken_name(form: SignUpForm) -> Response:
    form.add_error(form.login_name, _("This login name is taken. Choose another one, or sign in."))
    signing_up.record_taken_name(web.work(), browser().address)
    web.commit()
    return _sign_up_page(form, 422)


def _sign_up_page(form: SignUpForm, status: int = 200) -> Response:
    sign_in_address = url_for("accounts.sign_in", next=request.args.get("next"))
    return make_response(web.render("accounts/sign_up.html", form=form, sign_in_address=sign_in_address), status)


def _sign_in_page(form: SignInForm, status: int = 200) -> Response:
    sign_up_address = url_for("accounts.sign_up", next=request.args.get("next"))
    return make_response(web.render("accounts/sign_in.html", form=form, sign_up_address=sign_up_address), status)


def _welcome_or(page: Callable[[Form], Response], form: Form) -> Response:
    """The page, except for someone who is in already."""
    return redirect(next_address(), 303) if web.work().actor.is_signed_in else page(form)


def _limited(page: Callable[[Form, int], Response], form: Form, error: TooManyTriesError) -> Response:
    form.form_errors.append(too_many_tries(error))
    response = page(form, 429)
    response.headers["Retry-After"] = str(error.minutes * 60)
    return response


def _unlinked(page: str, status: int) -> Response:
    """A page whose address is a secret: kept by nobody, and told to nobody by the links on it."""
    response = make_response(page, status)
    # The origin alone, and not "no-referrer": over HTTPS the form's protection asks where a form came from.
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
