"""What the browser sends with a report, and with its answer."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from lms.core.web import lazy_gettext as _l
from lms.reports.rules import (
    NOTE_CHARACTERS_MAXIMUM,
    TEXT_CHARACTERS_MAXIMUM,
    Category,
    State,
    list_categories,
)

CATEGORIES = {
    Category.CONTENT: _l("A mistake in what it says"),
    Category.TRANSLATION: _l("The translation or the language"),
    Category.KEY: _l("The answer that counts as right"),
    Category.MEDIA: _l("A picture, a formula or a link"),
    Category.OTHER: _l("Something else"),
}
STATES = {
    State.OPEN: _l("Open"),
    State.CORRECTED: _l("Corrected"),
    State.KEPT: _l("Left as it is"),
}
_TOO_LONG = _l("Write at most %(max)d characters.")


def _unify_line_ends(text: str | None) -> str | None:
    """A line end is one character, as in the browser that counted them."""
    return text.replace("\r\n", "\n") if text else text


class ReportForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What is wrong, and in the reader's words how."""

    category = RadioField(_l("What is wrong?"), [InputRequired(_l("Choose what is wrong."))])
    text = TextAreaField(
        _l("What should be otherwise, and why?"),
        [DataRequired(_l("Write what is wrong.")), Length(max=TEXT_CHARACTERS_MAXIMUM, message=_TOO_LONG)],
        description=_l("Up to 2,000 characters. Those who answer for the course see your name."),
        filters=[_unify_line_ends],
    )

    def offer(self, *, of_question: bool) -> ReportForm:
        """The form with what may be wrong with a question, or with a section."""
        self.category.choices = [
            SelectChoice(category.value, CATEGORIES[category])
            for category in list_categories(of_question=of_question)
        ]
        return self


class AnswerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """What became of a report."""

    state = RadioField(
        _l("What became of it"),
        [InputRequired(_l("Choose what became of it."))],
        choices=[SelectChoice(state.value, name) for state, name in STATES.items()],
    )
    note = TextAreaField(
        _l("Reply to the reporter"),
        [DataRequired(_l("Write a reply.")), Length(max=NOTE_CHARACTERS_MAXIMUM, message=_TOO_LONG)],
        filters=[_unify_line_ends],
    )
