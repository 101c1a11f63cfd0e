"""What a newcomer sees who chooses among the courses."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from lms.core.house import House
from lms.core.texts import translate
from tests.catalog.makers import ModuleToMake, make_course, publish_courses, rewrite, write_course
from tests.catalog.specimen import PICTURE
from tests.catalog.test_pages import THREE, Languages, Readers, links_of, text_of, unsaid


@Languages
def test_a_card_says_what_the_work_is_and_a_course_without_such_words_shows_its_summary(
    house: House, client: FlaskClient, language: str
) -> None:
    own = {"en": "Keeps machines running.", "zh": "让机器一直运转。"}[language]
    summary = {"en": "A course of the tests.", "zh": "测试用的课程。"}[language]
    course = write_course(house.settings.courses) / "course.toml"
    publish_courses(house)
    page = client.get(f"/{language}/").text
    assert own in page
    assert summary not in page
    rewrite(course, 'work = { en = "Keeps machines running.", zh = "让机器一直运转。" }\n', "")
    publish_courses(house)
    assert summary in client.get(f"/{language}/").text


def test_courses_in_preparation_stand_after_the_others_and_say_so(house: House, client: FlaskClient) -> None:
    make_course(house, "a-first", [])
    make_course(house, "b-second", [ModuleToMake("m-01")])
    page = text_of(client.get("/en/").text)
    order = [page.index(words) for words in ("Course b-second", "In preparation", "Course a-first")]
    assert order == sorted(order)
    assert "still being written" in page
    assert page.index("1 module 45 minutes") < page.index("In preparation")


def test_a_house_whose_courses_all_have_modules_prepares_none(house: House, client: FlaskClient) -> None:
    make_course(house)
    assert "In preparation" not in client.get("/en/").text


def test_pictures_decorate_cards_without_moving_the_page_and_those_below_come_later(
    house: House, client: FlaskClient
) -> None:
    for number in range(1, 6):
        modules = [ModuleToMake(f"m-0{number}")] if number < 4 else []
        write_course(house.settings.courses, f"course-{number}", modules, picture=PICTURE)
    write_course(house.settings.courses, "course-6", [])
    publish_courses(house)
    shown = re.findall(r'<img class="picture"[^>]*>', client.get("/en/").text)
    assert len(shown) == 5
    assert all(part in image for image in shown for part in ('alt=""', 'width="320" height="180"'))
    assert [image.count('loading="lazy"') for image in shown] == [0, 0, 0, 1, 1]
    [of_the_course] = re.findall(r'<img class="picture"[^>]*>', client.get("/en/courses/course-1").text)
    assert "lazy" not in of_the_course
    assert "<img" not in client.get("/en/courses/course-6").text


@Languages
def test_modules_name_the_functions_they_serve_and_functions_the_modules_that_rest_on_them(
    house: House, client: FlaskClient, language: str
) -> None:
    course = write_course(house.settings.courses, "course", THREE) / "course.toml"
    more = '[[functions]]\nid = "rest"\nname = { en = "Rest", zh = "休息" }\n\n[[modules]]'
    rewrite(course, "[[modules]]", more)
    rewrite(course, 'functions = ["work"]', 'functions = ["rest", "work"]')
    publish_courses(house)
    page = client.get(f"/{language}/courses/course").text
    words = {
        "en": (
            "Serves the functions: Work; Rest",
            "Serves the functions: Work",
            "Rest Module 1",
            "Module 1 Module 2",
        ),
        "zh": ("对应职业功能：工作、休息", "对应职业功能：工作", "休息 模块 1", "模块 1 模块 2 模块 3"),
    }
    assert unsaid(page, *words[language]) == []
    assert translate(language, "no module yet") not in page
    assert links_of(page).count(f"/{language}/courses/course/m-01") == 3


@Languages
def test_a_function_that_no_module_rests_on_yet_says_so(house: House, client: FlaskClient, language: str) -> None:
    course = write_course(house.settings.courses) / "course.toml"
    rewrite(course, 'functions = ["work"]', "functions = []")
    publish_courses(house)
    page = client.get(f"/{language}/courses/course").text
    assert unsaid(page, translate(language, "no module yet")) == []
    make_course(house, "empty", [])
    assert translate(language, "no module yet") not in client.get(f"/{language}/courses/empty").text


@Readers
@Languages
def test_a_course_for_members_says_so_in_the_same_words_everywhere(
    house: House, enter: Callable[[bool], FlaskClient], signed_in: bool, language: str
) -> None:
    make_course(house, "course", THREE[:1], access="members")
    words, client = translate(language, "For signed-in readers"), enter(signed_in)
    for path in ("/", "/courses/course", *(["/courses/course/m-01"] if signed_in else [])):
        assert words in text_of(client.get(f"/{language}{path}").text), path
    make_course(house, "course", THREE[:1])
    for path in ("/", "/courses/course", "/courses/course/m-01"):
        assert words not in text_of(client.get(f"/{language}{path}").text), path
