"""Which questions an attempt asks, in which order, and how their choices are shuffled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from lms.quizzes.rules.canonical import version
from lms.quizzes.rules.question import Order, Pool, Question


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as one attempt asks it: `order` gives the real position of each shown choice."""

    question_id: str
    version: str
    order: Order


def draw(questions: Iterable[Question], count: int, seed: int | str) -> tuple[Drawn, ...]:
    """`count` graded questions, or all there are, spread over the sections; the seed decides everything.

    No section is asked twice before every section that has a question left was asked once.
    """
    random = _random(seed)
    graded = sorted((q for q in questions if q.pool is Pool.GRADED), key=lambda question: question.id)
    sections: dict[str, list[Question]] = {}
    for question in graded:
        sections.setdefault(question.section, []).append(question)
    for group in sections.values():
        random.shuffle(group)
    picked: list[Question] = []
    while len(picked) < min(count, len(graded)):
        turn = [group for group in sections.values() if group]
        random.shuffle(turn)
        picked += [group.pop() for group in turn[: count - len(picked)]]
    random.shuffle(picked)
    return tuple(_arranged(question, random) for question in picked)


def arrange(question: Question, seed: int | str) -> Drawn:
    """One question of any pool with its choices shuffled, for a check within the reading."""
    return _arranged(question, _random(seed))


def _random(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - whoever has the seed may draw again; the key is not guarded by it


def _arranged(question: Question, random: Random) -> Drawn:
    return Drawn(question.id, version(question), question.answer.arrange(random))
