"""The room of people, institutions and memberships; these are the names other rooms may use."""

from __future__ import annotations

from lms.accounts.models import Institution, Person
from lms.accounts.service.institutions import (
    InstitutionFacts,
    find_institution_by_code,
    find_institution_of,
    get_learner,
    list_institutions,
)
from lms.accounts.service.people import PersonFacts, find_person_by_login_name, get_person, list_people

__all__ = [
    "Institution",
    "InstitutionFacts",
    "Person",
    "PersonFacts",
    "find_institution_by_code",
    "find_institution_of",
    "find_person_by_login_name",
    "get_learner",
    "get_person",
    "list_institutions",
    "list_people",
]
