"""`lms users`: the accounts of this installation."""

from __future__ import annotations

import sys

import click

from lms.accounts.rules import (
    find_login_name_problem,
    find_password_problem,
    fold_login_name,
    tidy_full_name,
)
from lms.accounts.service import institutions, memberships, passwords, people, resets, rolls
from lms.accounts.service.institutions import InstitutionFacts
from lms.accounts.service.people import PersonFacts
from lms.accounts.service.problems import describe_problem
from lms.core.house import House
from lms.core.languages import DEFAULT_LANGUAGE
from lms.core.work import NotAllowedError, Role, Work


@click.group()
def users() -> None:
    """Add, list and close accounts; reset forgotten passwords."""


@users.command("add")
@click.argument("login_name", metavar="LOGIN")
@click.option("--name", "full_name", metavar="NAME", required=True, help="The full name, as it stands on records.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.TRAINEE.value,
    show_default=True,
    help="What the person may do here.",
)
@click.option(
    "--institution", "code", metavar="CODE", help="Where they have this role; see `lms institutions list`."
)
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input, one line.")
@click.pass_obj
def add_user(
    house: House, login_name: str, full_name: str, role: str, code: str | None, *, password_stdin: bool
) -> None:
    """Make an account; asks for its password.

    LOGIN is what the person types to sign in, such as a mail address. Instructors and registrars have their role
    at an institution; an administrator has it in the whole house.
    """
    folded, chosen = fold_login_name(login_name), Role(role)
    if (name_problem := find_login_name_problem(folded)) is not None:
        raise click.BadParameter(_sentence(*describe_problem(name_problem)), param_hint="LOGIN")
    if not tidy_full_name(full_name):
        raise click.BadParameter("Give the person a name.", param_hint="--name")
    if chosen in {Role.INSTRUCTOR, Role.REGISTRAR} and code is None:
        raise click.UsageError(f"Where? Add --institution CODE to make someone {chosen}.")
    if chosen is Role.ADMINISTRATOR and code is not None:
        raise click.UsageError("An administrator belongs to the whole house: leave --institution out.")
    with house.reading() as work:
        _check_free(work, folded)
        institution = _get_institution(work, code)
    password_hash = passwords.hash_password(_ask_password(folded, from_stdin=password_stdin))
    with house.writing() as work:
        person = people.add_person(
            work,
            login_name=folded,
            full_name=full_name,
            password_hash=password_hash,
            language=DEFAULT_LANGUAGE,
            is_administrator=chosen is Role.ADMINISTRATOR,
        )
        if person is None:
            raise click.ClickException(f"The login name {folded} is taken.")
        if institution is not None:
            memberships.give_role(work, person.person_id, institution.institution_id, chosen)
        work.session.commit()
    click.echo(f"Added {person.full_name} ({person.login_name}), {chosen}.")


@users.command("list")
@click.option("--institution", "code", metavar="CODE", help="Only active members of this institution.")
@click.pass_obj
def list_users(house: House, code: str | None) -> None:
    """Show each account: login name, full name and role."""
    with house.reading() as work:
        institution = _get_institution(work, code)
        number, count = 1, 1
        while number <= count:
            if institution is None:
                roll = rolls.list_accounts(work, number=number)
            else:
                roll = rolls.list_members(work, institution.institution_id, number=number)
            for line in roll.lines:
                words = [line.person.login_name, line.person.full_name, line.role or ""]
                click.echo("\t".join([*words, "closed" if line.is_disabled else ""]).rstrip())
            number, count = number + 1, roll.page_count


@users.command("disable")
@click.argument("login_name", metavar="LOGIN")
@click.pass_obj
def disable_user(house: House, login_name: str) -> None:
    """Close an account and sign it out; its records stay."""
    with house.writing() as work:
        person = _get_person(work, login_name)
        if not people.disable_person(work, person.person_id):
            click.echo(f"{person.login_name} was closed already.")
            return
        work.session.commit()
    click.echo(f"Closed {person.login_name} and signed it out everywhere.")


@users.command("reset")
@click.argument("login_name", metavar="LOGIN")
@click.pass_obj
def reset_user(house: House, login_name: str) -> None:
    """Print a one-time link for setting a new password."""
    with house.writing() as work:
        person = _get_person(work, login_name)
        try:
            _person, token = resets.make_reset(work, person.person_id)
        except NotAllowedError as error:
            raise click.ClickException(str(error)) from error
        work.session.commit()
    click.echo(f"Good once, for {house.settings.reset_link_hours} hours. Put the address of your site before it:")
    click.echo(f"/{DEFAULT_LANGUAGE}/reset/{token}")


def _ask_password(folded_login_name: str, *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt="Password again"))
    problem = find_password_problem(password, folded_login_name)
    if problem is not None:
        raise click.ClickException(_sentence(*describe_problem(problem)))
    return password


def _check_free(work: Work, folded_login_name: str) -> None:
    if people.find_person_by_login_name(work, folded_login_name) is not None:
        raise click.ClickException(f"The login name {folded_login_name} is taken.")


def _get_person(work: Work, login_name: str) -> PersonFacts:
    person = people.find_person_by_login_name(work, login_name)
    if person is None:
        raise click.ClickException(f"Nobody has the login name {login_name}. `lms users list` shows them all.")
    return person


def _get_institution(work: Work, code: str | None) -> InstitutionFacts | None:
    if code is None:
        return None
    institution = institutions.find_institution_by_code(work, code)
    if institution is None:
        raise click.ClickException(f"There is no institution {code}. `lms institutions list` shows them all.")
    return institution


def _sentence(text: str, number: int) -> str:
    return text % {"number": number}
