"""What a query finds in a text, and the passage it shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.lang.porter import stem

from lms.search import rules
from lms.search.rules.folding import _PLAIN, fold, joins_previous

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f"


def finds(query: str, text: str, title: str = "") -> bool:
    return rules.matches(rules.parse_query(query, stem), rules.searchable(title, text, stem))


def passage(text: str, query: str, length: int = 160) -> tuple[rules.Piece, ...]:
    return rules.snippet(text, rules.parse_query(query, stem), stem, length=length)


def shown(pieces: tuple[rules.Piece, ...]) -> str:
    """The passage with its marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


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
    assert passage(text, query)
    assert any(piece.is_marked for piece in passage(text, query))


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
    form = rules.searchable("数字 abc C++", text, stem)
    parsed = rules.parse_query(query, stem)
    if rules.matches(parsed, form):
        required = {token for needle in parsed.needles for token in rules.required_tokens(needle)}
        assert required <= set(rules.tokens(form))


def test_a_long_query_is_cut() -> None:
    assert len(rules.parse_query("云" * 10_000, stem).runs[0]) == rules.MAX_QUERY_CHARACTERS


# --- ranking -----------------------------------------------------------------------------------------------------


def ranked(query: str, *sections: tuple[str, str]) -> list[int]:
    needles = rules.parse_query(query, stem).needles
    measures = [rules.measure(needles, rules.searchable(*section, stem)) for section in sections]
    found = [measure for measure in measures if measure]
    assert len(found) == len(sections)
    scores = rules.scores(found, [2, 50][: len(needles)], 100)
    return sorted(range(len(scores)), key=lambda i: -scores[i])


def test_a_title_counts_more_than_the_text() -> None:
    assert ranked("云", ("边缘", "云与边缘计算的比较"), ("云", "边缘与中心计算的比较")) == [1, 0]


def test_more_mentions_and_a_shorter_section_count_more() -> None:
    assert ranked("云", ("", "云上有许多东西"), ("", "云云云有许多东西"), ("", "云" + "长" * 90)) == [1, 0, 2]


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    assert ranked("quantum the", ("", "quantum the the the"), ("", "quantum quantum quantum the")) == [1, 0]


# --- passages ----------------------------------------------------------------------------------------------------

LONG_CHINESE = (
    "前面还有很多话要说。" * 20 + "工厂为设备建立数字孪生，随时比较模型与现实。" + "后面也有许多内容。" * 20
)
LONG_ENGLISH = (
    "Much is said before. " * 20 + "Engineers train a model, then watch it. " + "More follows after. " * 20
)


def test_a_chinese_passage_begins_and_ends_with_a_sentence() -> None:
    pieces = passage(LONG_CHINESE, "数字孪生", 60)
    assert pieces[0] == pieces[-1] == ("…", False)
    text = shown(pieces[1:-1])
    assert "工厂为设备建立[数字孪生]，随时比较模型与现实。" in text
    assert text.startswith("前面还有很多话要说。")
    assert text.endswith("。")


def test_an_english_passage_is_made_of_sentences_where_they_fit() -> None:
    text = shown(passage(LONG_ENGLISH, "training models", 70))
    assert text == "…Engineers [train] a [model], then watch it. More follows after.…"


def test_a_passage_of_one_long_sentence_is_cut_between_words() -> None:
    text = shown(passage("very long words " * 20 + "training " + "never ending talk " * 20, "train", 60))
    before, _, after = text.strip("…").partition("[training]")
    assert set(before.split()) <= {"very", "long", "words"}
    assert set(after.split()) <= {"never", "ending", "talk"}
    assert 40 < len(text) <= 64


def test_a_passage_prefers_the_place_that_answers_the_whole_query() -> None:
    text = "data data data " + "filler words " * 40 + "data quality matters here " + "filler words " * 40
    assert "[data] [quality]" in shown(passage(text, "data quality", 80))


def test_a_short_text_is_shown_whole() -> None:
    assert shown(passage("云计算与Cloud", "云 clouds")) == "[云]计算与[Cloud]"


def test_a_text_without_a_match_is_shown_from_its_start() -> None:
    pieces = passage("一句话说完。" * 50, "云", 40)
    assert shown(pieces).startswith("一句话说完。")
    assert pieces[-1] == ("…", False)


def test_the_landing_page_learns_the_words_as_they_are_written() -> None:
    text = "Training starts. We trained ＭＱＴＴ clients; training goes on."
    words = rules.marked_words(text, rules.parse_query("train mqtt", stem), stem)
    assert words == ("Training", "trained", "ＭＱＴＴ", "training")


def test_neighbouring_and_overlapping_matches_are_one_mark() -> None:
    assert rules.find_marks("数字孪生云", rules.parse_query("数字孪生 字孪 云", stem), stem) == ((0, 5),)


VOCABULARY = (
    "数字孪生|云|，|。|、|训练| |\n|train |Trained. |3.14 |(see: cloud) |"
    "ＭＱＴＴ|ﬁ|㎡|葛\U000e0100|👩\u200d🚒|ｶﾞ|\u0301|İ"
)
vocabulary = st.sampled_from([*VOCABULARY.split("|"), "a" * 70])


@given(st.lists(vocabulary | st.text(max_size=5), max_size=60).map("".join), st.integers(8, 60))
def test_a_passage_is_a_piece_of_the_text_cut_between_whole_characters(text: str, length: int) -> None:
    query = rules.parse_query("数字孪生 云 training mqtt 葛 fi m2 é", stem)
    pieces = passage(text, "数字孪生 云 training mqtt 葛 fi m2 é", length)
    assert all(piece.text for piece in pieces)
    marks = rules.find_marks(text, query, stem)
    assert bool(marks) == any(piece.is_marked for piece in pieces)

    starts_cut = bool(pieces) and pieces[0] == ("…", False) and not text.startswith("…")
    ends_cut = bool(pieces) and pieces[-1] == ("…", False) and not text.endswith("…")
    body = "".join(piece.text for piece in pieces[starts_cut : len(pieces) - ends_cut])
    assert body in text
    assert len(body) <= max(length, *(right - left for left, right in marks), 0)
    position = text.find(body)
    if starts_cut and not ends_cut:
        position = len(text.rstrip()) - len(body.rstrip())
    after = text[position + len(body) : position + len(body) + 1]
    assert not (body and starts_cut and joins_previous(body[0]))
    assert not (ends_cut and text.count(body) == 1 and after and joins_previous(after))

    for piece in pieces:
        if piece.is_marked:
            assert rules.find_marks(piece.text, query, stem) == ((0, len(piece.text)),)
