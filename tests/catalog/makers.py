"""Makes courses: folders as an author writes them, and the same published."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lms.catalog import service
from lms.catalog.rules import CourseChange
from lms.core.house import House

SHIPPED = Path(__file__).parents[2] / "courses"

HEAD = """\
id = "{course_id}"
access = "{access}"
title = {{ en = "Course {course_id}", zh = "课程 {course_id}" }}
summary = {{ en = "A course of the tests.", zh = "测试用的课程。" }}

[profession]
name = {{ en = "Technician", zh = "技术人员" }}
work = {{ en = "Keeps machines running.", zh = "让机器一直运转。" }}
definition = {{ en = "Does the work.", zh = "从事这项工作。", status = "confirmed" }}
promulgated = {{ en = "The ministry, 2021", zh = "人社部，2021年" }}
code_2021 = {{ code = "2-02-10-09", status = "confirmed" }}
code_2022 = {{ code = "2-02-38-01", status = "from the consultation draft of July 2022" }}
directions_status = "confirmed"
functions_status = "confirmed"

[[directions]]
id = "practice"
name = {{ en = "Practice", zh = "实践" }}

[[functions]]
id = "work"
name = {{ en = "Work", zh = "工作" }}
"""
MODULE = """
[[modules]]
id = "{module_id}"
folder = "{folder}"
functions = ["work"]
minutes = {{ reading = {reading}, practice = 20, quiz = 5 }}
draws = {draws}
pass_mark_percent = {pass_mark_percent}
attempts = {attempts}
"""
TEXT = {
    "en": """# Module {module_id}

Why it matters. You will be able to read.

## First idea {{#first}}

Training a network needs data. {extra}

```check
{module_id}-p01
```

## Second idea {{#second}}

Digital twins mirror machines.

## Practice: try it {{#practice minutes=20}}

Try it and write down what happens.

## Sources {{#sources}}

None.
""",
    "zh": """# 模块 {module_id}

为什么重要。学完你能读懂。

## 第一个想法 {{#first}}

训练网络需要数据。{extra}

```check
{module_id}-p01
```

## 第二个想法 {{#second}}

数字孪生映射机器。

## 实践：试一试 {{#practice minutes=20}}

试一试，并记下发生了什么。

## 来源 {{#sources}}

无。
""",
}
QUESTION = """
```quiz
id: {id}
type: single
section: first
pool: {pool}

Which answer is right in {id}?
@zh {id} 的正确答案是哪个？

- [ ] wrong one of {id}
  > Feedback for the wrong one.
  @zh 错误的 {id}
  @zh> 错误项的反馈。
- [x] right one of {id}
  > Feedback for the right one.
  @zh 正确的 {id}
  @zh> 正确项的反馈。

! General feedback.
@zh! 总的反馈。
```
"""


@dataclass(frozen=True, slots=True)
class ModuleToMake:
    """A module of a made course; every question's right option is its second."""

    module_id: str
    questions: int = 3
    draws: int = 2
    pass_mark_percent: int = 60
    attempts: int = 0
    reading_minutes: int = 20
    extra: str = ""
    policy: str = ""
    """What stands in the module's table `quiz` of course.toml, such as `wait_minutes = 30`."""

    @property
    def folder(self) -> str:
        return f"m-{self.module_id}"


def write_course(
    courses: Path,
    course_id: str = "course",
    modules: Sequence[ModuleToMake] = (ModuleToMake("m-01"),),
    *,
    access: str = "everyone",
    picture: str = "",
) -> Path:
    """Write a correct course below `courses`; an existing one is written over."""
    folder = courses / course_id
    folder.mkdir(parents=True, exist_ok=True)
    toml = HEAD.format(course_id=course_id, access=access)
    for module in modules:
        toml += MODULE.format(
            module_id=module.module_id,
            folder=module.folder,
            reading=module.reading_minutes,
            draws=module.draws,
            pass_mark_percent=module.pass_mark_percent,
            attempts=module.attempts,
        )
        toml += f"quiz = {{ {module.policy} }}\n"
        home = folder / module.folder
        home.mkdir(exist_ok=True)
        for language, text in TEXT.items():
            content = text.format(module_id=module.module_id, extra=module.extra)
            (home / f"{language}.md").write_text(content, "utf-8")
        (home / "quiz.md").write_text(_bank(module), "utf-8")
    (folder / "course.toml").write_text(toml, "utf-8")
    if picture:
        (folder / "picture.svg").write_text(picture, "utf-8")
    return folder


def _bank(module: ModuleToMake) -> str:
    graded = [
        QUESTION.format(id=f"{module.module_id}-q{n:02}", pool="graded") for n in range(1, module.questions + 1)
    ]
    return "# Questions\n" + "".join(graded) + QUESTION.format(id=f"{module.module_id}-p01", pool="practice")


def publish_courses(house: House) -> list[CourseChange]:
    """Publish what stands in the settings' courses folder."""
    report = service.check(house.rooms.hook, house.settings.courses)
    with house.writing() as work:
        changes = service.publish(work, report, by="a test")
        work.session.commit()
    return changes


def make_course(
    house: House,
    course_id: str = "course",
    modules: Sequence[ModuleToMake] = (ModuleToMake("m-01"),),
    *,
    access: str = "everyone",
) -> list[CourseChange]:
    """Write a course and publish it with everything else in the folder."""
    write_course(house.settings.courses, course_id, modules, access=access)
    return publish_courses(house)


def rewrite(path: Path, old: str, new: str) -> None:
    """Put other words in the place of the first that are so."""
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}."
    path.write_text(text.replace(old, new, 1), "utf-8")


def lines_of(report: service.CheckReport) -> list[str]:
    """`file:line:column rule` of every finding, without the folder of courses."""
    return [
        f"{finding.path.removeprefix('courses/')}:{finding.line}:{finding.column} {finding.rule}"
        for finding in report.findings
    ]


def copy_courses(target: Path, *module_ids: str) -> None:
    """The courses that ship with these modules alone: what a test reads of them should not grow with them."""
    for folder in sorted(SHIPPED.iterdir()):
        head, *tables = (folder / "course.toml").read_text("utf-8").split("[[modules]]")
        kept = {
            module["folder"]: table for table in tables if (module := tomllib.loads(table))["id"] in module_ids
        }
        if kept:
            course = target / folder.name
            course.mkdir(parents=True)
            (course / "course.toml").write_text("[[modules]]".join((head, *kept.values())), "utf-8")
            for name in kept:
                shutil.copytree(folder / name, course / name)
