"""Forms of this room; each names all of its problems at once, in the page's language."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, EqualTo, Length, Optional, ValidationError

from lms.accounts.rules import (
    FULL_NAME_LONGEST,
    PASSWORD_SHORTEST,
    LoginNameProblem,
    PasswordProblem,
    find_login_name_problem,
    find_password_problem,
    fold_institution_code,
    fold_login_name,
    has_invisible_characters,
    is_institution_code,
    tidy_full_name,
)
from lms.accounts.service.problems import describe_problem
from lms.core.web import gettext as _
from lms.core.web import lazy_gettext as _l
from lms.core.work import Role

INSTITUTION_NAME_LONGEST = 200


def _describe(problem: LoginNameProblem | PasswordProblem) -> str:
    sentence, number = describe_problem(problem)
    return _(sentence, number=number)


def _required(message: Any) -> DataRequired:
    return DataRequired(message)


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_l("Use at most %(number)s characters.", number=longest))


def _institution_id(text: Any) -> int:
    return int(text) if str(text).isdecimal() else 0


class _Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    def add_error(self, field: Any, message: str) -> None:
        """Add what only the database could tell."""
        field.errors = [*field.errors, message]


class _NewPasswordForm(_Form):
    """A password typed twice, for the person whose login name is `folded_login_name`."""

    folded_login_name = ""

    def validate_password(self, field: Any) -> None:
        problem = find_password_problem(field.data, self.folded_login_name)
        if problem is not None:
            raise ValidationError(_describe(problem))


# Each form makes these two for itself, because fields stand in the order in which they are made.
def _new_password(label: Any) -> PasswordField:
    hint = _l(
        "At least %(number)s characters. A sentence only you think of is easy to keep and hard to guess.",
        number=PASSWORD_SHORTEST,
    )
    return PasswordField(label, [_required(_l("Choose a password."))], description=hint)


def _repeated_password(label: Any) -> PasswordField:
    return PasswordField(
        label,
        [
            _required(_l("Type the password a second time.")),
            EqualTo("password", _l("The two passwords are not the same.")),
        ],
    )


class SignInForm(_Form):
    login_name = StringField(_l("Login name"), [_required(_l("Enter your login name."))])
    password = PasswordField(_l("Password"), [_required(_l("Enter your password."))])


class SignUpForm(_NewPasswordForm):
    full_name = StringField(
        _l("Full name"),
        [_required(_l("Enter your full name.")), _at_most(FULL_NAME_LONGEST)],
        filters=[lambda text: tidy_full_name(text or "")],
        description=_l("As it should stand on your records."),
    )
    login_name = StringField(
        _l("Login name"),
        [_required(_l("Choose a login name."))],
        description=_l("Your phone number, your e-mail address or any name you will remember."),
    )
    password = _new_password(_l("Password"))
    repeated = _repeated_password(_l("Password again"))
    join_code = StringField(
        _l("Join code of your institution"),
        [Optional()],
        description=_l("If your institution gave you one. You can also enter it later on your account page."),
    )
    privacy = BooleanField(
        _l("I have read and accept the privacy notice"),
        [_required(_l("Read the privacy notice and tick the box to go on."))],
    )

    def validate_full_name(self, field: Any) -> None:
        if has_invisible_characters(field.data):
            raise ValidationError(_describe(LoginNameProblem.INVISIBLE))

    def validate_login_name(self, field: Any) -> None:
        problem = find_login_name_problem(fold_login_name(field.data))
        if problem is not None:
            raise ValidationError(_describe(problem))

    def validate_password(self, field: Any) -> None:
        self.folded_login_name = fold_login_name(self.login_name.data or "")
        super().validate_password(field)


class ResetForm(_NewPasswordForm):
    """A new password from a reset link."""

    password = _new_password(_l("New password"))
    repeated = _repeated_password(_l("New password again"))


class ChangePasswordForm(_NewPasswordForm):
    old_password = PasswordField(_l("Present password"), [_required(_l("Enter your present password."))])
    password = _new_password(_l("New password"))
    repeated = _repeated_password(_l("New password again"))


class InstitutionForm(_Form):
    code = StringField(
        _l("Code"),
        [_required(_l("Enter a code."))],
        description=_l("Short and permanent, of letters, digits and hyphens: for files and commands."),
    )
    name_zh = StringField(
        _l("Name in Chinese"), [_required(_l("Enter the name in Chinese.")), _at_most(INSTITUTION_NAME_LONGEST)]
    )
    name_en = StringField(
        _l("Name in English"), [_required(_l("Enter the name in English.")), _at_most(INSTITUTION_NAME_LONGEST)]
    )

    def validate_code(self, field: Any) -> None:
        if not is_institution_code(fold_institution_code(field.data)):
            raise ValidationError(_("Use letters, digits and hyphens inside, at most 32 characters."))


class RoleForm(_Form):
    """A role for an existing account."""

    login_name = StringField(_l("Login name"), [_required(_l("Enter a login name."))])
    # WTForms would name a wrong choice in English, so that the forms' own checks follow.
    institution = SelectField(
        _l("Institution"),
        coerce=_institution_id,
        validators=[_required(_l("Choose an institution."))],
        validate_choice=False,
    )
    role = RadioField(
        _l("Role"),
        choices=[
            SelectChoice(Role.INSTRUCTOR.value, _l("Instructor")),
            SelectChoice(Role.REGISTRAR.value, _l("Registrar")),
        ],
        validators=[
            _required(_l("Choose a role.")),
            AnyOf((Role.INSTRUCTOR.value, Role.REGISTRAR.value), _l("Choose a role.")),
        ],
        validate_choice=False,
    )

    def offer(self, institutions: dict[int, str]) -> None:
        """Set the institutions to choose from: names by id."""
        self.institution.choices = [SelectChoice(number, name) for number, name in institutions.items()]

    def validate_institution(self, field: Any) -> None:
        if field.data not in {choice.value for choice in field.choices}:
            raise ValidationError(_("Choose an institution."))
