"""Questions with several inputs as a page shows them: one below the other, or within a text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lms.core.markup.plain import collapse, strip_tags
from lms.quizzes import rules
from lms.quizzes.rules import Field, Review, without_places

_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice before submitting; `value` is what the browser sends, `text` is HTML or a word of the type."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FieldView:
    """One of several inputs before submitting: `label` is HTML, the texts of its choices are plain."""

    number: int
    input: str
    label: str
    choices: tuple[ChoiceView, ...]
    given: str


@dataclass(frozen=True, slots=True)
class ReviewedFieldView:
    """One of several inputs after submitting, as it was shown; `label`, `given` and `right` are HTML."""

    label: str
    given: str
    right: str
    is_right: bool
    is_readable: bool
    rank: int


def view_fields(
    fields: Sequence[Field], given: Sequence[str], rendered: Mapping[str, str]
) -> tuple[FieldView, ...]:
    """The inputs of a question, with what was given for each so far."""
    return tuple(
        FieldView(
            number=number,
            input=field.input,
            label=rendered.get(field.label, ""),
            choices=tuple(
                ChoiceView(str(at), _plain(text, rendered) if field.input == "choice" else text, value == str(at))
                for at, text in enumerate(field.choices)
            ),
            given=value,
        )
        for number, (field, value) in enumerate(zip(fields, given, strict=True))
    )


def _plain(text: str, rendered: Mapping[str, str]) -> str:
    """The words of a markdown source: a list to choose from can show nothing else."""
    return collapse(strip_tags(rendered.get(text, text)))


def view_pieces(text: str, fields: Sequence[FieldView]) -> tuple[str | FieldView, ...]:
    """A rendered text parted where its fields stand; one that Markdown has swallowed follows at the end."""
    pieces: list[str | FieldView] = []
    left = list(fields)
    for at, part in enumerate(_TAG.split(text)):
        for piece in [without_places(part)] if at % 2 else rules.split_at_places(part):
            field = next((one for one in left if one.number == piece), None)
            if field is not None:
                left.remove(field)
                pieces.append(field)
            elif isinstance(piece, str):
                pieces.append(piece)
    return (*pieces, *left)


def view_reviewed_fields(review: Review, rendered: Mapping[str, str]) -> tuple[ReviewedFieldView, ...]:
    """The inputs of a question with what was given and what is right."""

    def show(field: Field, text: str) -> str:
        return rendered[text] if field.input == "choice" and text in rendered else html.escape(text)

    return tuple(
        ReviewedFieldView(
            label=rendered.get(field.label, ""),
            given=show(field, field.choices[int(seen.value)] if field.choices and seen.value else seen.value),
            right=show(field, seen.right),
            is_right=seen.is_right,
            is_readable=seen.is_readable,
            rank=seen.rank,
        )
        for field, seen in zip(review.question.fields, review.fields, strict=True)
    )
