"""Accounts to try the house with: made on a machine of one's own, with random passwords, and never elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from lms.accounts.service import institutions, memberships, passwords, people
from lms.accounts.service.institutions import InstitutionFacts
from lms.accounts.writer import NAME, read_demo_passwords, write_demo_passwords
from lms.core.house import House
from lms.core.languages import DEFAULT_LANGUAGE
from lms.core.settings import Settings
from lms.core.work import Role, Work

INSTITUTION_CODE = "DEMO"
INSTITUTION_NAMES = {"zh": "演示机构（虚构）", "en": "Demo institution (not real)"}
FULL_NAMES = {
    Role.TRAINEE: "演示学员 Demo trainee",
    Role.INSTRUCTOR: "演示教师 Demo instructor",
    Role.REGISTRAR: "演示教务员 Demo registrar",
    Role.ADMINISTRATOR: "演示管理员 Demo administrator",
}


def prepare(house: House, report: Callable[[str], None]) -> None:
    """Make the demo accounts in an empty house, show them again in a later one, refuse both in public."""
    with house.reading() as work:
        is_empty = not people.has_anybody(work)
    if is_reachable_by_others(house.settings):
        _refuse(house, report, is_empty=is_empty)
        return
    if is_empty:
        _make(house)
    _show(house, report)


def is_reachable_by_others(settings: Settings) -> bool:
    """Whether others than this machine can come in; a proxy or HTTPS in front says so too."""
    return not settings.is_loopback or settings.proxies > 0 or settings.https


def login_name(role: Role) -> str:
    return f"demo-{role}"


def _make(house: House) -> None:
    chosen = {role: secrets.token_urlsafe(12) for role in Role}
    hashes = {role: passwords.hash_password(password) for role, password in chosen.items()}
    with house.writing() as work:
        if people.has_anybody(work):
            return
        institution = _find_or_add_institution(work)
        for role in Role:
            _add(work, role, hashes[role], institution)
        # Before the commit: accounts whose passwords nobody knows would be in the way for ever.
        write_demo_passwords(house.settings.instance, {login_name(role): chosen[role] for role in Role})
        work.session.commit()


def _find_or_add_institution(work: Work) -> InstitutionFacts:
    names = {"name_zh": INSTITUTION_NAMES["zh"], "name_en": INSTITUTION_NAMES["en"]}
    added = institutions.add_institution(work, code=INSTITUTION_CODE, **names)
    found = added or institutions.find_institution_by_code(work, INSTITUTION_CODE)
    assert found is not None
    return found


def _add(work: Work, role: Role, password_hash: str, institution: InstitutionFacts) -> None:
    person = people.add_person(
        work,
        login_name=login_name(role),
        full_name=FULL_NAMES[role],
        password_hash=password_hash,
        language=DEFAULT_LANGUAGE,
        is_administrator=role is Role.ADMINISTRATOR,
    )
    assert person is not None
    if role is not Role.ADMINISTRATOR:
        memberships.give_role(work, person.person_id, institution.institution_id, role)


def _show(house: House, report: Callable[[str], None]) -> None:
    kept = _list_standing(house)
    if not kept:
        return
    report(f"Demo accounts, for this machine alone (also in {house.settings.instance / NAME}):")
    width = max(map(len, kept))
    for name, password in kept.items():
        report(f"  {name:<{width}}  {password}")


def _refuse(house: House, report: Callable[[str], None], *, is_empty: bool) -> None:
    if is_empty:
        report(
            "No demo accounts are made, because others can reach this server. Make the first account with "
            "`lms users add LOGIN --name NAME --role administrator`."
        )
    elif names := list(_list_standing(house)):
        report(
            f"Others can reach this server, and it has the demo accounts {', '.join(names)}. Their passwords are "
            "not shown here; close each with `lms users disable LOGIN`."
        )


def _list_standing(house: House) -> dict[str, str]:
    """Demo passwords of accounts that this database really has, by login name."""
    kept = read_demo_passwords(house.settings.instance)
    with house.reading() as work:
        return {name: kept[name] for name in kept if people.is_open_account(work, name)}
