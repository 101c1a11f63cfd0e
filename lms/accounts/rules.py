"""What is true of accounts, as pure functions over facts: names, passwords, codes, limits."""

from __future__ import annotations

import math
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

PRIVACY_VERSION = "2026-11-23"
"""The version of the privacy notice; templates/accounts/_privacy_*.html hold its words."""

LOGIN_NAME_SHORTEST = 2
LOGIN_NAME_LONGEST = 100
FULL_NAME_LONGEST = 100
PASSWORD_SHORTEST = 10
PASSWORD_LONGEST = 200
INSTITUTION_CODE_LONGEST = 32

# One address stands for a whole training room, so it may fail this many times as often as one account.
ADDRESS_ALLOWANCE = 5

# Nothing that is mistaken for something else on paper or by telephone: no 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V.
JOIN_CODE_LETTERS = "3479ACDEFHJKMNPQRTWXY"
JOIN_CODE_LENGTH = 12
JOIN_CODE_GROUP = 4

COMMON_PASSWORDS = frozenset(
    """
    0123456789 0987654321 1029384756 1122334455 11223344556677 1212121212 123123123123 1231231234 1234512345
    1234567890 12345678900 12345678901 1234567890a 123456789012 12345678910 1234567891 123456789a 123456789q
    123456abc. 123456abcd 1234abcd1234 123qwe123qwe 1314520520 1357924680 147258369 1472583690 1q2w3e4r5t
    1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 5201314520 5201314521 9876543210 a123456789 a1234567890 aa12345678
    aa123456789 abc1234567 abc123456789 abcd123456 abcd12345678 abcdefghij abcdefghijk admin12345 admin123456
    administrator asdfghjkl1 asdfghjkl; asdfghjkl123 baseball123 changeme123 computer123 football123 iloveyou12
    iloveyou123 letmein123 p@ssw0rd123 p@ssword123 passw0rd123 password10 password11 password12 password123
    password1234 password12345 princess123 q123456789 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedc123 qazwsxedcrfv
    qq123456789 qwe1234567 qwer123456 qwerasdfzxcv qwert12345 qwerty1234 qwerty12345 qwerty123456 qwertyuiop
    qwertyuiop[] qwertyuiop123 sunshine123 superman123 w123456789 welcome123 woaini1314 woaini1314520 woaini520
    woaini520520 woainima123 woaiwojia123 z123456789 zaq12wsxcde3 zhang123456 zxc1234567 zxcvbnm123 zxcvbnm1234
    zxcvbnm,./
    """.split()  # noqa: SIM905  # a list literal would be a page long
)


class MembershipState(StrEnum):
    REQUESTED = "requested"
    ACTIVE = "active"
    ENDED = "ended"
    DECLINED = "declined"


class LoginNameProblem(StrEnum):
    TOO_SHORT = "login-name-too-short"
    TOO_LONG = "login-name-too-long"
    INVISIBLE = "login-name-invisible"


class PasswordProblem(StrEnum):
    TOO_SHORT = "password-too-short"
    TOO_LONG = "password-too-long"
    CONTAINS_LOGIN_NAME = "password-contains-login-name"
    COMMON = "password-common"


def fold_login_name(text: str) -> str:
    """The one spelling under which a login name is stored and looked up."""
    # Folding can undo the normal form, so it is taken again.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def find_login_name_problem(folded: str) -> LoginNameProblem | None:
    """What is wrong with a folded login name."""
    if len(folded) < LOGIN_NAME_SHORTEST:
        return LoginNameProblem.TOO_SHORT
    if len(folded) > LOGIN_NAME_LONGEST:
        return LoginNameProblem.TOO_LONG
    return LoginNameProblem.INVISIBLE if has_invisible_characters(folded) else None


def has_invisible_characters(text: str) -> bool:
    """Whether a name holds characters nobody can see, which would make two names look like one."""
    return any(unicodedata.category(character).startswith(("C", "Zl", "Zp")) for character in text)


def tidy_full_name(text: str) -> str:
    """A full name without spaces at the ends or doubled inside."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_password(text: str) -> str:
    """The one spelling of a password: full-width letters of a Chinese keyboard are the same letters."""
    return unicodedata.normalize("NFKC", text)


def find_password_problem(password: str, folded_login_name: str) -> PasswordProblem | None:
    """Why a password may not be used; there are no rules about its composition."""
    folded = fold_password(password).casefold()
    if len(folded) < PASSWORD_SHORTEST:
        return PasswordProblem.TOO_SHORT
    if len(folded) > PASSWORD_LONGEST:
        return PasswordProblem.TOO_LONG
    if folded_login_name and folded_login_name in folded:
        return PasswordProblem.CONTAINS_LOGIN_NAME
    is_one_character = len(set(folded)) == 1
    return PasswordProblem.COMMON if is_one_character or folded in COMMON_PASSWORDS else None


def fold_join_code(text: str) -> str:
    """A join code as it is stored, however it was grouped and typed."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def format_join_code(code: str) -> str:
    """A join code in groups, as it is shown and read out."""
    return "-".join(code[i : i + JOIN_CODE_GROUP] for i in range(0, len(code), JOIN_CODE_GROUP))


def fold_institution_code(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def is_institution_code(folded: str) -> bool:
    """Whether it is made of ASCII letters, digits and inner hyphens alone, and not too long."""
    letters = folded.replace("-", "")
    return (
        letters.isascii()
        and letters.isalnum()
        and not folded.startswith("-")
        and not folded.endswith("-")
        and len(folded) <= INSTITUTION_CODE_LONGEST
    )


def minutes_to_wait(limiting_failure_at: datetime | None, window_minutes: int, now: datetime) -> int:
    """Whole minutes until the failure that fills the limit leaves the window; 0 when there is none."""
    if limiting_failure_at is None:
        return 0
    remaining = limiting_failure_at + timedelta(minutes=window_minutes) - now
    return max(0, math.ceil(remaining / timedelta(minutes=1)))


def fold_address(text: str) -> str:
    """What counts as one network address: of IPv6 the first half, since the rest is the visitor's to choose."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if not isinstance(address, IPv6Address):
        return text
    return str(address.ipv4_mapped or ip_network((address, 64), strict=False))


# The more special name comes first: WeChat calls itself Chrome, Chrome calls itself Safari.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def describe_browser(user_agent: str) -> str:
    """A browser and its system in a few words, such as "Firefox, Windows"; empty when neither is known."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(word for word in (browser, system) if word)
