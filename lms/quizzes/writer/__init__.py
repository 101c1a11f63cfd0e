"""Writes questions in the formats of other systems, and says of each what is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lms.quizzes.rules import Question
from lms.quizzes.rules.words import SOURCE_LANGUAGE
from lms.quizzes.writer.canvas import write_canvas
from lms.quizzes.writer.gift import write_gift
from lms.quizzes.writer.html import Voice
from lms.quizzes.writer.losses import LOSSES, REFUSALS, Format, Trait, find_traits
from lms.quizzes.writer.moodle_xml import write_moodle_xml
from lms.quizzes.writer.qti22 import write_qti22

__all__ = ["LOSSES", "REFUSALS", "Format", "Lost", "Trait", "WrittenFile", "write_foreign"]

_WRITERS: Mapping[Format, Callable[[Sequence[Question], Voice, str], bytes]] = {
    Format.GIFT: write_gift,
    Format.MOODLE: write_moodle_xml,
    Format.QTI22: write_qti22,
    Format.CANVAS: write_canvas,
}


@dataclass(frozen=True, slots=True)
class Lost:
    """What a format cannot hold of one question: `what` it is, and what `becomes` of it."""

    question_id: str
    what: Trait
    becomes: str


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file in a format of another system: how many questions it holds, what they lost, and which it lacks."""

    data: bytes
    count: int
    lost: tuple[Lost, ...]
    refused: tuple[Lost, ...]


def write_foreign(questions: Sequence[Question], format_name: Format, *, language: str, title: str) -> WrittenFile:
    """The questions as a file; an empty language means both where the format can hold both, English otherwise."""
    voice = Voice(
        language or ("" if format_name is Format.MOODLE else SOURCE_LANGUAGE), is_qti=format_name is Format.QTI22
    )
    held: list[Question] = []
    lost: list[Lost] = []
    refused: list[Lost] = []
    for question in questions:
        traits = sorted(find_traits(question), key=list(Trait).index)
        reasons = [trait for trait in traits if trait in REFUSALS[format_name]]
        if reasons:
            refused.append(Lost(question.id, reasons[0], REFUSALS[format_name][reasons[0]]))
            continue
        held.append(question)
        lost += [
            Lost(question.id, trait, LOSSES[format_name][trait])
            for trait in traits
            if trait in LOSSES[format_name] and not (trait is Trait.LANGUAGES and not voice.language)
        ]
    return WrittenFile(_WRITERS[format_name](held, voice, title), len(held), tuple(lost), tuple(refused))
