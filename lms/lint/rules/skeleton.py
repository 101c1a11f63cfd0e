"""What the beginning of a course and of a module says: every part the guide wants, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Template

from lms.lint.rules.guide import GRADED_MINIMUM

COURSE_FILE, GLOSSARY_FILE = "course.toml", "glossary.toml"
FIRST_FUNCTION = "first-function"
ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SECTIONS = ("first", "second", "third", "fourth", "fifth")
_CHINESE = dict(zip(_SECTIONS, "一二三四五", strict=True))

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
_EN = Template("""\
# Title of the module

Begin with a situation at work: somebody has to decide something, and lacks what this module teaches.

After this module you can:

- calculate what the first idea is about;
- choose between two ways by the second idea;
- find the mistake that the third idea explains.

$sections\
## Practice: something to do {#practice minutes=35}

Say what to do, step by step, and what lies on the table at the end.

- [ ] How one sees that the first step is done.
- [ ] How one sees that the result is right.

## Summary {#summary}

- What to remember of each section, in one line.

## Glossary {#glossary}

new term of $id $id 的新术语
:   What it means.

## Sources {#sources}

- Name of a public source: what it was used for.

The situation and all its numbers are invented.

```claims
The area of the example => calc 3 * 4 = 12
```
""")
_EN_SECTION = Template("""\
## The $ordinal idea {#$ordinal}

A concrete situation, then the idea in plain words$term.

### Worked example

| Quantity | Value |
|---|---|
| length | 3 m |
| width | 4 m |
| area | 12 m² |
$figure
!!! mistake "Usual mistake: what people really do"
    Why it looks right, and what comes of it.

```check
$check
```

""")
_EN_FIGURE = """
```mermaid
flowchart LR
    accTitle: What the figure is about
    accDescr: Say here what somebody who cannot see the figure would learn from it.
    A[cause] --> B[effect]
```
"""
_ZH = Template("""\
# 模块标题

先讲工作中的一个场景：有人要做决定，缺的正是本模块要讲的东西。说明它为什么重要。

学完本模块，你能够：

- 算出第一个要点所说的量；
- 按第二个要点在两种做法里选一种；
- 找出第三个要点所讲的错误。

$sections\
## 实践：动手做一件事 {#practice minutes=35}

一步一步写清要做什么，最后桌上应当摆着什么。

- [ ] 怎样看出第一步做完了。
- [ ] 怎样看出结果是对的。

## 小结 {#summary}

- 每一节要记住什么，各写一行。

## 术语表 {#glossary}

$id 的新术语 new term of $id
:   它的意思。

## 来源 {#sources}

- Name of a public source：用在哪里。

文中的场景和数字都是虚构的。

```claims
例子里的面积 => calc 3 * 4 = 12
```
""")
_ZH_SECTION = Template("""\
## 第$chinese个要点 {#$ordinal}

先讲一个具体场景，再用平常的话把要点讲清楚$term。

### 例：算一遍

| 量 | 值 |
|---|---|
| 长 | 3 m |
| 宽 | 4 m |
| 面积 | 12 m² |
$figure
!!! mistake "常见错误：人们真会犯的错"
    为什么看上去对，结果会怎样。

```check
$check
```

""")
_ZH_FIGURE = """
```mermaid
flowchart LR
    accTitle: 图的主题
    accDescr: 看不见这张图的人应当从这里知道图上说了什么。
    A[原因] --> B[结果]
```
"""
_SINGLE = Template("""\
```quiz
id: $id
type: single
section: $ordinal
$pool
No. $number: A situation that asks the reader to apply the $ordinal idea: what do they do?
@zh 第$number题：一个场景，要读者用上第$chinese个要点，该怎么做？

$options
! Why, and where it stands: see “The $ordinal idea”.
@zh! 说明原因，并指出在哪一节：见“第$chinese个要点”一节。
```

""")
_OPTIONS = (
    "- [x] What is right\n  @zh 对的做法\n  > Say why it is right.\n  @zh> 说明为什么对。\n",
    "- [ ] A mistake people make\n  @zh 人们会犯的错\n  > Say why it is wrong.\n  @zh> 说明为什么错。\n",
    "- [ ] Another way to get lost\n  @zh 另一条弯路\n  > Say what was mixed up.\n  @zh> 说明弄混了什么。\n",
    "- [ ] Something half true\n  @zh 只说对了一半\n  > Say which half is missing.\n  @zh> 说明少了哪一半。\n",
)
_TRUE_FALSE = Template("""\
```quiz
id: $id
type: truefalse
section: $ordinal

No. $number: A statement that sounds right, and is not, about the $ordinal idea.
@zh 第$number题：一句听上去对、其实不对的话，说的是第$chinese个要点。

= false

! Why: see “The $ordinal idea”.
@zh! 原因见“第$chinese个要点”一节。
```

