"""Feedback that depends on the result: it joins the feedback that everybody sees."""

from __future__ import annotations

from collections.abc import Sequence

from lms.quizzes.reader.formats.texts import Text, join, labelled
from lms.quizzes.reader.formats.values import Notes

_NAMES: dict[bool | None, Text] = {
    True: {"en": "If right", "zh": "答对时"},
    False: {"en": "If wrong", "zh": "答错时"},
    None: {"en": "If partly right", "zh": "部分答对时"},
}
# What the other systems write into every question by themselves says nothing of this one.
_DEFAULTS = frozenset(
    {
        "Your answer is correct.",
        "Your answer is partially correct.",
        "Your answer is incorrect.",
        "Correct!",
        "Incorrect.",
        "回答正确。",
        "您的答案是正确的。",
        "您的答案是部分正确的。",
        "您的答案是不正确的。",
    }
)


def tell_results(general: Text, results: Sequence[tuple[bool | None, Text]], notes: Notes) -> Text:
    """The general feedback, with what is said to right, partly right and wrong answers below it."""
    told = [
        labelled(_NAMES[is_right], text)
        for is_right, text in results
        if any(text.values()) and not set(text.values()) <= _DEFAULTS
    ]
    if told:
        notes.change("feedback that depends on the result was added to the feedback that everybody sees")
    return join([general, *told]) if told else general
