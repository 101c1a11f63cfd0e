"""A reader searches what is published, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.search import commands, service, views
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, write_course

TAG = re.compile(r"<[^>]+>")
SHIPPED = Path(__file__).parent.parent.parent / "courses"
SUGGESTED_MAXIMUM = 8
STATEMENTS_MAXIMUM = 3


def publish(house: House, *modules: ModuleToMake, course_id: str = "course", access: str = "everyone") -> None:
    make_course(house, course_id, modules, access=access)
    follow(house)


def follow(house: House) -> None:
    """Let the search follow what is published, as the keeper does."""
    assert deliver_due(house) == 0
    commands.prepare(house, lambda _line: None)


def ask(client: FlaskClient, asked: str, language: str = "en", **filters: str) -> str:
    answer = client.get(f"/{language}/search/", query_string={"q": asked, **filters})
    assert answer.status_code == 200
    return answer.text


def ask_instantly(client: FlaskClient, asked: str, language: str = "en") -> list[dict[str, Any]]:
    answer = client.get(f"/{language}/search/instant", query_string={"q": asked})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    modules: list[dict[str, Any]] = answer.get_json()["modules"]
    return modules


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/[^"]*/courses/[^"]+)"', page) if "#" in link]


def searches(page: str) -> list[str]:
    """The addresses of other searches in the page's text."""
    main = page[page.index("<main") : page.index("</main>")]
    return [unescape(link) for link in re.findall(r'href="(/../search/[^"]*)"', main)]


# ── What is found ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("数字孪生", "/zh/courses/course/m-01?mark=%E6%95%B0%E5%AD%97%E5%AD%AA%E7%94%9F#second"),
        ("孪", "/zh/courses/course/m-01?mark=%E5%AD%AA#second"),
        ("trained", "/en/courses/course/m-01?mark=Training#first"),
        ("ＴＷＩＮＳ", "/en/courses/course/m-01?mark=twins#second"),
        ("模块 m-01", "/zh/courses/course/m-01#start"),
    ],
)
def test_a_reader_lands_on_the_passage(house: House, client: FlaskClient, asked: str, found: str) -> None:
    publish(house, ModuleToMake("m-01"))
    assert links(ask(client, asked)) == [found]


