"""A bank with a question of every type, in which every text that tells a key bears a word to listen for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lms.core.house import House
from tests.catalog.makers import ModuleToMake, write_course

SECRET = re.compile(r"hushed|保密")
"""In every feedback of the graded pool, and nowhere else."""
MUTTERED = re.compile(r"muttered|低语")
"""In every feedback of the practice pool, and nowhere else."""
TYPED_KEYS = re.compile(r"emerald|翠绿|\bbow\b|琴弓|fifths|五度")
"""What is to be typed, and stands in no question before it is answered."""

GRADED_STEMS = {
    "m-01-q01": "Orchard",
    "m-01-q02": "Pelican",
    "m-01-q03": "Quarry",
    "m-01-q04": "Rainbow",
    "m-01-q05": "Spinach",
    "m-01-q06": "Tractor",
    "m-01-q07": "Umbrella",
    "m-01-q08": "Violin",
}
"""A word of each graded question's English text."""
CHINESE_STEMS = ("果园", "鹈鹕", "采石场", "彩虹", "菠菜", "拖拉机", "雨伞", "小提琴")

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
SHORT = """
```quiz
id: m-01-q05
type: short
section: first

Spinach: which colour?
@zh 菠菜：什么颜色？

= emerald green
= 翠绿色

! hushedq05
@zh! 保密五
```
"""
ORDER = """
```quiz
id: m-01-q06
type: order
section: first

Tractor: in which order?
@zh 拖拉机：什么顺序？

1. open the door
  @zh 打开车门
2. turn the `key`
  @zh 转动`钥匙`
3. let the clutch go
  @zh 松开离合器

! hushedq06
@zh! 保密六
```
"""
MATCH = """
```quiz
id: m-01-q07
type: match
section: second

Umbrella: what belongs together?
@zh 雨伞：什么配什么？

- rain -> a coat of *wax*
  @zh 雨 -> 一层*蜡*
- snow -> a pair of boots
  @zh 雪 -> 一双靴子
- slush -> a pair of boots
  @zh 雪水 -> 一双靴子
- -> a pair of sandals
  @zh -> 一双凉鞋

! hushedq07
@zh! 保密七
```
"""
CLOZE = """
```quiz
id: m-01-q08
type: cloze
section: second

Violin: its [[bow]] is drawn over [[= 4 +- 0]] strings made of [[(steel)|wool|paper]].
@zh 小提琴：[[琴弓]]拉过[[= 4 +- 0]]根用[[(钢)|羊毛|纸]]做的弦。

It is tuned in [[fifths|perfect fifths]].
@zh 它按[[五度|纯五度]]定弦。

! hushedq08
@zh! 保密八
```
"""


def _as_practice(block: str, number: int) -> str:
    """The same question in the practice pool, under an id and with words of its own."""
    block = re.sub(r"id: \S+", f"id: m-01-p{number:02}\npool: practice", block)
    block = SECRET.sub(lambda word: "muttered" if word[0] == "hushed" else "低语", block)
    for stem in GRADED_STEMS.values():
        block = block.replace(stem, "Practice")
    return re.sub("|".join(CHINESE_STEMS), "练习", block)


SIMPLE = (SINGLE, MULTIPLE, TRUE_FALSE, NUMBER)
"""The types that have one input, or choices that are ticked."""
EVERY = (*SIMPLE, SHORT, ORDER, MATCH, CLOZE)


def write_every_type(
    house: House, *, draws: int = 3, edit: Callable[[str], str] = str, graded: Sequence[str] = SIMPLE
) -> None:
    """The module m-01 with graded questions and the same, otherwise worded, as checks in the reading."""
    practice = [_as_practice(block, number) for number, block in enumerate(graded, 1)]
    folder = write_course(house.settings.courses, modules=[ModuleToMake("m-01", draws=draws)])
    (folder / "m-m-01" / "quiz.md").write_text(edit("# Questions\n" + "".join([*graded, *practice])), "utf-8")
    for language in ("en", "zh"):
        path = folder / "m-m-01" / f"{language}.md"
        checks = "\n\n".join(f"```check\nm-01-p{number:02}\n```" for number in range(1, len(practice) + 1))
        path.write_text(path.read_text("utf-8").replace("```check\nm-01-p01\n```", checks), "utf-8")
