"""What the browser sends to those who run a quiz."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.core.web import lazy_gettext as _l
from lms.quizzes.rules.repair import RepairKind

_RANGE = _l("Write a whole number from %(min)s to %(max)s.")


class _WholeNumberField(IntegerField):  # type: ignore[misc]  # WTForms ships no types
    """Leaves what is no number to the range's message, which is in the page's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = int(text) if text.isdecimal() and len(text) < 10 else None


class ExtensionForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What one person is given beyond the policy."""

    login_name = StringField(
        _l("Login name of the person"), [InputRequired(_l("Write a login name.")), Length(max=200)]
    )
    minutes = _WholeNumberField(_l("More minutes for each attempt"), [NumberRange(0, 24 * 60, _RANGE)], default=0)
    attempts = _WholeNumberField(_l("More attempts"), [NumberRange(0, 100, _RANGE)], default=0)
    reason = StringField(_l("Reason"), [InputRequired(_l("Write a reason.")), Length(max=500)])


class RepairForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What is wrong with a question that was asked already."""

    kind = RadioField(
        _l("What is to be done"),
        [InputRequired(_l("Choose what is to be done."))],
        choices=[
            SelectChoice(RepairKind.VOID.value, _l("Take the question out of the count")),
            SelectChoice(RepairKind.REKEY.value, _l("Correct its key")),
        ],
    )
    block = TextAreaField(
        _l("The question with its right key"),
        description=_l(
            "Only to correct the key: change what is right, and feedback if need be, but nothing else."
        ),
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write a reason.")), Length(max=500)],
        description=_l("Trainees who were asked the question read it with their result."),
    )
