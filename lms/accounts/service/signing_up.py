"""Signing up: what stands in the way, and then the account with its first session."""

from __future__ import annotations

from dataclasses import dataclass

from lms.accounts.service.failures import check_address_limit, record_failure
from lms.accounts.service.institutions import InstitutionFacts, find_institution_by_join_code
from lms.accounts.service.memberships import request_membership
from lms.accounts.service.people import add_person, find_person_by_login_name
from lms.accounts.service.sessions import Browser, open_session
from lms.core.work import Work


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What the database has against a sign-up; `institution` is the one whose join code was given."""

    is_name_taken: bool
    is_join_code_unknown: bool
    institution: InstitutionFacts | None


def find_obstacles(work: Work, login_name: str, join_code: str, address: str) -> Obstacles:
    """Look before hashing; raises TooManyTriesError for an address that has tried many names."""
    check_address_limit(work, address)
    institution = find_institution_by_join_code(work, join_code) if join_code else None
    return Obstacles(
        is_name_taken=find_person_by_login_name(work, login_name) is not None,
        is_join_code_unknown=bool(join_code) and institution is None,
        institution=institution,
    )


def record_taken_name(work: Work, address: str) -> None:
    """Count an answer that told that a name is taken, so that nobody can ask for a list of them."""
    record_failure(work, "", address)


def sign_up(
    work: Work,
    *,
    login_name: str,
    full_name: str,
    password_hash: str,
    language: str,
    institution: InstitutionFacts | None,
    browser: Browser,
) -> str | None:
    """Make the account, ask for the membership and sign in: the session's token; None for a taken name."""
    person = add_person(
        work,
        login_name=login_name,
        full_name=full_name,
        password_hash=password_hash,
        language=language,
        accepts_privacy=True,
    )
    if person is None:
        return None
    if institution is not None:
        request_membership(work, person.person_id, institution.institution_id)
    return open_session(work, person.person_id, browser)
