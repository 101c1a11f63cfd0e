"""Who chose what: the answers given to a question, by the strong and the weak third of its attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lms.quizzes.rules.statistics.items import ItemStatistics

Choice = tuple[str, bool]
"""An option or a typed answer, and whether it is right."""


class Flag(StrEnum):
    """What an instructor should look at."""

    KEY_MISLEADS = "key-misleads"
    """The right option was chosen less by the strong third than by the weak."""
    OPTION_UNUSED = "option-unused"
    """An option that nobody chose."""
    FEW_ANSWERS = "few-answers"
    """Too few answers to judge by."""


@dataclass(frozen=True, slots=True)
class OptionCount:
    """One option, or one answer that was typed, and how many chose it; `top` and `bottom` are the thirds."""

    text: str
    chosen: int
    top: int
    bottom: int
    is_right: bool = field(kw_only=True)


def count_options(
    options: Sequence[Choice], choices: Iterable[tuple[float, Sequence[Choice]]]
) -> tuple[OptionCount, ...]:
    """How often each option was chosen, in its order; other answers stand behind, the commonest first.

    Each of `choices` is an attempt's total and what it chose. Thirds are of the attempts in the order of their
    totals; of equal totals, the first ones count as weaker.
    """
    ranked = sorted(choices, key=lambda choice: choice[0])
    third = len(ranked) // 3
    counts: dict[Choice, list[int]] = {option: [0, 0, 0] for option in options}
    for place, (_total, chosen) in enumerate(ranked):
        for choice in dict.fromkeys(chosen):
            count = counts.setdefault(choice, [0, 0, 0])
            count[0] += 1
            count[1] += place >= len(ranked) - third
            count[2] += place < third
    counted = [OptionCount(text, *count, is_right=is_right) for (text, is_right), count in counts.items()]
    return (*counted[: len(options)], *sorted(counted[len(options) :], key=lambda option: -option.chosen))


def find_flags(item: ItemStatistics, options: Sequence[OptionCount]) -> tuple[Flag, ...]:
    """What is to be looked at in a question; thin figures raise no other flag than that they are thin."""
    if item.is_thin:
        return (Flag.FEW_ANSWERS,)
    flags = []
    if any(option.is_right and option.top < option.bottom for option in options):
        flags.append(Flag.KEY_MISLEADS)
    if any(option.chosen == 0 for option in options):
        flags.append(Flag.OPTION_UNUSED)
    return tuple(flags)
