"""Roles, states, days and moments in the words of the page's language."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_date

from lms.accounts.rules import MembershipState
from lms.core import web
from lms.core.parts import Words
from lms.core.texts import N_
from lms.core.work import Role

_ROLES = {
    Role.TRAINEE: N_("Trainee"),
    Role.INSTRUCTOR: N_("Instructor"),
    Role.REGISTRAR: N_("Registrar"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
_STATES = {
    MembershipState.REQUESTED: (N_("Waiting for approval"), "todo"),
    MembershipState.ACTIVE: (N_("Active"), "done"),
    MembershipState.ENDED: (N_("Ended"), "locked"),
    MembershipState.DECLINED: (N_("Declined"), "failed"),
}
_DAY = {"zh": "y年M月d日", "en": "d MMMM y"}


def role_name(role: Role) -> str:
    return web.gettext(_ROLES[role])


def state_name(state: MembershipState) -> str:
    return web.gettext(_STATES[state][0])


def state_chip(state: MembershipState) -> str:
    """The kind of chip that goes with a state."""
    return _STATES[state][1]


def day(value: date) -> str:
    language = web.page_language()
    return format_date(value, _DAY[language], locale=language)


def moment(value: datetime) -> str:
    """Day and time in the programme's time zone."""
    local = value.astimezone(web.house().settings.zone)
    return f"{day(local.date())} {local:%H:%M}"


def words(names: Words) -> str:
    return names[web.page_language()]
