"""What the browser sends about a trainee's progress."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length


class EnrolForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    direction = StringField(validators=[Length(max=100)])
