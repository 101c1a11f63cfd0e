"""The passage of a section that is shown, and the words that are marked in it."""

from __future__ import annotations

import random

from hypothesis import example, given
from hypothesis import strategies as st
from whoosh.lang.snowball.english import EnglishStemmer

from lms.search import rules
from lms.search.rules.folding import fold, joins_previous
from lms.search.rules.matching import find_units


def passage(text: str, query: str, length: int = 160) -> tuple[rules.Piece, ...]:
    return rules.snippet(text, rules.find_matches(text, rules.parse_query(query, stem), stem), length=length)


def shown(pieces: tuple[rules.Piece, ...]) -> str:
    """The passage with its marks in brackets."""
    return "".join(f"[{piece.text}]" if piece.is_marked else piece.text for piece in pieces)


LONG_CHINESE = (
    "前面还有很多话要说。" * 20 + "工厂为设备建立数字孪生，随时比较模型与现实。" + "后面也有许多内容。" * 20
)
LONG_ENGLISH = (
    "Much is said before. " * 20 + "Engineers train a model, then watch it. " + "More follows after. " * 20
)

stem = EnglishStemmer().stem


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
    words = rules.marked_words(text, rules.find_matches(text, rules.parse_query("train mqtt", stem), stem))
    assert words == ("Training", "trained", "ＭＱＴＴ", "training")


def test_neighbouring_and_overlapping_matches_are_one_mark() -> None:
    assert rules.find_marks("数字孪生云", rules.parse_query("数字孪生 字孪 云", stem), stem) == ((0, 5),)


def every_unit(text: str, query: rules.Query) -> set[tuple[int, int]]:
    """The stretches that answer a query, by looking at each word of the text."""
    folded = fold(text)
    found = set()
    for unit in find_units(folded.text, stem):
        if unit.is_run:
            for run in query.runs:
                starts = range(unit.start, unit.end - len(run) + 1)
                found |= {(at, at + len(run)) for at in starts if folded.text.startswith(run, at)}
        elif unit.text in {*query.words, *query.endings}:
            found.add((unit.start, unit.end))
    return {folded.original_span(start, end) for start, end in found}


ENGLISH = st.text("abcdeilnorstuyz", min_size=1, max_size=7)
SUFFIXES = (
    "|s|es|ies|ed|ing|ation|ational|izer|ization|iveness|fulness|ability|ibility|ously|ment|y|ly|al|'s|’s|++|#"
)


@given(
    st.lists(st.builds("".join, st.tuples(ENGLISH, st.sampled_from(SUFFIXES.split("|")))), min_size=1, max_size=5),
    st.lists(st.sampled_from(["云", "数字", " ", "_", "é", "C#", "'s", "5G", "的", "Ｘ", "c++"]), max_size=8),
    st.randoms(use_true_random=False),
)
@example(["s", "dog's"], [" ", "'s", "'s"], random.Random(1))
@example(["c++", "c"], [" ", "c#"], random.Random(1))
def test_a_word_is_found_as_surely_as_if_each_was_looked_at(
    words: list[str], others: list[str], chance: random.Random
) -> None:
    text = "".join(
        chance.choice(("", " ", "-")) + one for one in chance.sample(words + others, len(words + others))
    )
    for asked in (words[0], " ".join(words[:2]), "云 数字 c s"):
        query = rules.parse_query(asked, stem)
        found = rules.find_matches(text, query, stem)
        assert {(match.start, match.end) for match in found} == every_unit(text, query)


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
