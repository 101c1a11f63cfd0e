"""Questions of every type, made up by hypothesis: their texts have markup, code, formulas and awkward signs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from lms.quizzes.rules import (
    ChoiceGap,
    Cloze,
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

AWKWARD = [
    "*",
    "_",
    "=",
    "~",
    "#",
    "{x}",
    "[y]",
    "->",
    "<b>",
    "&amp;",
    "\\",
    "%50%",
    "$5",
    "1.",
    "?",
    "!",
    "@zh",
    "::",
]
PLAIN = ["packet", "Broker", "QoS", "2", "等级", "报文，", "over TCP"]
MARKED = [
    "**bold**",
    "*soft*",
    "`a = {1}`",
    "`x -> y`",
    "H<sub>2</sub>O",
    "$x^2$",
    "[site](https://example.org/a)",
]
CODE = "```python\nif a:\n    print({'b': '#~='})\n```"
LIST = "* first\n* second"
TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |"


def escaped(sign: str) -> str:
    """The sign as an author writes it who means the sign."""
    return {
        "->": "-&gt;",
        "<b>": "&lt;b>",
        "$5": r"\$5",
        "*": r"\*",
        "_": r"\_",
        "\\": r"\\",
        "&amp;": "&amp;amp;",
    }.get(sign, sign)


PHRASE = st.lists(st.sampled_from([*PLAIN, *MARKED, *map(escaped, AWKWARD)]), min_size=1, max_size=5).map(
    lambda parts: " ".join(["Word", *parts, "end"])
)
SIMPLE = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3).map(" ".join)
BLOCKS = st.sampled_from([CODE, LIST, TABLE, "$$a+b$$"])
TYPED = st.lists(
    st.sampled_from([*PLAIN, "*", "a=b", "50%", "x~y", "{z}", "#1", "a/b", '"q"']), min_size=1, max_size=2
)


@st.composite
def words(draw: st.DrawFn, phrase: st.SearchStrategy[str] = PHRASE, number: str = "", most: int = 2) -> Words:
    """A text in both languages, of which no two with different numbers are the same."""
    texts: dict[str, list[str]] = {"en": [], "zh": []}
    for at in range(draw(st.integers(1, most))):
        block = draw(st.none() | BLOCKS) if at else None
        for language, paragraphs in texts.items():
            name = f"{language}{number} " if at == 0 else ""
            paragraphs.append(block or name + draw(phrase))
    return Words.of(**{language: "\n\n".join(paragraphs) for language, paragraphs in texts.items()})


def options(marks: list[str]) -> st.SearchStrategy[tuple[Option, ...]]:
    return st.tuples(
        *(
            st.builds(Option, words(number=str(at)), st.just(mark), st.none() | words())
            for at, mark in enumerate(marks)
        )
    )


def marked(answer: type[Single] | type[Multiple], *rows: list[str]) -> st.SearchStrategy[Single | Multiple]:
    return st.sampled_from(rows).flatmap(options).map(answer)


DIGITS = st.decimals(0, 1000, places=2).map(str)
NUMBERS = (
    st.builds(Number, value=st.sampled_from(["3.0", "-12", "1e3"]), tolerance=DIGITS | DIGITS.map("{}%".format))
    | st.builds(Number, low=DIGITS.map("-{}".format), high=DIGITS)
)  # fmt: skip
ACCEPTED = st.lists(TYPED.map(" ".join), min_size=1, max_size=3, unique_by=str.casefold).map(tuple)


@st.composite
def matchings(draw: st.DrawFn) -> Matching:
    count = draw(st.integers(2, 4))
    right = SIMPLE | SIMPLE.map("**{}**".format)
    pairs = [Pair(draw(words(number=f"l{n}", most=1)), draw(words(right, f"r{n}", 1))) for n in range(count)]
    decoys = [draw(words(right, f"d{n}", 1)) for n in range(draw(st.integers(0, 2)))]
    return Matching(tuple(pairs), tuple(decoys))


@st.composite
def clozes(draw: st.DrawFn) -> Cloze:
    texts: dict[str, list[object]] = {"en": ["Begin "], "zh": ["开头 "]}
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["text", "number", "choice"]))
        number = NumberGap(draw(NUMBERS))
        right = draw(st.integers(0, 2))
        for pieces in texts.values():
            choice = ChoiceGap(("red", "green {1}", "50% blue"), right)
            pieces.append({"text": TextGap(draw(ACCEPTED)), "number": number, "choice": choice}[kind])
            pieces.append(f" {draw(PHRASE)} ")
    ended = {language: (*pieces[:-1], str(pieces[-1]).rstrip()) for language, pieces in texts.items()}
    return Cloze(tuple(ended.items()))  # type: ignore[arg-type]  # pieces are texts and gaps


UNITS = st.sampled_from(["", "ms", "千瓦时"])
ORDERINGS = st.integers(3, 5).flatmap(lambda count: st.tuples(*(words(number=str(at)) for at in range(count))))
ANSWERS: dict[str, st.SearchStrategy[object]] = {
    "single": marked(Single, ["x", " "], [" ", "33.33", "x"], ["50", "x", " ", " "]),
    "multiple": marked(
        Multiple, ["x", " "], ["x", "x", " ", "-25"], ["70", "30", "0", "-100"], ["x", "x", "x", " "]
    ),
    "truefalse": st.builds(TrueFalse, st.booleans()),
    "number": st.builds(lambda number, unit: replace(number, unit=unit), NUMBERS, UNITS),
    "short": st.builds(Short, ACCEPTED, st.booleans()),
    "order": ORDERINGS.map(Ordering),
    "match": matchings(),
    "cloze": clozes(),
}


@st.composite
def questions(draw: st.DrawFn, *types: str) -> Question:
    """A question that our reader reads back as it is written."""
    name = draw(st.sampled_from(types or sorted(ANSWERS)))
    pool = draw(st.sampled_from(Pool))
    return Question(
        id="iot-01-" + {Pool.GRADED: "q07", Pool.PRACTICE: "p07"}[pool],
        type=name,
        stem=None if name == "cloze" else draw(words()),
        answer=draw(ANSWERS[name]),  # type: ignore[arg-type]  # each makes an Answer
        tags=draw(st.sampled_from([(), ("mqtt",), ("tls", "mqtt-5")])),
        section=draw(st.sampled_from(["", "delivery-guarantees"])),
        pool=pool,
        hint=draw(st.none() | words()),
        feedback=draw(st.none() | words()),
    )
