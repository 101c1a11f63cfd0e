"""Questions of every type as nobody would write them, and yet each is one: for tests of what must hold for all."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from lms.quizzes.rules import (
    Answer,
    ChoiceGap,
    Cloze,
    Gap,
    Matching,
    Multiple,
    Number,
    NumberGap,
    Option,
    Ordering,
    Pair,
    Pool,
    Question,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
)

WORD = st.text("abcxyzABC019，。甲乙丙()*_=?!>@[].:", min_size=1, max_size=8)
LATIN_LINE = st.builds(
    lambda first, rest: " ".join([first, *rest]), st.sampled_from("aB7甲"), st.lists(WORD, max_size=4)
)
CODE = st.lists(st.text("ab =@[]x>?!-` ", max_size=8).map(str.rstrip), max_size=4).map(
    lambda lines: "\n".join(["~~~~", *lines, "~~~~"])
)


@st.composite
def words(draw: st.DrawFn, translated: bool = True) -> Words:
    """Paragraphs and code, in both languages or perhaps in one."""
    texts: dict[str, list[str]] = {"en": [], "zh": []}
    for _ in range(draw(st.integers(1, 3))):
        code = draw(st.none() | CODE)
        for paragraphs in texts.values():
            paragraphs.append(code or "\n".join(draw(st.lists(LATIN_LINE, min_size=1, max_size=2))))
    joined = {language: "\n\n".join(paragraphs) for language, paragraphs in texts.items()}
    return Words.of(**joined) if translated or draw(st.booleans()) else Words.of(en=joined["en"])


def each_different(texts: st.SearchStrategy[Words], least: int, most: int) -> st.SearchStrategy[list[Words]]:
    """Texts that can be told apart in either language."""
    by = (lambda text: text.text("en"), lambda text: text.text("zh"))
    return st.lists(texts, min_size=least, max_size=most, unique_by=by)


# ── Choices, numbers, short texts ───────────────────────────────────────────────────────────────────────────


def options(*marks: str) -> st.SearchStrategy[tuple[Option, ...]]:
    one = st.tuples(words(), st.none() | words(translated=False))
    return st.lists(one, min_size=len(marks), max_size=len(marks)).map(
        lambda texts: tuple(Option(t, mark, f) for (t, f), mark in zip(texts, marks, strict=True))
    )


def marked(answer: type[Single] | type[Multiple], *rows: str) -> st.SearchStrategy[Single | Multiple]:
    return st.sampled_from(rows).flatmap(lambda row: options(*row.split(","))).map(answer)


DIGITS = st.decimals(0, 1000, places=2).map(str)
NUMBERS = st.builds(
    Number, value=st.just("-3.10"), tolerance=DIGITS.flatmap(lambda d: st.sampled_from([d, d + "%"]))
) | st.builds(Number, low=DIGITS.map("-{}".format), high=DIGITS)
UNITS = st.sampled_from(["", "ms", "千瓦时", "m/s²"])
NUMBERS_OF_UNIT = st.builds(lambda n, unit: Number(n.value, n.tolerance, n.low, n.high, unit), NUMBERS, UNITS)
TYPED = st.builds(
    lambda first, rest: " ".join(f"{first}{rest}".split()),
    st.sampled_from("aZ甲0ｘ=(|[]\\)（＝"),
    st.text("ab 甲。，“”²|()[]\\=Ｘ、'", max_size=8),
)

# ── Pairs ───────────────────────────────────────────────────────────────────────────────────────────────────

SIDE = st.builds(lambda en, zh: Words.of(en=en, zh=zh), LATIN_LINE, LATIN_LINE) | st.sampled_from(
    [
        Words.of(en="MQTT"),
        Words.of(en="`a -> b`"),
        Words.of(en="two\nlines", zh="两\n行"),
        Words.of(en="a|b", zh="甲"),
    ]
)
LEFT = SIDE | st.just(Words.of(en="$x \\to y$"))


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    lefts = draw(each_different(LEFT, 2, 4))
    texts = draw(each_different(SIDE, 2, 5))
    rights = draw(st.lists(st.sampled_from(texts), min_size=len(lefts), max_size=len(lefts)))
    decoys = [text for text in texts if text not in rights]
    return Matching(tuple(map(Pair, lefts, rights)), tuple(decoys))


# ── Gaps ────────────────────────────────────────────────────────────────────────────────────────────────────

TEXT_BESIDE_GAP = st.text("abxyzABC019，。甲乙()*=?!>@.:", min_size=1, max_size=8)
LANGUAGES = ("en", "zh")


@st.composite
def gaps(draw: st.DrawFn) -> dict[str, Gap]:
    """One gap by language, with one key."""
    kind = draw(st.sampled_from(["text", "number", "choice"]))
    if kind == "number":
        number = NumberGap(draw(NUMBERS))
        return dict.fromkeys(LANGUAGES, number)
    if kind == "text":
        return {language: TextGap(tuple(draw(st.lists(TYPED, min_size=1, max_size=3)))) for language in LANGUAGES}
    count = draw(st.integers(2, 4))
    right = draw(st.integers(0, count - 1))
    return {
        language: ChoiceGap(tuple(f"{draw(TYPED)} {at}" for at in range(count)), right) for language in LANGUAGES
    }


@st.composite
def clozes(draw: st.DrawFn) -> Cloze:
    found = draw(st.lists(gaps(), min_size=1, max_size=4))
    code = draw(st.none() | CODE)
    pieces: dict[str, list[str | Gap]] = {language: [] for language in LANGUAGES}
    for number, gap in enumerate(found):
        between = draw(st.sampled_from([" ", "\n", "\n\n"])) if number else ""
        for language in LANGUAGES:
            first = draw(st.sampled_from(["", "a ", "甲"]))
            behind = draw(st.just("") | TEXT_BESIDE_GAP)
            pieces[language] += [between + first, gap[language], behind]
    if code:
        for language in LANGUAGES:
            pieces[language].append(f"\n\n{code}")
    return Cloze(tuple((language, _joined(pieces[language])) for language in LANGUAGES))


def _joined(pieces: Sequence[str | Gap]) -> tuple[str | Gap, ...]:
    """The pieces with neighbouring texts in one, and none empty."""
    joined: list[str | Gap] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece:
            joined.append(piece)
    return tuple(joined)


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────

ANSWERS: dict[str, st.SearchStrategy[Answer]] = {
    "single": marked(Single, "x, ", " ,33.33,x", "50,x, , "),
    "multiple": marked(Multiple, "x, ", "x,x, ,-25", "70,30,0,-100", "33.33,33.33,33.33, "),
    "truefalse": st.builds(TrueFalse, st.booleans()),
    "number": NUMBERS_OF_UNIT,
    "short": st.builds(Short, st.lists(TYPED, min_size=1, max_size=3).map(tuple), st.booleans()),
    "order": each_different(words(), 3, 5).map(lambda items: Ordering(tuple(items))),
    "match": matchings(),
    "cloze": clozes(),
}


@st.composite
def generated_questions(draw: st.DrawFn, type_names: Sequence[str] = tuple(ANSWERS)) -> Question:
    name = draw(st.sampled_from(type_names))
    pool = draw(st.sampled_from(Pool))
    return Question(
        id="ai-01-" + {Pool.GRADED: "q07", Pool.PRACTICE: "p07"}[pool],
        type=name,
        stem=None if name == "cloze" else draw(words()),
        answer=draw(ANSWERS[name]),
        tags=draw(st.sampled_from([(), ("mqtt",), ("tls", "mqtt-5")])),
        section=draw(st.sampled_from(["", "delivery-guarantees"])),
        pool=pool,
        hint=draw(st.none() | words(translated=False)),
        feedback=draw(st.none() | words(translated=False)),
    )
