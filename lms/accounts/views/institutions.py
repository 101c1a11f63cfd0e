"""The administrator's page: institutions, their join codes, and who works for them."""

from __future__ import annotations

from flask import flash, make_response, redirect, url_for
from werkzeug.wrappers import Response

from lms.accounts.forms import InstitutionForm, RoleForm
from lms.accounts.service import institutions as service
from lms.accounts.service import memberships, people
from lms.accounts.views import wording
from lms.accounts.views.blueprint import blueprint
from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import Role


@blueprint.get("/institutions")
@web.only(Role.ADMINISTRATOR)
def institutions() -> Response:
    """All institutions with their join codes."""
    return _page(InstitutionForm(), _role_form())


@blueprint.post("/institutions")
@web.only(Role.ADMINISTRATOR)
def add_institution() -> Response:
    """Add an institution."""
    form = InstitutionForm()
    if form.validate():
        added = service.add_institution(
            web.work(), code=form.code.data, name_zh=form.name_zh.data, name_en=form.name_en.data
        )
        if added is not None:
            web.commit()
            flash(_("%(institution)s is added.", institution=wording.words(added.names)), "success")
            return redirect(url_for("accounts.institutions"), 303)
        form.add_error(form.code, _("This code is taken. Choose another one."))
    return _page(form, _role_form(formdata=None), 422)


@blueprint.post("/institutions/<int:institution_id>/join-code")
@web.only(Role.ADMINISTRATOR)
def roll_join_code(institution_id: int) -> Response:
    """Replace a join code that has gone too far."""
    institution = service.roll_join_code(web.work(), institution_id)
    web.commit()
    name = wording.words(institution.names)
    flash(_("%(institution)s has a new join code. The old one no longer works.", institution=name), "success")
    return redirect(url_for("accounts.institutions"), 303)


@blueprint.post("/institutions/roles")
@web.only(Role.ADMINISTRATOR)
def give_role() -> Response:
    """Make someone with an account an instructor or a registrar of an institution."""
    form = _role_form()
    if form.validate():
        person = people.find_person_by_login_name(web.work(), form.login_name.data)
        if person is None:
            form.add_error(form.login_name, _("Nobody has this login name."))
        else:
            role = Role(form.role.data)
            if memberships.give_role(web.work(), person.person_id, form.institution.data, role):
                web.commit()
                values = {"person": person.full_name, "role": wording.role_name(role)}
                flash(_("%(person)s now has the role: %(role)s.", **values), "success")
            else:
                flash(_("%(person)s has this role already.", person=person.full_name), "info")
            return redirect(url_for("accounts.institutions"), 303)
    return _page(InstitutionForm(formdata=None), form, 422)


def _role_form(**options: None) -> RoleForm:
    form = RoleForm(**options)
    known = service.list_institutions(web.work())
    form.offer({facts.institution_id: wording.words(facts.names) for facts in known})
    return form


def _page(form: InstitutionForm, role_form: RoleForm, status: int = 200) -> Response:
    page = web.render(
        "accounts/institutions.html",
        noindex=True,
        institutions=service.list_institutions_with_codes(web.work()),
        form=form,
        role_form=role_form,
        wording=wording,
    )
    return make_response(page, status)
