"""How this room joins the house."""

from __future__ import annotations

import click
from flask import Blueprint

from lms.accounts.commands import demo_accounts
from lms.accounts.commands.institutions import institutions
from lms.accounts.commands.users import users
from lms.accounts.views import blueprint
from lms.core.hookspecs import hookimpl
from lms.core.parts import NavItem, Placement, Preparation
from lms.core.texts import N_
from lms.core.work import Role

REGISTRARS = frozenset({Role.REGISTRAR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@hookimpl
def blueprints() -> list[Blueprint]:
    return [blueprint]


@hookimpl
def commands() -> list[click.Command]:
    return [users, institutions]


@hookimpl
def nav_items() -> list[NavItem]:
    return [
        NavItem("accounts.sign_in", N_("Sign in"), Placement.SIGN_IN),
        NavItem("accounts.sign_up", N_("Sign up"), Placement.SIGN_UP),
        NavItem("accounts.sign_out", N_("Sign out"), Placement.SIGN_OUT),
        NavItem("accounts.account", N_("Account"), Placement.ACCOUNT),
        NavItem("accounts.privacy", N_("Privacy"), Placement.PRIVACY),
        NavItem("accounts.people", N_("People"), order=70, roles=REGISTRARS),
        NavItem("accounts.institutions", N_("Institutions"), order=80, roles=ADMINISTRATORS),
    ]


@hookimpl
def preparations() -> list[Preparation]:
    return [Preparation(N_("Demo accounts"), demo_accounts.prepare, order=95)]