def test_the_found_words_are_marked_and_grouped_by_module(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"), ModuleToMake("m-02"))
    page = ask(client, "网络", "zh")
    assert page.count("<mark>网络</mark>") == 2
    assert page.index("模块 m-01") < page.index("模块 m-02")
    assert "找到 2 个小节" in page


def test_a_module_that_is_taken_out_is_not_found_any_more(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"), ModuleToMake("m-02", extra="Zirconium stays secret."))
    assert links(ask(client, "zirconium"))
    publish(house, ModuleToMake("m-01"))
    assert links(ask(client, "zirconium")) == []
    assert links(ask(client, "network"))


def test_a_draft_is_not_found_before_it_is_published(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    write_course(house.settings.courses, modules=[ModuleToMake("m-01", extra="Zirconium is coming.")])
    assert links(ask(client, "zirconium")) == []
    publish_courses(house)
    follow(house)
    assert links(ask(client, "zirconium"))


@pytest.mark.parametrize("secret", ["Feedback", "General feedback", "right one", "反馈", "正确的"])
def test_questions_and_their_keys_are_not_found(house: House, client: FlaskClient, secret: str) -> None:
    publish(house, ModuleToMake("m-01"))
    assert links(ask(client, secret)) == []
    assert ask_instantly(client, secret) == []


def test_what_is_for_members_is_found_by_members_alone(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium for members."), access="members")
    assert links(ask(client, "zirconium")) == []
    assert ask_instantly(client, "zirconium") == []
    sign_in(client, make_person(house))
    assert links(ask(client, "zirconium"))
    assert ask_instantly(client, "zirconium")


def test_the_database_answers_while_the_index_is_being_built(
    house: House, client: FlaskClient, database_kind: str
) -> None:
    make_course(house, "course", [ModuleToMake("m-01")])
    assert deliver_due(house) == 0
    page = ask(client, "network")
    assert links(page)
    assert ("The search index is being built" in page) == (database_kind == "sqlite")
    commands.prepare(house, lambda _line: None)
    assert "The search index is being built" not in ask(client, "network")


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_words_the_page_teaches_what_can_be_asked(client: FlaskClient) -> None:
    page = ask(client, "  ")
    assert "What can be asked" in page
    assert searches(page) == [
        "/en/search/?q=%E6%B7%B7%E6%B7%86%E7%9F%A9%E9%98%B5",
        "/en/search/?q=confusion+matrix",
    ]


@pytest.mark.parametrize(("language", "words"), views.EXAMPLES)
def test_the_examples_stand_in_the_courses_that_ship(language: str, words: str) -> None:
    assert any(words in path.read_text("utf-8") for path in SHIPPED.glob(f"*/*/{language}.md"))


def test_a_reader_narrows_the_search_to_a_course_and_a_language(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium."))
    publish(house, ModuleToMake("n-01", extra="Zirconium."), course_id="other")
    assert len(links(ask(client, "zirconium"))) == 4
    page = ask(client, "zirconium", course="other", **{"in": "zh"})
    assert links(page) == ["/zh/courses/other/n-01?mark=Zirconium#first"]
    assert '<option value="other" selected>Course other</option>' in page
    assert '<option value="zh" lang="zh" selected>' in page
    header = page[: page.index("<main")]
    assert '<input type="hidden" name="course" value="other">' in header
    assert '<input type="hidden" name="in" value="zh">' in header


@pytest.mark.parametrize("filters", [{"course": "nowhere"}, {"in": "fr"}, {"course": "", "in": "zh-CN"}])
def test_a_filter_that_names_nothing_is_no_filter(
    house: House, client: FlaskClient, filters: dict[str, str]
) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium."))
    page = ask(client, "zirconium", **filters)
    assert len(links(page)) == 2
    assert " selected>" not in page


def test_nothing_under_a_filter_leads_to_what_there_is_without_it(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, "twins", **{"in": "zh"})
    assert "Nothing found for “twins”." in page
    assert "1 section found in all courses and both languages." in page
    assert searches(page) == ["/en/search/?q=twins"]
    assert len(links(ask(client, "twins"))) == 1


def test_a_word_that_is_mistyped_is_offered_as_it_is_written(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, "netwrok", **{"in": "en"})
    assert "Did you mean" in page
    assert searches(page) == ["/en/search/?q=network&in=en"]
    assert links(ask(client, "network", **{"in": "en"}))


def test_a_word_that_is_not_finished_finds_what_it_may_become(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, "digital tw", "zh")
    assert "以下小节含有以此开头的词：" in page
    assert links(page) == ["/en/courses/course/m-01?mark=Digital&mark=twins#second"]
    assert links(ask(client, "digital tw", **{"in": "zh"})) == []
    assert links(ask(client, "digital tw", course="course", **{"in": "en"}))


def test_an_empty_result_says_what_to_do(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, "xylophone")
    assert "Use fewer words" in page
    assert '<a href="/en/courses/course">Course course</a>' in page
    assert "减少词数" in ask(client, "木琴", "zh")


@pytest.mark.parametrize("asked", ["", "   ", "AND OR NOT *?:^\"'()[]", "<script>alert(1)</script>", "x" * 10_000])
def test_any_question_gets_an_answer(house: House, client: FlaskClient, asked: str) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, asked)
    assert "<script>alert" not in page
    assert len(page) < 30_000
    assert ask_instantly(client, asked) == []


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "two"])
def test_a_page_that_is_not_there_is_no_error(house: House, client: FlaskClient, number: str) -> None:
    publish(house, ModuleToMake("m-01"))
    assert client.get("/en/search/", query_string={"q": "network", "page": number}).status_code == 200


def test_many_results_are_paged_and_the_pages_keep_the_filters(house: House, client: FlaskClient) -> None:
    publish(house, *(ModuleToMake(f"m-{number:02}") for number in range(1, 36)))
    first = ask(client, "network", course="course", **{"in": "en"})
    assert len(links(first)) == service.HITS_PER_PAGE
    assert searches(first) == ["/en/search/?q=network&course=course&in=en&page=2"]
    second = client.get(searches(first)[0]).text
    assert len(links(second)) == 5
    assert not set(links(first)) & set(links(second))
    assert searches(second) == ["/en/search/?q=network&course=course&in=en"]
    assert searches(ask(client, "network", course="course", page="9"))[0].endswith("&page=2")


# ── As one types ────────────────────────────────────────────────────────────────────────────────────────────


def test_passages_come_as_one_types_grouped_by_module(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"), ModuleToMake("m-02"))
    modules = ask_instantly(client, "网络", "zh")
    assert [module["title"] for module in modules] == ["模块 m-01", "模块 m-02"]
    assert {(module["course"], module["language"]) for module in modules} == {("课程 course", "zh")}
    [passage] = modules[0]["passages"]
    assert passage["title"] == "第一个想法"
    assert passage["url"] == "/zh/courses/course/m-01?mark=%E7%BD%91%E7%BB%9C#first"
    assert "".join(text for text, _is_marked in passage["pieces"]) == "训练网络需要数据。"
    assert [text for text, is_marked in passage["pieces"] if is_marked] == ["网络"]


def test_few_passages_come_at_once_and_their_number_is_said(house: House, client: FlaskClient) -> None:
    publish(house, *(ModuleToMake(f"m-{number:02}") for number in range(1, 12)))
    modules = ask_instantly(client, "network")
    assert sum(len(module["passages"]) for module in modules) == SUGGESTED_MAXIMUM
    answer = client.get("/zh/search/instant?q=数字孪生").get_json()
    assert answer["said"] == "显示 8 个小节。"


def test_nothing_is_asked_where_nothing_is_typed(
    client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as log:
        assert ask_instantly(client, " ") == []
    assert log == []
    assert client.get("/en/search/instant").get_json() == {"modules": [], "said": ""}


def test_an_answer_as_one_types_costs_few_statements(
    house: House, client: FlaskClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    publish(house, ModuleToMake("m-01"))
    with statements() as log:
        assert ask_instantly(client, "netw")
    assert len(log) <= STATEMENTS_MAXIMUM, "\n".join(log)


def test_the_search_stands_on_every_page(client: FlaskClient) -> None:
    for path in ("/en/", "/en/nowhere"):
        page = client.get(path).text
        assert 'data-url="/en/search/instant"' in page
        assert 'data-all="All results for “QUERY”"' in page