""")
_NUMBER = Template("""\
```quiz
id: $id
type: number
unit: m²
section: $ordinal

No. $number: A room is $number m long and 4 m wide. How large is it?
@zh 第$number题：一间屋子长 $number m、宽 4 m，面积是多少？

= $area +- 0

! Length times width: see “The $ordinal idea”.
@zh! 长乘以宽：见“第$chinese个要点”一节。
```

""")
_ORDER = Template("""\
```quiz
id: $id
type: order
section: $ordinal

No. $number: Put the steps of the $ordinal idea in order.
@zh 第$number题：把第$chinese个要点的步骤排好。

1. What comes first
   @zh 最先做的事
2. What comes next
   @zh 接着做的事
3. What comes last
   @zh 最后做的事

! See “The $ordinal idea”.
@zh! 见“第$chinese个要点”一节。
```

""")


_BANK = Template("""\
# Questions

Text outside the blocks is for you and your colleagues; nobody else sees it.

$questions\
```claims
$claims\
```
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


def make_module(module_id: str) -> Mapping[str, str]:
    """The texts of a module by file name."""
    english = "".join(
        _EN_SECTION.substitute(
            ordinal=ordinal,
            check=f"{module_id}-p{number:02}",
            term="" if number > 1 else f", with the *new term of {module_id}* ({module_id} 的新术语)",
            figure="" if number > 1 else _EN_FIGURE,
        )
        for number, ordinal in enumerate(_SECTIONS, 1)
    )
    chinese = "".join(
        _ZH_SECTION.substitute(
            ordinal=ordinal,
            chinese=_CHINESE[ordinal],
            check=f"{module_id}-p{number:02}",
            term="" if number > 1 else f"，用到*{module_id} 的新术语*（new term of {module_id}）",
            figure="" if number > 1 else _ZH_FIGURE,
        )
        for number, ordinal in enumerate(_SECTIONS, 1)
    )
    return {
        "en.md": _EN.substitute(id=module_id, sections=english),
        "zh.md": _ZH.substitute(id=module_id, sections=chinese),
        "quiz.md": _make_bank(module_id),
    }


def _make_bank(module_id: str) -> str:
    """Twelve graded questions of four types, and a practice question for each section."""
    blocks, claims = [], []
    for number in range(1, GRADED_MINIMUM + 1):
        template = (_SINGLE, _NUMBER, _TRUE_FALSE, _ORDER)[number % 4]
        question_id = f"{module_id}-q{number:02}"
        blocks.append(_make_question(template, question_id, _SECTIONS[number % len(_SECTIONS)], number))
        if template is _NUMBER:
            claims.append(f"{question_id} => calc {number} * 4 = {number * 4}\n")
    for number, ordinal in enumerate(_SECTIONS, 1):
        # They are numbered on, so that no two questions ask the same.
        fields = (f"{module_id}-p{number:02}", ordinal, GRADED_MINIMUM + number)
        blocks.append(_make_question(_SINGLE, *fields, pool="pool: practice\n"))
    return _BANK.substitute(questions="".join(blocks), claims="".join(claims))


def _make_question(template: Template, question_id: str, ordinal: str, number: int, *, pool: str = "") -> str:
    right = number % 3 if pool else number // 4 % 4
    return template.substitute(
        id=question_id,
        ordinal=ordinal,
        chinese=_CHINESE[ordinal],
        number=number,
        pool=pool,
        options="".join((*_OPTIONS[1 : 1 + right], _OPTIONS[0], *_OPTIONS[1 + right :])),
        area=number * 4,
    )


def next_number(course_source: str) -> int:
    """The number of the next module of a `course.toml`: one more than the greatest its ids end in."""
    numbers = re.findall(r'^id = "[a-z0-9-]*?(\d+)"', course_source.partition("[[modules]]")[2], re.MULTILINE)
    return max(map(int, numbers), default=0) + 1


def prefix_of(course_id: str) -> str:
    """What the ids of a course's modules begin with: the first letters of its words."""
    words = course_id.split("-")
    return "".join(word[0] for word in words) if len(words) > 1 else words[0][:3]
