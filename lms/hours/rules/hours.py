"""How minutes become hours, and what a year adds up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from lms.hours.rules.record import SubjectType


@dataclass(frozen=True, slots=True)
class YearSummary:
    """What a person has in a calendar year against the yearly duty; hours have one decimal."""

    minutes: int
    hours: Decimal
    target_hours: int
    professional_hours: Decimal
    target_professional_hours: int

    @property
    def hours_left(self) -> Decimal:
        """What is still to be earned: never less than what is missing in professional subjects."""
        return max(_left(self.target_hours, self.hours), self.professional_hours_left)

    @property
    def professional_hours_left(self) -> Decimal:
        return _left(self.target_professional_hours, self.professional_hours)

    @property
    def is_reached(self) -> bool:
        return not self.hours_left


def hours_from_minutes(minutes: int, minutes_per_hour: int) -> Decimal:
    """Hours with one decimal, always rounded down; sum the minutes first."""
    return Decimal(minutes * 10 // minutes_per_hour).scaleb(-1)


def summarise_year(
    entries: Iterable[tuple[str, int]],
    *,
    minutes_per_hour: int,
    target_hours: int,
    target_professional_hours: int,
) -> YearSummary:
    """Add up a year's entries, each its subject type and minutes."""
    minutes = professional_minutes = 0
    for subject_type, entry_minutes in entries:
        minutes += entry_minutes
        if subject_type == SubjectType.PROFESSIONAL:
            professional_minutes += entry_minutes
    return YearSummary(
        minutes=minutes,
        hours=hours_from_minutes(minutes, minutes_per_hour),
        target_hours=target_hours,
        professional_hours=hours_from_minutes(professional_minutes, minutes_per_hour),
        target_professional_hours=target_professional_hours,
    )


def _left(target: int, reached: Decimal) -> Decimal:
    return max(Decimal(target) - reached, Decimal("0.0"))
