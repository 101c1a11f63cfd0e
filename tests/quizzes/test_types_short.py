"""A short text is right however people write what means the same, and wrong where it means something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.quizzes.rules import Short
from lms.quizzes.rules.folding import fold


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("MQTT", "mqtt"),
        ("MQTT", "ＭＱＴＴ"),
        ("MQTT", "  MQTT\t"),
        ("TLS 1.3", "ＴＬＳ　１．３"),
        ("TLS 1.3", "tls  1。3"),
        ("Straße", "STRASSE"),
        ("ﬁle", "file"),
        ("机器学习", "机器 学习"),
        ("机器学习", " 机器学习 "),
        ("IP 地址", "IP地址"),
        ("IP地址", "ip 地址"),
        ("5G 网络", "５Ｇ网络"),
        ("TCP, UDP", "TCP，UDP"),
        ("TCP, UDP", "tcp、udp"),
        ("TCP，UDP", "tcp,udp"),
        ("a; b", "a；b"),
        ("key: value", "key：value"),
        ("yes!", "yes！"),
        ("why?", "why？"),
        ("f(x)", "f（x）"),
        ("“smart”", '"smart"'),
        ("it's", "it’s"),
        ("‘x’", "'x'"),
        ("No.", "no。"),
        ("x-y", "x\u2010y"),
        ("-5", "\u22125"),
        ("m²", "m^2"),
        ("H₂O", "H2O"),
        ("ab", "a\u200bb"),
        ("℃", "°C"),
        ("ﾃﾞｰﾀ", "データ"),
    ],
)
def test_what_means_the_same_is_right(accepted: str, typed: str) -> None:
    assert Short((accepted,)).grade(typed) == 1
    assert Short((typed,)).grade(accepted) == 1


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("MQTT", "MQT T"),
        ("MQTT", "MQTT-SN"),
        ("TLS 1.3", "TLS 13"),
        ("10²", "102"),
        ("10⁻³", "10-3"),
        ("résumé", "resume"),
        ("机器学习", "机器学"),
        ("data base", "database"),
        ("a.b", "a,b"),
        ("x", ""),
        ("x", "  "),
    ],
)
def test_what_means_something_else_is_not(accepted: str, typed: str) -> None:
    assert Short((accepted,)).grade(typed) == 0


def test_case_matters_where_the_question_says_so_and_width_still_does_not() -> None:
    answer = Short(("ls -A",), case=True)
    assert [answer.grade(typed) for typed in ("ls -A", "ｌｓ　-Ａ", "ls -a", "LS -A")] == [1, 1, 0, 0]


def test_any_of_the_accepted_texts_is_right_in_whatever_language_it_is() -> None:
    answer = Short(("broker", "消息代理"))
    assert [answer.grade(typed) for typed in ("Broker", "消息 代理", "client")] == [1, 1, 0]
    assert answer.review((), "client", "zh").right_answer == "broker / 消息代理"


@given(st.text(max_size=20), st.booleans())
def test_folding_twice_is_folding_once(text: str, case: bool) -> None:
    assert fold(fold(text, case=case), case=case) == fold(text, case=case)


@given(st.text(max_size=300))
def test_what_is_typed_is_kept_short_and_on_one_line(text: str) -> None:
    kept = Short(("x",)).read((), [text])
    assert kept is None or (isinstance(kept, str) and kept == " ".join(kept.split()) and 0 < len(kept) <= 100)
    assert Short(("x",)).read((), [kept]) == kept
