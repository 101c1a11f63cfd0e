"""Roles, states and names in the words of the page's language."""

from __future__ import annotations

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


def role_name(role: Role) -> str:
    return web.gettext(_ROLES[role])


def state_name(state: MembershipState) -> str:
    return web.gettext(_STATES[state][0])


def state_chip(state: MembershipState) -> str:
    """The kind of chip that goes with a state."""
    return _STATES[state][1]


def words(names: Words) -> str:
    return names[web.page_language()]
