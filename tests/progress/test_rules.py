"""When a module is complete, and why not yet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.markup import SectionKind
from lms.core.parts import ModuleOutline, ModuleState, ReadingMarks, Requirements, SectionOutline
from lms.progress.rules import (
    Facts,
    Missing,
    Step,
    course_progress,
    facts_of,
    is_complete,
    list_missing,
    mark,
    percent,
)

READ_A, READ_B = Missing(Step.SECTION, "a"), Missing(Step.SECTION, "b")
EVERYTHING = Requirements()
PRACTICE, QUIZ = Missing(Step.PRACTICE, "practice"), Missing(Step.QUIZ)


def make_module(
    *, requires: Requirements = EVERYTHING, sections: str = "ab", practice: bool = True
) -> ModuleOutline:
    outlines = [SectionOutline(anchor, {"en": anchor}, SectionKind.READING) for anchor in sections]
    if practice:
        outlines.append(SectionOutline("practice", {"en": "practice"}, SectionKind.PRACTICE))
    outlines.append(SectionOutline("sources", {"en": "sources"}, SectionKind.BACK_MATTER))
    return ModuleOutline(
        module_id="m-01",
        revision_id=1,
        titles={"en": "Module"},
        sections=tuple(outlines),
        reading_minutes=20,
        practice_minutes=20,
        quiz_minutes=5,
        draws=2,
        pass_mark_percent=60,
        attempts=0,
        requires=requires,
    )


BOTH = frozenset({"a", "b"})


@pytest.mark.parametrize(
    ("facts", "missing", "state"),
    [
        (Facts(), (READ_A, READ_B, PRACTICE, QUIZ), ModuleState.NOT_STARTED),
        (Facts(frozenset({"a"})), (READ_B, PRACTICE, QUIZ), ModuleState.READING),
        (Facts(BOTH), (PRACTICE, QUIZ), ModuleState.PRACTICE_TO_DO),
        (Facts(BOTH, practice_done=True), (QUIZ,), ModuleState.QUIZ_TO_DO),
        (Facts(quiz_passed=True), (READ_A, READ_B, PRACTICE), ModuleState.READING),
        (Facts(BOTH, practice_done=True, quiz_passed=True), (), ModuleState.DONE),
        (Facts(frozenset({"a"}), completed=True), (), ModuleState.DONE),
        (Facts(BOTH | {"removed"}, practice_done=True, quiz_passed=True), (), ModuleState.DONE),
    ],
)
def test_a_trainee_is_told_what_is_still_to_do(
    facts: Facts, missing: tuple[Missing, ...], state: ModuleState
) -> None:
    module = make_module()
    assert list_missing(module, facts) == missing
    assert mark(module, facts).state is state


def test_a_failed_quiz_never_completes_a_module() -> None:
    assert not is_complete(make_module(), Facts(BOTH, practice_done=True, quiz_passed=False))


@pytest.mark.parametrize(
    ("requires", "facts"),
    [
        (Requirements(sections=False), Facts(practice_done=True, quiz_passed=True)),
        (Requirements(practice=False), Facts(BOTH, quiz_passed=True)),
        (Requirements(quiz=False), Facts(BOTH, practice_done=True)),
    ],
)
def test_a_module_may_ask_for_less(requires: Requirements, facts: Facts) -> None:
    assert is_complete(make_module(requires=requires), facts)
    assert not is_complete(make_module(), facts)


def test_a_module_that_asks_for_nothing_gives_no_hours_away() -> None:
    nothing = make_module(requires=Requirements(sections=False, practice=False, quiz=False))
    assert not is_complete(nothing, Facts())


def test_a_module_without_practice_asks_for_none() -> None:
    assert is_complete(make_module(practice=False), Facts(BOTH, quiz_passed=True))


def test_a_finished_module_stays_finished_when_a_section_is_added() -> None:
    longer = make_module(sections="abc")
    assert (
        mark(longer, Facts(BOTH, practice_done=True, quiz_passed=True, completed=True)).state is ModuleState.DONE
    )


facts = st.builds(
    Facts,
    anchors_read=st.frozensets(st.sampled_from("abcdef")),
    practice_done=st.booleans(),
    quiz_passed=st.booleans(),
    completed=st.booleans(),
)


@given(facts, st.text("abcdef", max_size=6).map(lambda t: "".join(dict.fromkeys(t))), st.booleans())
def test_progress_never_shows_more_than_there_is(given_facts: Facts, sections: str, practice: bool) -> None:
    made = mark(make_module(sections=sections, practice=practice), given_facts)
    assert 0 <= made.steps_done <= made.steps_total
    assert (made.steps_done == made.steps_total) == (made.state is ModuleState.DONE)
    progress = course_progress(ReadingMarks(modules={"m-01": made}))
    assert 0 <= progress.percent <= 100


@given(facts)
def test_a_mark_remembers_the_facts_it_was_made_from(given_facts: Facts) -> None:
    made = mark(make_module(), given_facts)
    assert facts_of(made).anchors_read == given_facts.anchors_read
    assert list_missing(make_module(), facts_of(made)) == list_missing(make_module(), given_facts)


@pytest.mark.parametrize(
    ("done", "total", "expected"), [(0, 0, 0), (1, 3, 33), (2, 3, 66), (3, 3, 100), (5, 3, 100)]
)
def test_percent_is_rounded_down_and_never_above_a_hundred(done: int, total: int, expected: int) -> None:
    assert percent(done, total) == expected
