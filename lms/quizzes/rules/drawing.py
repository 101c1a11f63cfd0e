"""Which questions an attempt asks, in which order, and how their choices are shuffled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from lms.core.parts import DrawRule
from lms.quizzes.rules.canonical import version
from lms.quizzes.rules.question import Order, Pool, Question


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as one attempt asks it: `order` gives the real position of each shown choice."""

    question_id: str
    version: str
    order: Order


def draw(
    questions: Iterable[Question], count: int, seed: int | str, rules: Sequence[DrawRule] = ()
) -> tuple[Drawn, ...]:
    """`count` graded questions, or all there are, spread over the sections; the seed decides everything.

    Each rule is followed as far as there are questions, in its turn; what is left to draw may be any question.
    """
    random = _random(seed)
    left = sorted((q for q in questions if q.pool is Pool.GRADED), key=lambda question: question.id)
    picked: list[Question] = []
    for rule in (*rules, DrawRule(count)):
        fitting = [question for question in left if fits(question, rule)]
        picked += _spread(fitting, min(rule.count, count - len(picked)), random)
        taken = {question.id for question in picked}
        left = [question for question in left if question.id not in taken]
    random.shuffle(picked)
    return tuple(_arranged(question, random) for question in picked)


def fits(question: Question, rule: DrawRule) -> bool:
    """Whether a rule may draw the question."""
    return rule.tag in {"", *question.tags} and rule.section in {"", question.section}


def _spread(questions: Iterable[Question], count: int, random: Random) -> list[Question]:
    """No section is asked twice before every section that has a question left was asked once."""
    sections: dict[str, list[Question]] = {}
    for question in questions:
        sections.setdefault(question.section, []).append(question)
    for group in sections.values():
        random.shuffle(group)
    picked: list[Question] = []
    while len(picked) < count and any(sections.values()):
        turn = [group for group in sections.values() if group]
        random.shuffle(turn)
        picked += [group.pop() for group in turn[: count - len(picked)]]
    return picked


def arrange(question: Question, seed: int | str) -> Drawn:
    """One question of any pool with its choices shuffled, for a check within the reading."""
    return _arranged(question, _random(seed))


def _random(seed: int | str) -> Random:
    return Random(seed)  # noqa: S311 - whoever has the seed may draw again; the key is not guarded by it


def _arranged(question: Question, random: Random) -> Drawn:
    return Drawn(question.id, version(question), question.answer.arrange(random))
