"""What is wrong with a name or a password, in English sentences to translate or print."""

from __future__ import annotations

from lms.accounts.rules import (
    LOGIN_NAME_LONGEST,
    LOGIN_NAME_SHORTEST,
    PASSWORD_LONGEST,
    PASSWORD_SHORTEST,
    LoginNameProblem,
    PasswordProblem,
)
from lms.core.texts import N_

_TOO_SHORT = N_("Use at least %(number)s characters.")
_TOO_LONG = N_("Use at most %(number)s characters.")

_SENTENCES: dict[LoginNameProblem | PasswordProblem, tuple[str, int]] = {
    LoginNameProblem.TOO_SHORT: (_TOO_SHORT, LOGIN_NAME_SHORTEST),
    LoginNameProblem.TOO_LONG: (_TOO_LONG, LOGIN_NAME_LONGEST),
    LoginNameProblem.INVISIBLE: (N_("It contains characters that cannot be seen. Type it again."), 0),
    PasswordProblem.TOO_SHORT: (_TOO_SHORT, PASSWORD_SHORTEST),
    PasswordProblem.TOO_LONG: (_TOO_LONG, PASSWORD_LONGEST),
    PasswordProblem.CONTAINS_LOGIN_NAME: (N_("The password must not contain the login name."), 0),
    PasswordProblem.COMMON: (N_("This is one of the most common passwords. Choose another one."), 0),
}


def describe_problem(problem: LoginNameProblem | PasswordProblem) -> tuple[str, int]:
    """The sentence, and the number that its %(number)s stands for."""
    return _SENTENCES[problem]
