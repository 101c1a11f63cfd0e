"""Names, passwords, codes and limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lms.accounts.rules import (
    JOIN_CODE_LETTERS,
    LoginNameProblem,
    PasswordProblem,
    describe_browser,
    find_login_name_problem,
    find_password_problem,
    fold_address,
    fold_institution_code,
    fold_join_code,
    fold_login_name,
    format_join_code,
    is_institution_code,
    minutes_to_wait,
    tidy_full_name,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Li-Lei ", "li-lei"),
        ("ＬＩ－ＬＥＩ", "li-lei"),
        ("Straße@Example.com", "strasse@example.com"),
        ("１３８００１３８０００", "13800138000"),
        ("李雷", "李雷"),
    ],
)
def test_a_login_name_is_the_same_however_it_is_typed(typed: str, stored: str) -> None:
    assert fold_login_name(typed) == stored
    assert fold_login_name(stored) == stored


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("李", LoginNameProblem.TOO_SHORT),
        ("李雷", None),
        ("x" * 100, None),
        ("x" * 101, LoginNameProblem.TOO_LONG),
        ("li\u200blei", LoginNameProblem.INVISIBLE),
        ("li\u202elei", LoginNameProblem.INVISIBLE),
        ("li\nlei", LoginNameProblem.INVISIBLE),
        ("li lei", None),
    ],
)
def test_a_login_name_can_be_seen_and_kept(name: str, problem: LoginNameProblem | None) -> None:
    assert find_login_name_problem(name) is problem


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("ninechars", PasswordProblem.TOO_SHORT),
        ("tencharact", None),
        ("只有我自己知道的话", PasswordProblem.TOO_SHORT),
        ("只有我自己知道的一句话", None),
        ("x" * 199 + "y", None),
        ("x" * 200 + "y", PasswordProblem.TOO_LONG),
        ("my name is Li-Lei", PasswordProblem.CONTAINS_LOGIN_NAME),
        ("my name is ＬＩ-ＬＥＩ", PasswordProblem.CONTAINS_LOGIN_NAME),
        ("1234567890", PasswordProblem.COMMON),
        ("QWERTYUIOP", PasswordProblem.COMMON),
        ("Woaini1314520", PasswordProblem.COMMON),
        ("aaaaaaaaaaaaa", PasswordProblem.COMMON),
        ("correct horse", None),
    ],
)
def test_a_password_is_long_and_not_everybodys_and_needs_no_odd_characters(
    password: str, problem: PasswordProblem | None
) -> None:
    assert find_password_problem(password, "li-lei") is problem


def test_a_join_code_may_be_typed_with_or_without_its_hyphens() -> None:
    code = "3479ACDEFHJK"
    assert format_join_code(code) == "3479-ACDE-FHJK"
    for typed in (
        "3479-ACDE-FHJK",
        "3479 acde fhjk",
        " 3479acdefhjk ",
        "３４７９－ＡＣＤＥ－ＦＨＪＫ",
        "3479–ACDE—FHJK",
    ):
        assert fold_join_code(typed) == code


def test_a_join_code_has_no_letters_that_look_alike() -> None:
    assert not set(JOIN_CODE_LETTERS) & set("0O1IL2Z5S8BUVG6")


@pytest.mark.parametrize(
    ("code", "is_good"),
    [
        ("DASHAN", True),
        ("ds-01", True),
        ("-DS", False),
        ("DS-", False),
        ("大山", False),
        ("", False),
        ("D S", False),
    ],
)
def test_an_institution_code_fits_into_names_of_files(code: str, is_good: bool) -> None:
    assert is_institution_code(fold_institution_code(code)) is is_good


@pytest.mark.parametrize(
    ("minutes_ago", "wait"),
    [(None, 0), (0, 15), (0.5, 15), (14, 1), (14.9, 1), (15, 0), (20, 0)],
)
def test_the_wait_ends_when_the_oldest_failure_that_counts_leaves_the_window(
    minutes_ago: float | None, wait: int
) -> None:
    failed_at = None if minutes_ago is None else NOW - timedelta(minutes=minutes_ago)
    assert minutes_to_wait(failed_at, 15, NOW) == wait


def test_a_visitor_cannot_leave_an_address_behind_by_choosing_another_of_the_same_network() -> None:
    assert fold_address("2001:db8:1:2:3:4:5:6") == fold_address("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert fold_address("2001:db8:1:3::9") != fold_address("2001:db8:1:2::9")
    assert fold_address("::ffff:192.0.2.1") == fold_address("192.0.2.1") == "192.0.2.1"
    assert fold_address("") == ""


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 Edg/142",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.54",
            "WeChat, iPhone",
        ),
        ("curl/8.5.0", ""),
    ],
)
def test_a_device_is_named_in_words_its_owner_knows(user_agent: str, words: str) -> None:
    assert describe_browser(user_agent) == words


def test_a_full_name_is_kept_without_stray_spaces() -> None:
    assert tidy_full_name("  李　雷 \t Li   Lei ") == "李 雷 Li Lei"
