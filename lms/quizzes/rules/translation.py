"""Whether a question has been translated, or only says the same twice."""

from __future__ import annotations

from lms.quizzes.rules.cloze import Cloze
from lms.quizzes.rules.question import Question
from lms.quizzes.rules.words import SOURCE_LANGUAGE, TRANSLATIONS, needs_translation


def is_untranslated(question: Question) -> bool:
    """Whether the text that asks has words, and they are the same in two languages, as an import leaves them.

    Options alone tell nothing: a name may well be the same everywhere.
    """
    if question.stem is not None:
        texts = dict(question.stem.by_language)
    elif isinstance(question.answer, Cloze):
        texts = {
            language: "".join(piece for piece in pieces if isinstance(piece, str))
            for language, pieces in question.answer.texts
        }
    else:
        return False
    source = texts[SOURCE_LANGUAGE]
    return needs_translation(source) and any(texts.get(language) == source for language in TRANSLATIONS)
