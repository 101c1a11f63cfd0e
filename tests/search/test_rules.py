"""What a query finds in a text, and the passage it shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.lang.snowball.english import EnglishStemmer

from lms.core.parts import SearchDocument
from lms.search import rules
from lms.search.rules.folding import _PLAIN, fold

stem = EnglishStemmer().stem

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f"


def section(text: str, title: str = "", *, headings: tuple[str, ...] = (), module_title: str = "") -> rules.Form:
    """The searchable form of a section."""
    return rules.searchable(
        SearchDocument("c", "", "m-01", module_title, "first", title, text, "zh", "everyone", headings), stem
    )


def finds(query: str, text: str, title: str = "") -> bool:
    return rules.matches(rules.parse_query(query, stem), section(text, title))


# --- folding -----------------------------------------------------------------------------------------------------


def test_a_plain_character_stays_one_character() -> None:
    plain = [character for code in range(0x10000) if _PLAIN.fullmatch(character := chr(code))]
    assert len(plain) > 20_000
    assert all(len(unicodedata.normalize("NFKC", character).casefold()) == 1 for character in plain)


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=INVISIBLE)
    | st.sampled_from("aZ云数，。 ＭａｶﾞﾊﾟﬁİßÅ\u0301\u0308\u3099가\u1100\u1161\u11a8㎡…①"),
    max_size=30,
)


@given(texts)
@example("ﬁne ＭＱＴＴ ｶﾞ e\u0301 \u1100\u1161\u11a8 ㎡ İ ß")
def test_folding_a_text_is_what_unicode_says(text: str) -> None:
    visible = "".join(c for c in text if not 0xFE00 <= ord(c) <= 0xFE0F and not 0xE0100 <= ord(c) < 0xE01F0)
    assert fold(text).text == unicodedata.normalize("NFKC", visible).casefold()


@given(texts, st.data())
def test_every_folded_part_leads_back_to_where_it_came_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        left, right = folded.original_span(start, end)
        assert 0 <= left < right <= len(text)
        assert folded.text[start:end] in fold(text[left:right]).text


def test_traditional_forms_are_not_simplified() -> None:
    assert finds("數字", "數字孿生")
    assert not finds("数字", "數字孿生")


# --- matching ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("数字孪生", "工厂的数字孪生体。"),
        ("云", "上云"),
        ("𠮷野", "𠮷野家"),
        ("C++", "学习C++语言"),
        ("c#", "C# and F#"),
        ("C", "C++"),
        ("MQTT5", "使用MQTT5协议"),
        ("GB/T 35273", "依据GB/T 35273—2020"),
        ("3D打印", "3D打印技术"),
        ("3D 打印", "３Ｄ打印"),
        ("5G", "基于5G的网络"),
        ("ＭＱＴＴ　协议", "MQTT 协议"),
        ("TCP/IP", "the TCP/IP suite"),
        ("training", "It was trained."),
        ("network's", "networks"),
        ("network", "the network’s edge"),
        ("802.11", "Wi-Fi (IEEE 802.11)"),
        ("the", "the end"),
        ("協同", "協\u00ad同"),
        ("café", "cafe\u0301"),
        ("数字 孪生", "孪生与数字"),
        ("標", "標"),
    ],
)
def test_a_reader_finds_what_is_there(query: str, text: str) -> None:
    assert finds(query, text)
    assert finds(query, "", title=text)
    assert rules.find_matches(text, rules.parse_query(query, stem), stem)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("数字孪生", "数字 孪生"),
        ("数字孪生", "数字、字孪、孪生"),
        ("数字孪生", "孪数字生"),
        ("量子密钥分发", "密钥分发"),
        ("C++", "C and +"),
        ("rain", "train"),
        ("MQTT", "MQTT5"),
        ("data quality", "data"),
        ("", "anything"),
        ("，。?!", "，。?!"),
    ],
)
def test_a_reader_does_not_find_what_is_not_there(query: str, text: str) -> None:
    assert not finds(query, text)


def test_a_run_does_not_reach_from_the_title_into_the_text() -> None:
    assert not finds("数字孪生", "孪生", title="数字")
    assert finds("数字 孪生", "孪生", title="数字")


@given(st.text(max_size=40), st.text(alphabet="数字孪生云ab C+#5/", max_size=12))
def test_every_section_found_has_the_tokens_the_index_asks_for(text: str, query: str) -> None:
    form = section(text, "数字 abc C++")
    parsed = rules.parse_query(query, stem)
    if rules.matches(parsed, form):
        required = {token for needle in parsed.needles for token in rules.required_tokens(needle)}
        assert required <= set(rules.tokens(form))


def test_a_long_query_is_cut() -> None:
    assert len(rules.parse_query("云" * 10_000, stem).runs[0]) == rules.MAX_QUERY_CHARACTERS


# --- ranking -----------------------------------------------------------------------------------------------------


def ranked(query: str, *forms: rules.Form) -> list[int]:
    asked = rules.parse_query(query, stem)
    found = [counts for form in forms if (counts := rules.frequencies(asked, form))]
    assert len(found) == len(forms)
    rarities = [rules.rarity(holders, 100) for holders in [2, 50][: len(found[0])]]
    mean = sum(len(form.text) for form in forms) / len(forms)
    scores = [
        rules.score(rarities, counts, len(form.text), mean) for counts, form in zip(found, forms, strict=True)
    ]
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def test_a_title_counts_more_than_the_text() -> None:
    assert ranked("云", section("云与边缘计算的比较", "边缘"), section("边缘与中心计算的比较", "云")) == [1, 0]


def test_a_heading_in_the_section_counts_more_than_the_text() -> None:
    text = "云计算。边缘计算。"
    assert ranked("云", section(text), section(text, headings=("云计算",))) == [1, 0]


def test_the_title_of_the_module_breaks_the_tie_between_two_sections() -> None:
    text = "云与边缘计算的比较"
    assert ranked("云", section(text, module_title="边缘"), section(text, module_title="云")) == [1, 0]


def test_a_section_is_not_found_by_the_title_of_its_module_alone() -> None:
    form = section("边缘", headings=("雾",), module_title="云")
    for query in ("云", "雾"):
        assert not rules.matches(rules.parse_query(query, stem), form)
        assert query not in rules.tokens(form)


def test_more_mentions_and_a_shorter_section_count_more() -> None:
    assert ranked("云", section("云上有许多东西"), section("云云云有许多东西"), section("云" + "长" * 90)) == [
        1,
        0,
        2,
    ]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    forms = section("quantum the the the"), section("quantum quantum quantum the")
    assert ranked("quantum the", *forms) == [1, 0]


@given(st.text(max_size=40), st.text(max_size=10), st.text(alphabet="数字孪生云ab C+#5/", max_size=12))
def test_an_index_remembers_how_often_each_token_stands_there(text: str, title: str, query: str) -> None:
    form = section(f"{text}{query}", title, module_title=query)
    counts = rules.tokens(form)
    for needle in rules.parse_query(query, stem).needles:
        if rules.is_decided_by_tokens(needle):
            assert counts.get(needle.strip(), 0) == rules.count(needle, form)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers()), max_size=12), st.integers(0, 12), st.integers(0, 5))
def test_a_stretch_of_the_ranking_is_the_same_as_if_all_were_sorted(
    found: list[tuple[int, int]], start: int, length: int
) -> None:
    stop = start + length
    places = rules.cut([rank for rank, _other in found], lambda place: found[place][1], start, stop)
    assert [found[place] for place in places] == sorted(found)[start:stop]
