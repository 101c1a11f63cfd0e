"""What a reader sees of courses, in both languages, with and without an account."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from lms.catalog import service
from lms.core.house import House
from lms.core.texts import translate, translate_plural
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, rewrite, write_course
from tests.catalog.specimen import FIGURE

THREE = tuple(ModuleToMake(f"m-0{number}") for number in (1, 2, 3))
NOTICE = "This is an original text written for this course. It is not the ministry's textbook."
Statements = Callable[[], AbstractContextManager[list[str]]]
Readers = pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "signed-in"])
Languages = pytest.mark.parametrize("language", ["en", "zh"])


def links_of(page: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', page)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def unsaid(page: str, *texts: str) -> list[str]:
    """Which of the texts the page does not say; `assert unsaid(…) == []`."""
    said = text_of(page)
    return [text for text in texts if text not in said]


# ── The three pages ─────────────────────────────────────────────────────────────────────────────────────────


@Readers
@Languages
def test_home_shows_every_course_with_what_it_asks_for(
    house: House, enter: Callable[[bool], FlaskClient], signed_in: bool, language: str
) -> None:
    make_course(house, "first-course", THREE)
    make_course(house, "second-course", [ModuleToMake("n-01")], access="members")
    page = enter(signed_in).get(f"/{language}/").text
    title = {"en": "Course {}", "zh": "课程 {}"}[language]
    assert unsaid(page, title.format("first-course"), title.format("second-course")) == []
    for modules, minutes in ((3, 135), (1, 45)):
        counted = translate_plural(language, "%(num)s module", "%(num)s modules", modules) % {"num": modules}
        assert unsaid(page, counted, translate(language, "%(minutes)s minutes", minutes=minutes)) == []
    chips = re.findall(r'<span class="chip locked">', page)
    assert len(chips) == 1
    for course in ("first-course", "second-course"):
        assert f"/{language}/courses/{course}" in links_of(page)


@Languages
def test_a_house_without_courses_says_so(client: FlaskClient, language: str) -> None:
    assert unsaid(client.get(f"/{language}/").text, translate(language, "No course is published yet")) == []


@Readers
@Languages
def test_a_course_shows_its_modules_its_profession_and_the_notice(
    house: House, enter: Callable[[bool], FlaskClient], signed_in: bool, language: str
) -> None:
    make_course(house, "course", THREE)
    page = enter(signed_in).get(f"/{language}/courses/course").text
    words = {
        "en": ("Course course", "1 Module m-01", "3 Module m-03", "Technician", "Does the work."),
        "zh": ("课程 course", "1 模块 m-01", "3 模块 m-03", "技术人员", "从事这项工作。"),
    }
    minutes = "%(total)s minutes: reading %(reading)s, practice %(practice)s, quiz %(quiz)s"
    counted = translate(language, minutes, total=45, reading=20, practice=20, quiz=5)
    assert unsaid(page, *words[language], counted, "2-02-10-09", translate(language, NOTICE)) == []
    for module in THREE:
        assert f"/{language}/courses/course/{module.module_id}" in links_of(page)


@Readers
@Languages
def test_a_module_shows_its_sections_its_check_and_the_way_on(
    house: House, enter: Callable[[bool], FlaskClient], signed_in: bool, language: str
) -> None:
    make_course(house, "course", THREE)
    page = enter(signed_in).get(f"/{language}/courses/course/m-02").text
    words = {
        "en": ("Training a network needs data.", "Practice: try it", "Which answer is right in m-02-p01?"),
        "zh": ("训练网络需要数据。", "实践：试一试", "m-02-p01 的正确答案是哪个？"),
    }
    assert unsaid(page, *words[language], translate(language, NOTICE)) == []
    assert f'<html lang="{language}"' in page
    assert re.findall(r'<section class="reading-section" id="([\w-]+)"', page) == [
        *("start", "first", "second", "practice", "sources")
    ]
    for anchor in ("first", "second", "practice", "sources"):
        assert f"#{anchor}" in links_of(page)


@pytest.mark.parametrize(
    ("module", "before", "after"), [("m-01", None, "m-02"), ("m-02", "m-01", "m-03"), ("m-03", "m-02", None)]
)
def test_previous_and_next_follow_the_order_of_the_course(
    house: House, client: FlaskClient, module: str, before: str | None, after: str | None
) -> None:
    make_course(house, "course", THREE)
    page = client.get(f"/en/courses/course/{module}").text
    ways = dict(re.findall(r'<a rel="(prev|next)" href="([^"]+)"', page))
    expected = {"prev": before, "next": after}
    assert ways == {rel: f"/en/courses/course/{name}" for rel, name in expected.items() if name}


@Languages
@pytest.mark.parametrize("path", ["/", "/courses/course", "/courses/course/m-02"])
def test_the_language_switch_keeps_the_page(house: House, client: FlaskClient, language: str, path: str) -> None:
    make_course(house, "course", THREE)
    other = {"en": "zh", "zh": "en"}[language]
    page = client.get(f"/{language}{path}").text
    [switch] = set(re.findall(rf'<a\b[^>]*hreflang="{other}"[^>]*>', page))
    assert f'href="/{other}{path}"' in switch
    assert f'<link rel="alternate" hreflang="{other}" href="/{other}{path}">' in page
    assert f'<html lang="{other}"' in client.get(f"/{other}{path}").text


NOWHERE = (
    *("/courses/nothing", "/courses/course/nothing", "/courses/nothing/m-01", "/courses/course/m-01/more"),
    *("/courses/second/m-01", "/courses/course/n-01"),  # modules of each other
    *(
        "/courses/a%00b",
        "/courses/course/a%00b",
        "/courses/%F0%9F%8C%B1",
        "/courses/..%2F..%2Fetc",
        "/courses/%FF",
    ),
)


@Languages
def test_what_is_not_there_is_not_found(house: House, client: FlaskClient, language: str) -> None:
    make_course(house, "course", THREE)
    make_course(house, "second", [ModuleToMake("n-01")])
    for path in NOWHERE:
        answer = client.get(f"/{language}{path}")
        assert answer.status_code == 404, path
        assert unsaid(answer.text, translate(language, "There is no such page")) == [], path


@Languages
def test_a_course_without_modules_is_in_preparation(house: House, client: FlaskClient, language: str) -> None:
    make_course(house, "course", [])
    words = translate(language, "In preparation")
    assert unsaid(client.get(f"/{language}/").text, words) == []
    assert unsaid(client.get(f"/{language}/courses/course").text, words, translate(language, NOTICE)) == []


# ── Who may read ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_visitor_is_sent_to_sign_in_for_a_course_of_members_and_comes_back(
    house: House, client: FlaskClient
) -> None:
    make_course(house, "course", THREE, access="members")
    answer = client.get("/zh/courses/course/m-01?from=search")
    assert (answer.status_code, answer.location) == (
        303,
        "/zh/sign-in?next=/zh/courses/course/m-01?from%3Dsearch",
    )
    assert "训练网络" not in answer.text
    sign_in(client, make_person(house))
    assert "训练网络" in client.get("/zh/courses/course/m-01").text


def test_the_page_of_a_members_course_shows_a_visitor_no_word_of_its_text(
    house: House, client: FlaskClient
) -> None:
    make_course(house, "course", THREE, access="members")
    page = client.get("/en/courses/course")
    assert page.status_code == 200
    assert "Training a network" not in page.text


@pytest.mark.parametrize("access", ["everyone", "members"])
def test_search_documents_carry_the_access_of_their_course(house: House, access: str) -> None:
    make_course(house, "course", THREE[:1], access=access)
    with house.reading() as work:
        documents = list(service.list_search_documents(work, "course"))
    assert {document.access for document in documents} == {access}
    assert len(documents) == 2 * 5
    opening = next(document for document in documents if (document.anchor, document.language) == ("start", "en"))
    assert opening.module_title == "Module m-01"
    assert "Why it matters." in opening.text


# ── Pictures ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_served_by_the_hash_of_its_bytes_for_ever(house: House, client: FlaskClient) -> None:
    folder = write_course(house.settings.courses)
    (folder / "m-m-01/media").mkdir()
    (folder / "m-m-01/media/图.svg").write_text(FIGURE.replace("<path", "<script>x</script><path"), "utf-8")
    for language in ("en", "zh"):
        text = "{#first}\n\n![a line](<media/图.svg>)\n"
        rewrite(folder / f"m-m-01/{language}.md", "{#first}\n", text.replace("<media/图.svg>", "media/图%201.svg"))
    (folder / "m-m-01/media/图.svg").rename(folder / "m-m-01/media/图%201.svg")
    publish_courses(house)
    [address] = set(re.findall(r'src="(/media/[^"]+)"', client.get("/en/courses/course/m-01").text))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type.startswith("image/svg+xml")
    assert b"<path" in answer.data
    assert b"script" not in answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_a_picture_that_nobody_published_is_not_found(client: FlaskClient) -> None:
    for digest in ("0" * 64, "x", "a%00b", "..%2F..%2Flms.db"):
        assert client.get(f"/media/{digest}/x.svg").status_code == 404


# ── What a page costs ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/", "/courses/course", "/courses/course/m-01"])
def test_a_visitors_page_costs_one_statement_and_sets_no_cookie(
    house: House, client: FlaskClient, statements: Statements, path: str
) -> None:
    make_course(house, "course", THREE)
    with statements() as log:
        answer = client.get(f"/en{path}")
    assert answer.status_code == 200
    assert len(log) == 1
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("path", "most"), [("/", 3), ("/courses/course", 3), ("/courses/course/m-01", 4)])
def test_a_signed_in_readers_page_costs_four_statements_at_most(
    house: House, client: FlaskClient, statements: Statements, path: str, most: int
) -> None:
    make_course(house, "course", THREE)
    make_course(house, "second", [ModuleToMake("n-01")])
    sign_in(client, make_person(house))
    with statements() as log:
        assert client.get(f"/en{path}").status_code == 200
    assert len(log) <= most
