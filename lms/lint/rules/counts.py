"""How much there is to read and to answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from lms.lint.rules.module import Course


@dataclass(frozen=True, slots=True)
class Counts:
    """`words` of the English texts, `characters` of the Chinese ones; `executed` programs were run."""

    modules: int
    texts: int
    words: int
    characters: int
    graded_questions: int
    practice_questions: int
    programs: int
    executed: int
    claims: int

    def __str__(self) -> str:
        return ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in asdict(self).items())


def count_courses(courses: Iterable[Course], *, executed: int) -> Counts:
    """What all modules of the courses hold."""
    modules = [module for course in courses for module in course.modules]
    texts = [text for module in modules for text in module.texts.values()]
    questions = [question for module in modules for question in module.questions]
    graded = sum(question.is_graded for question in questions)
    return Counts(
        modules=len(modules),
        texts=len(texts),
        words=sum(text.length for text in texts if text.language == "en"),
        characters=sum(text.length for text in texts if text.language == "zh"),
        graded_questions=graded,
        practice_questions=len(questions) - graded,
        programs=sum(block.run for text in texts for block in text.code_blocks),
        executed=executed,
        claims=sum(len(text.claims) for text in texts),
    )
