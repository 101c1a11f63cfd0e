"""Questions that we export as QTI 2.2, answered in a player that others wrote: it grades them as we do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import Any

import pytest
from hypothesis import given
from playwright.sync_api import Browser, Page

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
    Question,
    Short,
    Single,
    TextGap,
    TrueFalse,
    Words,
)
from lms.quizzes.rules import grade as grade_here
from lms.quizzes.writer import Format, write_foreign
from tests.quizzes.generated import questions
from tests.quizzes.independent import QTI_PLAYER, as_qti3

Responses = dict[str, str | list[str]]
ANSWER = """async ([html, given]) => {
  document.body.innerHTML = html;
  const item = document.querySelector("qti-assessment-item");
  await item.updateComplete;
  await new Promise((done) => setTimeout(done, 20));
  for (const [name, value] of Object.entries(given)) item.updateResponseVariable(name, value);
  item.processResponse();
  return [item.getOutcome("SCORE").value, item.getOutcome("FEEDBACK")?.value, item.getOutcome("GENERAL")?.value];
}"""


def both(text: str) -> Words:
    return Words.of(en=text, zh=text)


def options(*marks: str, said: int = -1) -> tuple[Option, ...]:
    texts = [(both(f"option {at}"), mark, both(f"said {at}")) for at, mark in enumerate(marks)]
    return tuple(Option(text, mark, words if at == said else None) for at, (text, mark, words) in enumerate(texts))


PORT, NAME, KIND = NumberGap(Number("1883", "1")), TextGap(("MQTT", "mq tt")), ChoiceGap(("U", "T"), 1)
CLOZE = ("Port ", PORT, " of ", NAME, " is ", KIND, ".")
PAIRS = tuple(Pair(both(f"left {at}"), both(f"right {at}")) for at in range(3))
ANSWERS: dict[str, Any] = {
    "single": Single(options("33.33", "x", " ", said=2)),
    "multiple": Multiple(options("x", "x", "x", " ", "-25", said=0)),
    "multiple weights": Multiple(options("70", "30", "0", "-100")),
    "truefalse": TrueFalse(is_true=False),
    "number": Number("3.0", "5%", unit="ms"),
    "number range": Number(low="-2", high="1e1"),
    "short": Short(("MQTT", "a & b")),
    "short case": Short(("MQTT",), case=True),
    "order": Ordering(tuple(both(f"item {at}") for at in range(3))),
    "match": Matching((*PAIRS, Pair(both("left 3"), both("right 0"))), (both("decoy"),)),
    "cloze": Cloze((("en", CLOZE), ("zh", CLOZE))),
}


@pytest.fixture(scope="module")
def player(browser: Browser) -> Iterator[Page]:
    assert QTI_PLAYER.is_file(), "The player is missing: run `python -m tests.prepare`."
    page = browser.new_page()
    page.set_content("<body></body>")
    page.add_script_tag(path=str(QTI_PLAYER))
    yield page
    page.close()


def responses(answer: object) -> Iterator[tuple[object, Responses]]:
    """What may be answered, as we store it and as QTI has it."""
    match answer:
        case Single() | Multiple() | TrueFalse():
            yield from choices(answer)
        case Number() as number:
            low, high = map(float, number.bounds())
            values = (low, high, (low + high) / 2, low - 0.01, high + 0.01)
            yield from ((str(value), {"RESPONSE": str(value)}) for value in values)
        case Short(accepted):
            texts = (*accepted, accepted[0].swapcase(), f"{accepted[0]} more")
            yield from ((text, {"RESPONSE": text}) for text in texts)
        case Ordering(items):
            for places in permutations(range(len(items))):
                order = sorted(range(len(items)), key=places.__getitem__)
                yield list(places), {"RESPONSE": [f"A{item + 1}" for item in order]}
        case Matching(pairs) as matching:
            right = [matching.choices.index(pair.right) for pair in pairs]
            for chosen in (right, right[::-1], [len(matching.choices) - 1, *right[1:]]):
                yield list(chosen), {"RESPONSE": [f"L{at + 1} R{r + 1}" for at, r in enumerate(chosen)]}
        case Cloze() as cloze:
            for inputs in product(*map(gap_inputs, cloze.gaps())):
                sent: Responses = {f"RESPONSE{at}": text for at, (_, text) in enumerate(inputs, 1)}
                yield [one for one, _ in inputs], sent


def choices(answer: Single | Multiple | TrueFalse) -> Iterator[tuple[object, Responses]]:
    """What may be chosen."""
    if isinstance(answer, TrueFalse):
        yield from ((truth, {"RESPONSE": str(truth).upper()}) for truth in (True, False))
        return
    places = range(len(answer.options))
    if isinstance(answer, Single):
        yield from ((at, {"RESPONSE": f"A{at + 1}"}) for at in places)
        return
    for chosen in [subset for size in places for subset in combinations(places, size + 1)]:
        yield list(chosen), {"RESPONSE": [f"A{at + 1}" for at in chosen]}


def gap_inputs(gap: object) -> list[tuple[object, str]]:
    """A right and a wrong answer of a gap."""
    match gap:
        case ChoiceGap(options, right):
            wrong = (right + 1) % len(options)
            return [(right, f"A{right + 1}"), (wrong, f"A{wrong + 1}")]
        case NumberGap(number):
            low, high = number.bounds()
            return [(str(float(at)), str(float(at))) for at in ((low + high) / 2, high + 1)]
        case TextGap(accepted):
            return [(accepted[0], accepted[0]), ("never", "never")]
    raise AssertionError(gap)


def play(player: Page, question: Question, sent: Responses) -> tuple[float, Any, Any]:
    """What the player makes of an answer: the score, and the feedback it shows."""
    package = write_foreign([question], Format.QTI22, language="en", title="iot-01").data
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        (name,) = (name for name in zipped.namelist() if name.startswith("items/"))
        html = as_qti3(zipped.read(name))
    score, option, general = player.evaluate(ANSWER, [html, sent])
    return float(score), option, general


def expected(question: Question, stored: object) -> float:
    """Our grade; of an order the table says that only the whole counts."""
    credit = grade_here(question, stored)
    return float(credit if credit == 1 or not isinstance(question.answer, Ordering) else Fraction(0))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_player_grades_every_answer_as_we_do(player: Page, name: str) -> None:
    answer = ANSWERS[name]
    stem = None if isinstance(answer, Cloze) else both("Why $x^2$?")
    question = Question("iot-01-q01", name.split(maxsplit=1)[0], stem, answer)
    for stored, sent in responses(answer):
        score, _, _ = play(player, question, sent)
        assert score == pytest.approx(expected(question, stored), abs=0.001), sent


def test_a_player_shows_the_feedback_of_what_was_chosen_and_that_to_all(player: Page) -> None:
    for name, chosen in (("single", "A3"), ("multiple", ["A1", "A2"])):
        question = Question("iot-01-q01", name, both("Why?"), ANSWERS[name], feedback=both("To all."))
        assert play(player, question, {"RESPONSE": chosen})[1:] == (chosen, "SHOWN")
        shown = player.locator("qti-modal-feedback").evaluate_all("all => all.map(one => one.textContent)")
        assert shown == [f"said {2 if name == 'single' else 0}", "To all."]


@given(question=questions())
def test_a_player_gives_full_marks_for_the_right_answer_to_any_question(player: Page, question: Question) -> None:
    right = next((sent for stored, sent in responses(question.answer) if grade_here(question, stored) == 1), None)
    assert right is not None
    assert play(player, question, right)[0] == pytest.approx(1, abs=0.001)
