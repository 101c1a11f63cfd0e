"""What a service is handed to work with: the transaction, the hooks, the settings, the clock and who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pluggy import HookRelay
from sqlalchemy.orm import Session

from lms.core.clock import Clock
from lms.core.settings import Settings


class Role(StrEnum):
    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    REGISTRAR = "registrar"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `person_id` is None for a visitor; `registrar_of` holds ids of institutions."""

    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    registrar_of: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_administrator(self) -> bool:
        return Role.ADMINISTRATOR in self.roles

    def get_person_id(self) -> int:
        """The person's id; raises NotAllowedError for a visitor."""
        if self.person_id is None:
            raise NotAllowedError("Sign in first.")
        return self.person_id


VISITOR = Actor()
# Commands are typed by whoever runs the machine.
OPERATOR = Actor(name="operator", roles=frozenset({Role.ADMINISTRATOR}))


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work in one transaction. Services never commit it; the door that opened it does."""

    session: Session
    hooks: HookRelay
    settings: Settings
    clock: Clock
    actor: Actor

    def calendar_year(self, moment: datetime) -> int:
        """The year a moment counts for, in the programme's time zone."""
        return moment.astimezone(self.settings.zone).year


class NotFoundError(Exception):
    """What was asked for does not exist, or not for this person."""


class NotAllowedError(Exception):
    """The person may not do this; the sentence says what would help."""
