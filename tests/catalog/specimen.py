"""A correct course with something of everything, in which the tests make mistakes."""

from __future__ import annotations

from pathlib import Path

COURSE_ID = "specimen"
FIGURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1"/></svg>'
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><path d="M20 158h280"/></svg>'
FOLDERS = ("01-signals", "02-networks", "03-machines")

COURSE = """\
id = "specimen"
access = "everyone"
title = { en = "A specimen", zh = "样本" }
summary = { en = "Something of everything.", zh = "样样都有一点。" }

[profession]
name = { en = "Technician", zh = "技术人员" }
definition = { en = "Does the work.", zh = "从事这项工作。", status = "confirmed" }
promulgated = { en = "The ministry, 2021", zh = "人社部，2021年" }
code_2021 = { code = "2-02-10-09", status = "confirmed" }
code_2022 = { code = "2-02-38-01", status = "from the consultation draft of July 2022" }
directions_status = "confirmed"
functions_status = "likely complete"

[[directions]]
id = "products"
name = { en = "Products", zh = "产品" }
functions = ["operate"]

[[functions]]
id = "operate"
name = { en = "Operate", zh = "操作" }

[[functions]]
id = "maintain"
name = { en = "Maintain", zh = "维护" }
"""

# Every line of a module has its number in it, so that a test finds the line by its words.
MODULE = """
[[modules]]
id = "sp-{n}"
folder = "{folder}"
functions = ["operate", "maintain"]  # {n}
minutes = {{ reading = 2{n}, practice = 50, quiz = 12 }}  # {n}
draws = {n}
pass_mark_percent = 6{n}
attempts = {n}
requires = {{ sections = true, practice = true, quiz = true }}
"""

ENGLISH = """\
# Module {n}

Why module {n} matters. You will be able to measure.

## First of {n} {{#first}}

A signal is $x_{n} + 1$, as [the next module](../{other}/en.md#second) says.[^note]

![A line of module {n}](media/figure.svg)

![A spot of module {n}](media/spot.svg)

```check
sp-{n}-p01
```

### Smaller {n}

[Below](#second) there is more, and [above](../{other}/en.md) too.

```mermaid
flowchart LR
  accDescr: Sensor {n} leads to the server.
  A{n} --> B
```

## Second of {n} {{#second}}

!!! note "In short {n}"
    One thing.

```python run
print({n})
```

```output
{n}
```

## Third of {n} {{#third}}

The third part of {n}.

## Fourth of {n} {{#fourth}}

The fourth part of {n}.

## Fifth of {n} {{#fifth}}

The fifth part of {n}.

## Sixth of {n} {{#sixth}}

The sixth part of {n}.

## Practice: try {n} {{#practice minutes=40}}

Measure {n}.

## Practice: more of {n} {{#practice-more minutes=10}}

Measure {n} again.

## Sources of {n} {{#sources}}

None for {n}.

[^note]: A remark on {n}.
"""

CHINESE = """\
# 模块 {n}

模块 {n} 为什么重要。学完你会测量。

## 第一节 {n} {{#first}}

信号是 $x_{n} + 1$，见[下一个模块](../{other}/zh.md#second)。[^note]

![模块 {n} 的一条线](media/figure.svg)

![模块 {n} 的一个点](media/spot.svg)

```check
sp-{n}-p01
```

### 小节 {n}

[下面](#second)还有，[上面](../{other}/zh.md)也有。

```mermaid
flowchart LR
  accDescr: 传感器 {n} 连到服务器。
  A{n} --> B
```

## 第二节 {n} {{#second}}

!!! note "简而言之 {n}"
    一件事。

```python run
print({n})
```

```output
{n}
```

## 第三节 {n} {{#third}}

第三部分 {n}。

## 第四节 {n} {{#fourth}}

第四部分 {n}。

## 第五节 {n} {{#fifth}}

第五部分 {n}。

## 第六节 {n} {{#sixth}}

第六部分 {n}。

## 实践：试一试 {n} {{#practice minutes=40}}

测量 {n}。

## 实践：再试一试 {n} {{#practice-more minutes=10}}

再测量 {n}。

## 来源 {n} {{#sources}}

{n} 没有。

[^note]: 关于 {n} 的说明。
"""

SINGLE = """
```quiz
id: {id}
type: single
tags: signals
section: first

Which is right in {id}?
@zh {id} 里哪个对？

- [ ] wrong {id}
  > Not this: {id}.
  @zh 错 {id}
  @zh> 不是这个：{id}。
- [x] right {id}
  @zh 对 {id}
- [ ] beside {id}
  @zh 旁边 {id}
```
"""

QUIZ_END = """
```quiz
id: {id}-q10
type: truefalse
section: second

Water is wet in {id}.
@zh 在 {id} 里水是湿的。

= true
```

```quiz
id: {id}-q11
type: number
section: second
unit: ms

How long is {id}?
@zh {id} 有多长？

= 3.0 +- 5%
```

```quiz
id: {id}-p01
type: multiple
section: first
pool: practice

Which are right in practice {id}?
@zh 练习 {id} 里哪些对？

- [x] right one {id}
  @zh 对的一个 {id}
- [x] right two {id}
  @zh 对的两个 {id}
- [ ] wrong three {id}
  @zh 错的三个 {id}

? A hint for {id}.
@zh? 给 {id} 的提示。
```
"""


def _bank(n: int) -> str:
    singles = [SINGLE.format(id=f"sp-{n}-q{number:02}") for number in range(1, 10)]
    return f"# Questions of {n}\n" + "".join(singles) + QUIZ_END.format(id=f"sp-{n}")


def write_specimen(courses: Path) -> Path:
    """Write the course of three modules below `courses`; gives its folder."""
    root = courses / COURSE_ID
    root.mkdir(parents=True)
    toml = COURSE
    for n, folder in enumerate(FOLDERS, 1):
        toml += MODULE.format(n=n, folder=folder)
        (root / folder / "media").mkdir(parents=True)
        for picture in ("figure.svg", "spot.svg"):
            (root / folder / "media" / picture).write_text(FIGURE, "utf-8")
        for name, text in (("en.md", ENGLISH), ("zh.md", CHINESE)):
            (root / folder / name).write_text(text.format(n=n, other=FOLDERS[n % 3]), "utf-8")
        (root / folder / "quiz.md").write_text(_bank(n), "utf-8")
    (root / "course.toml").write_text(toml, "utf-8")
    (root / "picture.svg").write_text(PICTURE, "utf-8")
    return root
