"""The main job, as a person does it with the pages alone: sign up, read, practise, pass, earn, find."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from lms.core.house import House
from tests.quizzes.makers import fill_form

PASSWORD = "a long enough passphrase"


@dataclass(frozen=True)
class Words:
    """The words a reader looks for on the pages."""

    sign_up: str
    mark_as_read: str
    practice: str
    go_to_quiz: str
    start: str
    submit: str
    passed: str


WORDS = {
    "en": Words(
        sign_up="Sign up",
        mark_as_read="Mark as read",
        practice="I have done this practice",
        go_to_quiz="Go to the quiz",
        start="Start an attempt",
        submit="Submit and see the result",
        passed="Passed",
    ),
    "zh": Words(
        sign_up="注册",
        mark_as_read="标为已读",
        practice="我已完成本次实践",
        go_to_quiz="去测验",
        start="开始作答",
        submit="提交并查看结果",
        passed="已通过",
    ),
}


def sign_up(page: Page, language: str, login_name: str, full_name: str, join_code: str) -> None:
    page.goto(f"/{language}/sign-up")
    page.locator("[name=full_name]").fill(full_name)
    page.locator("[name=login_name]").fill(login_name)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("[name=join_code]").fill(join_code)
    page.locator("main input[type=checkbox]").check()
    page.locator("main form button[type=submit]").click()


def sign_in(page: Page, language: str, login_name: str, password: str = PASSWORD) -> None:
    page.goto(f"/{language}/sign-in")
    page.locator("[name=login_name]").fill(login_name)
    page.locator("main input[type=password]").fill(password)
    page.locator("main form button[type=submit]").click()


def read_module(page: Page, language: str, course_id: str, module_id: str) -> None:
    """Mark every section as read and declare the practice."""
    words = WORDS[language]
    page.goto(f"/{language}/courses/{course_id}/{module_id}")
    while (buttons := page.get_by_role("button", name=words.mark_as_read)).count():
        buttons.first.click()
        page.wait_for_load_state()
    page.get_by_role("button", name=words.practice).click()
    page.wait_for_load_state()


def take_quiz(page: Page, house: House, language: str, *, right: bool = True) -> int:
    """From the module's page through an attempt to its result; returns the attempt's id."""
    words = WORDS[language]
    page.get_by_role("link", name=words.go_to_quiz).click()
    page.get_by_role("button", name=words.start).click()
    page.wait_for_url(re.compile(r"/attempts/\d+$"))
    attempt_id = int(page.url.rpartition("/")[2])
    for name, values in fill_form(house, attempt_id, right=right).items():
        for value in values:
            _answer(page, name, value)
    page.get_by_role("button", name=words.submit).click()
    expect(page.locator("section.result")).to_be_visible()
    return attempt_id


def _answer(page: Page, name: str, value: str) -> None:
    """Choose, pick from a list, or type, as the input asks; a script may have put buttons before a list."""
    field = page.locator(f"[name={name}]:not([type=hidden])")
    if (picked := page.locator(f"select[name={name}]")).count():
        picked.select_option(value, force=True)
    elif (choice := page.locator(f"[name={name}][value='{value}']:not([type=hidden])")).count():
        choice.check()
    else:
        field.fill(value)
