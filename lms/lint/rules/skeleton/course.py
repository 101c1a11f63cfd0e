"""The files of a course that is begun, its id and the numbers of its modules."""

from __future__ import annotations

import re
from string import Template

FIRST_FUNCTION = "first-function"

_COURSE = Template("""\
id = "$id"
access = "everyone"
title = { en = "$title", zh = "课程名称" }
summary = { en = "Who this is for, and what they will be able to do.", zh = "适合谁学，学完能做什么。" }

[profession]
name = { en = "Name of the profession", zh = "职业名称" }
work = { en = "What these people do, in one line.", zh = "一句话说明做什么。" }
definition = { en = "What these people do.", zh = "这些人从事什么工作。", status = "unconfirmed" }
promulgated = { en = "Who issued the standard, and when", zh = "由谁发布，何时发布" }
code_2021 = { code = "0-00-00-00", status = "unconfirmed" }
code_2022 = { code = "0-00-00-00", status = "unconfirmed" }
directions_status = "unconfirmed"
functions_status = "unconfirmed"

[[functions]]
id = "$function"
name = { en = "First function", zh = "第一项职业功能" }
""")
_MODULE_TABLE = Template("""\
[[modules]]
id = "$id"
folder = "$folder"
functions = [$functions]
minutes = { reading = 1, practice = 35, quiz = 12 }
draws = 8
pass_mark_percent = 60
attempts = 0
""")
_TERM = Template("""\
[[terms]]
en = "new term of $id"
zh = "$id 的新术语"
definition = { en = "What it means.", zh = "它的意思。" }
""")


def make_course(name: str) -> str:
    """`course.toml` without modules."""
    return _COURSE.substitute(id=name, title=name.replace("-", " ").capitalize(), function=FIRST_FUNCTION)


def make_module_table(module_id: str, folder: str, function: str = "") -> str:
    """The table that lists a module in `course.toml`."""
    return _MODULE_TABLE.substitute(id=module_id, folder=folder, functions=f'"{function}"' if function else "")


def make_glossary_entry(module_id: str) -> str:
    """The term of a module in `glossary.toml`; a line for authors where there is no module."""
    return _TERM.substitute(id=module_id) if module_id else "# One term, one translation, in every module.\n"


def next_number(course_source: str) -> int:
    """The number of the next module of a `course.toml`: one more than the greatest its ids end in."""
    numbers = re.findall(r'^id = "[a-z0-9-]*?(\d+)"', course_source.partition("[[modules]]")[2], re.MULTILINE)
    return max(map(int, numbers), default=0) + 1


def prefix_of(course_id: str) -> str:
    """What the ids of a course's modules begin with: the first letters of its words."""
    words = course_id.split("-")
    return "".join(word[0] for word in words) if len(words) > 1 else words[0][:3]
