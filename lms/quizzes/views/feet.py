"""Other rooms' pieces at the foot of questions."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from lms.core.parts import Panel, by_order
from lms.core.work import Work


def list_feet(
    work: Work, module_id: str, questions: Mapping[int, str], attempt_id: int | None = None
) -> dict[int, list[Panel]]:
    """The pieces of each question by its number, which is 0 of one that stands in no attempt."""
    return {
        number: by_order(
            chain.from_iterable(
                work.hooks.question_feet(
                    work=work,
                    module_id=module_id,
                    question_id=question_id,
                    attempt_id=attempt_id,
                    number=number,
                )
            )
        )
        for number, question_id in questions.items()
    }
