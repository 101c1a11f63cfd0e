"""What people are told when they ask: the passages, where else to look, and what they may have meant."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.core.house import House
from lms.core.work import VISITOR
from lms.search import service
from lms.search.service import Wanted
from tests.catalog.makers import ModuleToMake
from tests.search.makers import MEMBER, publish, search, suggest

Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def course(house: House) -> House:
    """A course whose words are training, networks, twins, machines, quantum and so on."""
    publish(
        house,
        ModuleToMake("m-01", extra="Quantum cryptography distributes keys. Quantum keys expire."),
        ModuleToMake("m-02", extra="Trainers annotate quality data about machinery."),
    )
    return house


# ── What they may have meant ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("netwrok", "network"),
        ("Qantum", "quantum"),
        ("crytpography", "cryptography"),
        ("traniing", "training"),
        ("digitl twins", "digital twins"),
        ("数字 mashines", ""),  # no section has both
        ("孪生 wtins", ""),
        ("训练 qantum", "训练 quantum"),
        ("ＱＡＮＴＵＭ keys", "quantum keys"),
        ("“qantum”, keys?", "“quantum”, keys?"),
        ("kyes", "keys"),
        ("twnis", "twins"),
        ("twixx", ""),  # two letters of five are wrong
        ("kes", ""),  # too short to tell
        ("zzzzzzzzz", ""),
        ("qantum zzzzzzzzz", ""),
        ("network", ""),
        ("networks cryptography twins", ""),  # all there, but not together
        ("木琴", ""),
        ("木琴木琴木琴", ""),
        ("", ""),
    ],
)
def test_a_misspelt_word_is_answered_by_the_word_that_is_there(course: House, asked: str, meant: str) -> None:
    page = search(course, asked)
    assert page.suggestion == meant
    if meant:
        assert page.total == 0
        assert search(course, meant).total > 0


def test_of_two_words_as_near_the_commoner_is_meant(house: House) -> None:
    publish(house, ModuleToMake("m-01", extra="A sender."), ModuleToMake("m-02", extra="The vender."))
    publish(house, ModuleToMake("m-03", extra="Another sender."), course_id="second")
    assert search(house, "bender").suggestion == "sender"


def test_a_visitor_is_never_shown_a_word_of_the_members(house: House) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium."), access="members")
    assert search(house, "zirconum").suggestion == ""
    assert suggest(house, "zir") == []
    assert search(house, "zirconum", MEMBER).suggestion == "zirconium"
    assert suggest(house, "zir", actor=MEMBER) == ["en m-01#first", "zh m-01#first"]


def test_a_visitor_is_not_shown_a_word_of_the_members_even_where_it_stands_for_everyone_too(house: House) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium."), access="members")
    publish(house, ModuleToMake("m-02", extra="Zirconium."), course_id="open")
    page = search(house, "zirconum")
    assert page.suggestion == "zirconium"
    assert {module.module_id for module in search(house, page.suggestion).modules} == {"m-02"}


# ── Where else to look ──────────────────────────────────────────────────────────────────────────────────────


def test_who_looks_in_one_course_is_told_what_there_is_in_the_others(course: House) -> None:
    publish(course, ModuleToMake("m-03", extra="Zirconium."), course_id="second")
    page = search(course, "zirconium", course_id="course")
    assert (page.total, page.total_elsewhere, page.suggestion) == (0, 2, "")
    page = search(course, "zirconium", language="zh", course_id="second")
    assert (page.total, page.total_elsewhere) == (1, 0)
    page = search(course, "digital", language="zh")
    assert (page.total, page.total_elsewhere) == (0, 3)
    page = search(course, "zirconum", course_id="course")
    assert (page.total, page.total_elsewhere, page.suggestion) == (0, 0, "zirconium")


def test_a_page_beyond_the_last_still_knows_how_many_there_are(course: House) -> None:
    with course.reading(VISITOR) as work:
        page = service.search(work, Wanted("network", number=10**20))
    assert (page.total, page.modules, page.pages) == (2, (), 1)
    with course.reading(VISITOR) as work:
        assert service.search(work, Wanted("network", number=-3)).wanted.number == 1


def test_courses_to_choose_from_are_those_one_may_read(house: House) -> None:
    publish(house, ModuleToMake("m-01"), course_id="closed", access="members")
    publish(house, ModuleToMake("m-02"), course_id="open")
    publish(house, course_id="empty")
    with house.reading(VISITOR) as work:
        assert service.list_courses(work, "zh") == (("open", "课程 open"),)
    with house.reading(MEMBER) as work:
        assert {course_id for course_id, _title in service.list_courses(work, "en")} == {"closed", "open"}


# ── As one types ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("qua", {"en m-01#first", "zh m-01#first", "en m-02#first", "zh m-02#first"}),  # quantum, quality
        ("quantum k", set()),  # one letter is too few to know
        ("quantum ke", {"en m-01#first", "zh m-01#first"}),
        ("trainin", {"en m-01#first", "en m-02#first"}),
        ("train ", {"en m-01#first", "en m-02#first"}),  # and the trainers are another word
        ("machi", {"en m-01#second", "en m-02#second", "en m-02#first", "zh m-02#first"}),
        ("数字孪", {"zh m-01#second", "zh m-02#second"}),
        ("数字 tw", set()),
        ("孪生", {"zh m-01#second", "zh m-02#second"}),
        ("训练 quan", {"zh m-01#first"}),
        ("ＱＵＡＮＴ", {"en m-01#first", "zh m-01#first"}),
        ("qu", {"en m-01#first", "zh m-01#first", "en m-02#first", "zh m-02#first"}),
        ("quantums", {"en m-01#first", "zh m-01#first"}),  # nothing begins so, yet it is the same word
        ("xq", set()),
        ("", set()),
        ("?", set()),
    ],
)
def test_passages_come_while_one_types(course: House, typed: str, found: set[str]) -> None:
    assert set(suggest(course, typed)) == found


def test_the_language_of_the_page_comes_first(course: House) -> None:
    for language, other in (("en", "zh"), ("zh", "en")):
        languages = [place[:2] for place in suggest(course, "quantum", language)]
        assert languages == [language, other]


def test_no_more_than_eight_passages_come_while_one_types(house: House) -> None:
    publish(house, *(ModuleToMake(f"m-{number:02}") for number in range(1, 12)))
    found = suggest(house, "net", "en")
    assert len(found) == 8
    assert {place[:2] for place in found} == {"en"}


def test_a_suggestion_marks_what_the_word_may_become(course: House) -> None:
    with course.reading(VISITOR) as work:
        [module] = (found for found in service.suggest(work, "cryptog", "en") if found.language == "en")
    [passage] = module.passages
    assert [piece.text for piece in passage.pieces if piece.is_marked] == ["cryptography"]
    assert passage.marks == ("cryptography",)


# ── What it costs ───────────────────────────────────────────────────────────────────────────────────────────

ASKED = ["network", "network data", "量子密钥 分发 network", "netwrok", "netwrok data", "xylophone", "训练 twins"]


@pytest.mark.parametrize("has_index", [True, False])
@pytest.mark.parametrize("asked", ASKED)
def test_a_search_costs_three_statements_at_most(
    course: House, statements: Statements, asked: str, has_index: bool
) -> None:
    if not has_index and (course.settings.instance / "search").exists():
        (course.settings.instance / "search" / "current").unlink()
    is_whoosh = has_index and course.database.is_sqlite
    narrowed: list[dict[str, str]] = [{}, {"language": "zh"}, {"course_id": "course", "language": "en"}]
    for wanted in narrowed:
        with statements() as log:
            page = search(course, asked, **wanted)
        assert page.is_slow == (course.database.is_sqlite and not has_index)
        # What is found in the index needs no database; what is not is looked up among the words.
        assert len(log) <= (0 if is_whoosh and page.total else 1 if is_whoosh else 3), log
    with statements() as log:
        suggest(course, asked)
    assert len(log) <= (1 if is_whoosh else 3), log
