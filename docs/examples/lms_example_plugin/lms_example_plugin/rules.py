"""A question type: a network address to type, right by its value and not by how it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from ipaddress import IPv4Interface, IPv6Interface, ip_interface
from random import Random
from typing import Any

from lms.quizzes import (
    AnswerSource,
    Json,
    Order,
    QuestionType,
    Reporter,
    Reviewed,
    Shown,
    Written,
    read_only_line,
)

ANSWER_LINE = re.compile(r"=\s*")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class IpAddress:
    """An address as its author wrote it; a response is the text that was typed."""

    text: str

    def write(self) -> Written:
        return Written((f"= {self.text}",))

    def to_json(self) -> Json:
        return {"text": self.text}

    @classmethod
    def from_json(cls, value: Any) -> IpAddress:
        return cls(str(value["text"]))

    def arrange(self, _random: Random) -> Order:
        return ()  # nothing is shuffled

    def show(self, _order: Order, _language: str) -> Shown:
        return Shown("text")  # a plain line to type in

    def read(self, _order: Order, values: Sequence[object]) -> Json:
        typed = [tidy(value) for value in values if isinstance(value, str)]
        return next((text for text in typed if text), None)

    def grade(self, response: object) -> Fraction:
        given = parse_address(response) if isinstance(response, str) else None
        return Fraction(given is not None and given == parse_address(self.text))

    def guess(self) -> Fraction:
        return Fraction(0)

    def review(self, _order: Order, response: object, _language: str) -> Reviewed:
        return Reviewed(given=response if isinstance(response, str) else "", right_answer=self.text)


def tidy(text: str) -> str:
    """What was typed, without spaces, its full-width digits and stops as ASCII has them."""
    return "".join(unicodedata.normalize("NFKC", text[:LONGEST]).replace("。", ".").split())


def parse_address(text: str) -> IPv4Interface | IPv6Interface | None:
    """The address, with its network where one is named; None where it is none."""
    try:
        return ip_interface(tidy(text))
    except ValueError:
        return None


def _parse(source: AnswerSource, report: Reporter) -> IpAddress | None:
    line = read_only_line(source, "= 192.168.10.64", report)
    if line is None:
        return None
    if parse_address(line.text) is None:
        hint = "Write = 192.168.10.64, = 192.168.10.64/26 or = fe80::1."
        report.error(line, "ip-bad-address", f"{tidy(line.text)!r} is no network address.", hint)
        return None
    return IpAddress(tidy(line.text))


IP = QuestionType("ip", ANSWER_LINE, _parse, IpAddress.from_json)
