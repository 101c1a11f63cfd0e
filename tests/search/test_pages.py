"""A reader searches what is published, and nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.outbox import deliver_due
from lms.search import service
from tests.accounts.makers import make_person, sign_in
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, write_course

TAG = re.compile(r"<[^>]+>")


def publish(house: House, *modules: ModuleToMake, course_id: str = "course", access: str = "everyone") -> None:
    make_course(house, course_id, modules, access=access)
    assert deliver_due(house) == 0


def ask(client: FlaskClient, asked: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/search/", query_string={"q": asked})
    assert answer.status_code == 200
    return answer.text


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/[^"]*/courses/[^"]+)"', page) if "#" in link]


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
    assert deliver_due(house) == 0
    assert links(ask(client, "zirconium"))


@pytest.mark.parametrize("secret", ["Feedback", "General feedback", "right one", "反馈", "正确的"])
def test_questions_and_their_keys_are_not_found(house: House, client: FlaskClient, secret: str) -> None:
    publish(house, ModuleToMake("m-01"))
    assert links(ask(client, secret)) == []


def test_what_is_for_members_is_found_by_members_alone(
    house: House, app: FlaskClient, client: FlaskClient
) -> None:
    publish(house, ModuleToMake("m-01", extra="Zirconium for members."), access="members")
    assert links(ask(client, "zirconium")) == []
    sign_in(client, make_person(house))
    assert links(ask(client, "zirconium"))


def test_an_empty_result_says_what_to_do(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    assert "Try fewer or shorter words" in ask(client, "xylophone")
    assert "请减少或缩短词语" in ask(client, "木琴", "zh")


@pytest.mark.parametrize("asked", ["", "   ", "AND OR NOT *?:^\"'()[]", "<script>alert(1)</script>", "x" * 10_000])
def test_any_question_gets_an_answer(house: House, client: FlaskClient, asked: str) -> None:
    publish(house, ModuleToMake("m-01"))
    page = ask(client, asked)
    assert "<script>alert" not in page


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "two"])
def test_a_page_that_is_not_there_is_no_error(house: House, client: FlaskClient, number: str) -> None:
    publish(house, ModuleToMake("m-01"))
    assert client.get("/en/search/", query_string={"q": "network", "page": number}).status_code == 200


def test_many_results_are_paged(house: House, client: FlaskClient) -> None:
    publish(house, *(ModuleToMake(f"m-{number:02}") for number in range(1, 36)))
    first = ask(client, "network")
    assert len(links(first)) == service.HITS_PER_PAGE
    second = client.get("/en/search/", query_string={"q": "network", "page": 2}).text
    assert len(links(second)) == 5
    assert not set(links(first)) & set(links(second))


def test_a_reader_is_told_while_the_index_is_being_built(client: FlaskClient) -> None:
    answer = client.get("/en/search/", query_string={"q": "network"})
    assert answer.status_code == 503
    assert "The search is being built" in answer.text


def test_a_lost_index_is_built_again_at_the_next_publish(house: House, client: FlaskClient) -> None:
    publish(house, ModuleToMake("m-01"))
    (house.settings.instance / "search" / "current").unlink()
    assert client.get("/en/search/", query_string={"q": "network"}).status_code == 503
    publish(house, ModuleToMake("m-01", extra="More."))
    assert links(ask(client, "network"))
