"""The answers in what a browser sent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

_FIELD = re.compile(r"answer-([0-9]{1,4})(?:-([0-9]{1,3}))?")
_FIELD_OF_ONE = re.compile(r"answer()(?:-([0-9]{1,3}))?")


def read_answer(form: MultiDict[str, str]) -> list[str]:
    """The values of a form with one question, whose fields are called `answer` or `answer-<field>`."""
    return _gather(form, _FIELD_OF_ONE).get("", [])


def read_answers(form: MultiDict[str, str]) -> dict[int, list[str]]:
    """Position → values. A question whose boxes were all cleared sends only its marker.

    A question with several fields, `answer-<position>-<field>`, has one value for each of them, empty ones too.
    """
    return {int(position): values for position, values in _gather(form, _FIELD).items()}


def _gather(form: MultiDict[str, str], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    """Values by the first group of the fields' names."""
    answers: dict[str, list[str]] = {}
    fields: dict[str, dict[int, str]] = {}
    for name in form:
        if (found := pattern.fullmatch(name)) is None:
            continue
        if found[2] is None:
            answers.setdefault(found[1], []).extend(_filled(form.getlist(name)))
        else:
            fields.setdefault(found[1], {})[int(found[2])] = form.getlist(name)[-1]
    for question, values in fields.items():
        answers[question] = [values.get(field, "") for field in range(max(values) + 1)]
    return answers


def _filled(values: Iterable[str]) -> list[str]:
    return [value for value in values if value]
