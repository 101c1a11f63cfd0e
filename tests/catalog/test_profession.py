"""What a course's page says of its profession: each fact with how sure it is, and nothing that is unconfirmed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from lms.catalog.reader.course_file import CODE_STATUSES, LIST_STATUSES
from lms.core.house import House
from lms.core.texts import translate
from tests.catalog.makers import make_course, publish_courses, rewrite, write_course
from tests.catalog.test_pages import Languages, text_of, unsaid

CODE = 'code = "{}", status = "{}"'
CODES = {
    "confirmed": ("Confirmed: the ministry published it.", "已确认，见于人社部公布的文件。"),
    "parsed": ("Read from the published standard", "取自已颁布的标准文本"),
    "from the consultation draft of July 2022": (
        "From the consultation draft ( 征求意见稿 ) of July 2022",
        "出自 2022 年 7 月的 征求意见稿 ，最终文本可能有所不同。",
    ),
}
LISTS = {
    "confirmed": ("The list is confirmed.", "清单已确认。"),
    "complete": ("The list is complete.", "已全部列出。"),
    "likely complete": ("The list is likely complete", "很可能已全部列出"),
    "may be short": ("The list may be short", "可能没有列全"),
}


@pytest.mark.parametrize("status", [*CODES, "unconfirmed", "Confirmed", "rumoured"])
@pytest.mark.parametrize("code", ["2-02-10-09", "2-02-38-01"])
def test_an_occupation_code_is_shown_with_its_standing_or_not_at_all(
    house: House, client: FlaskClient, code: str, status: str
) -> None:
    course = write_course(house.settings.courses) / "course.toml"
    old = {"2-02-10-09": "confirmed", "2-02-38-01": "from the consultation draft of July 2022"}
    for one, before in old.items():
        rewrite(course, CODE.format(one, before), CODE.format(one, status if one == code else "unconfirmed"))
    publish_courses(house)
    for place, language in enumerate(("en", "zh")):
        page = client.get(f"/{language}/courses/course").text
        said = [words[place] for words in CODES.values() if words[place] in text_of(page)]
        assert said == ([CODES[status][place]] if status in CODES else [])
        assert (code in page) is (status in CODES)


@pytest.mark.parametrize("status", [*LISTS, "unconfirmed", "nearly complete"])
def test_functions_are_shown_with_how_complete_they_are_or_not_at_all(
    house: House, client: FlaskClient, status: str
) -> None:
    course = write_course(house.settings.courses) / "course.toml"
    rewrite(course, 'name = { en = "Work", zh = "工作" }', 'name = { en = "Surveying", zh = "测绘" }')
    rewrite(course, 'functions_status = "confirmed"', f'functions_status = "{status}"')
    publish_courses(house)
    for place, (language, function) in enumerate({"en": "Surveying", "zh": "测绘"}.items()):
        page = client.get(f"/{language}/courses/course").text
        said = [words[place] for words in LISTS.values() if words[place] in text_of(page)]
        assert said == ([LISTS[status][place]] if status in LISTS else [])
        assert (function in page) is (status in LISTS)


def test_every_known_standing_has_words_on_the_page() -> None:
    assert {*CODE_STATUSES} == {*CODES, "unconfirmed"}
    assert {*LIST_STATUSES} == {*LISTS, "unconfirmed"}


@Languages
def test_directions_are_shown_only_where_they_are_confirmed(
    house: House, client: FlaskClient, language: str
) -> None:
    course = write_course(house.settings.courses) / "course.toml"
    rewrite(course, 'name = { en = "Practice", zh = "实践" }', 'name = { en = "Surveying", zh = "测绘" }')
    publish_courses(house)
    direction = {"en": "Surveying", "zh": "测绘"}[language]
    assert direction in client.get(f"/{language}/courses/course").text
    rewrite(course, 'directions_status = "confirmed"', 'directions_status = "unconfirmed"')
    publish_courses(house)
    assert direction not in client.get(f"/{language}/courses/course").text


@Languages
def test_a_definition_that_is_not_confirmed_gives_way_to_our_own_words_which_say_so(
    house: House, client: FlaskClient, language: str
) -> None:
    course = write_course(house.settings.courses) / "course.toml"
    official = {"en": "Does the work.", "zh": "从事这项工作。"}[language]
    own = {"en": "Keeps machines running.", "zh": "让机器一直运转。"}[language]
    said = translate(language, "The official definition, in our translation.")
    disclaimed = translate(language, "In our own words; this is not the official definition.")
    publish_courses(house)
    page = text_of(client.get(f"/{language}/courses/course").text)
    assert (official in page, said in page, own in page, disclaimed in page) == (True, True, False, False)
    rewrite(course, 'zh = "从事这项工作。", status = "confirmed"', 'zh = "从事这项工作。", status = "unconfirmed"')
    publish_courses(house)
    page = text_of(client.get(f"/{language}/courses/course").text)
    assert (official in page, said in page, own in page, disclaimed in page) == (False, False, True, True)


def test_who_promulgated_the_standard_is_said_in_the_readers_language(house: House, client: FlaskClient) -> None:
    make_course(house)
    assert unsaid(client.get("/en/courses/course").text, "The ministry, 2021") == []
    assert unsaid(client.get("/zh/courses/course").text, "人社部，2021年") == []
    assert "The ministry" not in client.get("/zh/courses/course").text
