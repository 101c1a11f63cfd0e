"""The two texts of a module that is begun: every part the guide wants, saying what to write there."""

from __future__ import annotations

from string import Template

from lms.lint.rules.skeleton.ordinals import CHINESE, ORDINALS

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


def make_texts(module_id: str) -> dict[str, str]:
    """Both texts of a module by file name."""
    english = "".join(
        _EN_SECTION.substitute(
            ordinal=ordinal,
            check=f"{module_id}-p{number:02}",
            term="" if number > 1 else f", with the *new term of {module_id}* ({module_id} 的新术语)",
            figure="" if number > 1 else _EN_FIGURE,
        )
        for number, ordinal in enumerate(ORDINALS, 1)
    )
    chinese = "".join(
        _ZH_SECTION.substitute(
            ordinal=ordinal,
            chinese=CHINESE[ordinal],
            check=f"{module_id}-p{number:02}",
            term="" if number > 1 else f"，用到*{module_id} 的新术语*（new term of {module_id}）",
            figure="" if number > 1 else _ZH_FIGURE,
        )
        for number, ordinal in enumerate(ORDINALS, 1)
    )
    return {
        "en.md": _EN.substitute(id=module_id, sections=english),
        "zh.md": _ZH.substitute(id=module_id, sections=chinese),
    }
