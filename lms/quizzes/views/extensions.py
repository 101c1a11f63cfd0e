"""The page on which somebody is given more time, or another attempt."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.core import web
from lms.core.web import gettext as _
from lms.core.work import NotAllowedError, NotFoundError, Role
from lms.quizzes import service
from lms.quizzes.forms import ExtensionForm
from lms.quizzes.rules.timing import Extension
from lms.quizzes.views.blueprint import blueprint


@blueprint.route("/<module_id>/extensions", methods=["GET", "POST"])
@web.only(Role.REGISTRAR, Role.INSTRUCTOR, Role.ADMINISTRATOR)
def extensions(module_id: str) -> Response | str | tuple[str, int]:
    """Who was given more time or attempts, and a form to give them."""
    work, form = web.work(), ExtensionForm()
    status = 200
    if form.is_submitted():
        if form.validate():
            try:
                given = Extension(form.minutes.data or 0, form.attempts.data or 0)
                service.extend(work, module_id, form.login_name.data, given, form.reason.data.strip())
            except NotFoundError:
                form.login_name.errors = [_("There is nobody of this name among the people you look after.")]
            except NotAllowedError:
                form.login_name.errors = [_("Nobody extends a quiz for themselves: ask a colleague.")]
            else:
                web.commit()
                flash(_("The extension is given."), "success")
                return redirect(url_for("quizzes.extensions", module_id=module_id), 303)
        status = 422
    elif login_name := request.args.get("person"):
        form.login_name.data = login_name
    page = web.render(
        "quizzes/extensions.html", noindex=True, form=form, extensions=service.view_extensions(work, module_id)
    )
    return page, status
