"""Knows the key, as a person who has learned does."""

from __future__ import annotations

from lms.core.house import House
from lms.quizzes import rules
from lms.quizzes.models import Answer, Attempt, BankQuestion
from lms.quizzes.service.asked import drawn_of
from lms.quizzes.service.types import list_types


def find_answers(house: House, attempt_id: int, *, right: bool = True) -> dict[int, list[str]]:
    """What to send for each position of an attempt: the right answer, or one that is not."""
    return {
        position: _values(question, drawn, right=right)
        for position, question, drawn in _list_asked(house, attempt_id)
    }


def fill_form(house: House, attempt_id: int, *, right: bool = True) -> dict[str, list[str]]:
    """The same by the names of the inputs, as a browser sends it."""
    form = {}
    for position, question, drawn in _list_asked(house, attempt_id):
        values = _values(question, drawn, right=right)
        if rules.public_question(question, drawn, "en").fields:
            form |= {f"answer-{position}-{number}": [value] for number, value in enumerate(values)}
        else:
            form[f"answer-{position}"] = values
    return form


def _list_asked(house: House, attempt_id: int) -> list[tuple[int, rules.Question, rules.Drawn]]:
    with house.reading() as work:
        types = list_types(work.hooks)
        attempt = work.session.get_one(Attempt, attempt_id)
        asked = []
        for answer in work.session.query(Answer).filter_by(attempt_id=attempt_id):
            stored = work.session.get_one(BankQuestion, (attempt.module_revision_id, answer.question_id))
            asked.append((answer.position, rules.from_json(stored.body, types), drawn_of(answer)))
        return asked


def _values(question: rules.Question, drawn: rules.Drawn, *, right: bool) -> list[str]:
    seen = rules.review(question, drawn, None, "en")
    if seen.fields:
        pairs = zip(seen.question.fields, seen.fields, strict=True)
        return [_value(field, reviewed.right, right=right) for field, reviewed in pairs]
    if not seen.choices:
        return [_typed(seen.question.input, seen.right_answer) if right else "-987654"]
    values = [
        choice.text if seen.question.input == "truefalse" else str(place)
        for place, choice in enumerate(seen.choices)
    ]
    chosen = [value for value, choice in zip(values, seen.choices, strict=True) if choice.is_right is right]
    return chosen if seen.question.input == "several" and right else chosen[:1]


def _value(field: rules.Field, answer: str, *, right: bool) -> str:
    if not field.choices:
        return _typed(field.input, answer) if right else "-987654"
    return str(next(at for at, choice in enumerate(field.choices) if (choice == answer) is right))


def _typed(kind: str, answer: str) -> str:
    return answer.partition(" " if kind == "number" else " / ")[0]


def list_secrets(house: House) -> set[str]:
    """Texts that tell the key: the feedback of every graded question, in every language."""
    with house.reading() as work:
        types = list_types(work.hooks)
        secrets = set()
        for stored in work.session.query(BankQuestion).filter_by(pool="graded"):
            question = rules.from_json(stored.body, types)
            for language, rendered in stored.rendered.items():
                seen = rules.review(question, rules.arrange(question, 1), None, language)
                texts = [choice.feedback for choice in seen.choices if choice.feedback] + [seen.feedback]
                secrets |= {rendered[text] for text in texts if text}
        return secrets
