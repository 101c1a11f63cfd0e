"""An address is right by its value, however it is typed."""

from __future__ import annotations

import pytest
from lms_example_plugin.rules import IpAddress


@pytest.mark.parametrize(
    ("right", "typed", "credit"),
    [
        ("192.168.10.64", "192.168.10.64", 1),
        ("192.168.10.64", " １９２．１６８。１０．６４ ", 1),
        ("192.168.10.64", "192.168.10.65", 0),
        ("192.168.10.64/26", "192.168.10.64/255.255.255.192", 1),
        ("192.168.10.64/26", "192.168.10.64", 0),
        ("fe80::1", "FE80:0:0:0:0:0:0:1", 1),
        ("fe80::1", "no idea", 0),
        ("fe80::1", "", 0),
    ],
)
def test_an_answer_is_graded_by_its_value(right: str, typed: str, credit: int) -> None:
    answer = IpAddress(right)
    assert answer.grade(answer.read((), [typed])) == credit


@pytest.mark.parametrize("response", [None, 5, ["192.168.10.64"], {"text": "192.168.10.64"}])
def test_whatever_a_browser_sends_is_graded_without_an_error(response: object) -> None:
    assert IpAddress("192.168.10.64").grade(response) == 0
