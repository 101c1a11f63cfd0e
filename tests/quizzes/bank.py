"""A bank with a question of every type, in which every text that tells a key bears a word to listen for."""

from __future__ import annotations

import re
from collections.abc import Callable

from lms.core.house import House
from tests.catalog.makers import ModuleToMake, write_course

SECRET = re.compile(r"hushed|保密")
"""In every feedback of the graded pool, and nowhere else."""
MUTTERED = re.compile(r"muttered|低语")
"""In every feedback of the practice pool, and nowhere else."""

GRADED_STEMS = {"m-01-q01": "Orchard", "m-01-q02": "Pelican", "m-01-q03": "Quarry", "m-01-q04": "Rainbow"}
"""A word of each graded question's English stem."""

SINGLE = """
```quiz
id: m-01-q01
type: single
section: first

Orchard: how many?
@zh 果园：多少？

- [ ] none at all
  > hushedq01a
  @zh 完全没有
  @zh> 保密甲
- [x] exactly one
  > hushedq01b
  @zh 恰好一个
  @zh> 保密乙
- [50] one or two
  > hushedq01c
  @zh 一个或两个
  @zh> 保密丙

? Count the trees.
@zh? 数一数树。
! hushedq01
@zh! 保密一
```
"""
MULTIPLE = """
```quiz
id: m-01-q02
type: multiple
section: first

Pelican: which of these?
@zh 鹈鹕：哪几个？

- [x] a beak
  > hushedq02a
  @zh 喙
  @zh> 保密丁
- [x] two wings
  > hushedq02b
  @zh 两翼
  @zh> 保密戊
- [ ] four legs
  > hushedq02c
  @zh 四腿
  @zh> 保密己

! hushedq02
@zh! 保密二
```
"""
TRUE_FALSE = """
```quiz
id: m-01-q03
type: truefalse
section: second

Quarry: stone comes from there.
@zh 采石场：石头从那里来。

= true

! hushedq03
@zh! 保密三
```
"""
NUMBER = """
```quiz
id: m-01-q04
type: number
unit: ms
section: second

Rainbow: how long?
@zh 彩虹：多久？

= 3.125 +- 0.0625

! hushedq04
@zh! 保密四
```
"""


def _as_practice(block: str, number: int) -> str:
    """The same question in the practice pool, under an id and with words of its own."""
    block = re.sub(r"id: \S+", f"id: m-01-p{number:02}\npool: practice", block)
    block = SECRET.sub(lambda word: "muttered" if word[0] == "hushed" else "低语", block)
    for stem in GRADED_STEMS.values():
        block = block.replace(stem, "Practice")
    return re.sub(r"果园|鹈鹕|采石场|彩虹", "练习", block)


GRADED = (SINGLE, MULTIPLE, TRUE_FALSE, NUMBER)
PRACTICE = tuple(_as_practice(block, number) for number, block in enumerate(GRADED, 1))


def write_every_type(house: House, *, draws: int = 3, edit: Callable[[str], str] = str) -> None:
    """The module m-01 with four graded questions and the same four, otherwise worded, as checks in the reading."""
    folder = write_course(house.settings.courses, modules=[ModuleToMake("m-01", draws=draws)])
    (folder / "m-m-01" / "quiz.md").write_text(edit("# Questions\n" + "".join(GRADED + PRACTICE)), "utf-8")
    for language in ("en", "zh"):
        path = folder / "m-m-01" / f"{language}.md"
        checks = "\n\n".join(f"```check\nm-01-p{number:02}\n```" for number in range(1, len(PRACTICE) + 1))
        path.write_text(path.read_text("utf-8").replace("```check\nm-01-p01\n```", checks), "utf-8")
