"""What a gap for a text accepts, whatever language the text around it is in."""

from __future__ import annotations

from lms.quizzes.rules import Cloze, TextGap


def accepted_texts(cloze: Cloze, position: int, language: str) -> tuple[str, ...]:
    """The texts that the gap at a position accepts, those of `language` first: the first is shown as the key."""
    languages = sorted((name for name, _ in cloze.texts), key=lambda name: name != language)
    gaps = [cloze.gaps(name)[position] for name in languages]
    return tuple(dict.fromkeys(text for gap in gaps if isinstance(gap, TextGap) for text in gap.accepted))
