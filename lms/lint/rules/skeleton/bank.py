"""The bank of a module that is begun: questions enough, of several types, about every section."""

from __future__ import annotations

from string import Template

from lms.lint.rules.guide import GRADED_MINIMUM
from lms.lint.rules.skeleton.ordinals import CHINESE, ORDINALS

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


def make_bank(module_id: str) -> str:
    """Twelve graded questions of four types, and a practice question for each section."""
    blocks, claims = [], []
    for number in range(1, GRADED_MINIMUM + 1):
        template = (_SINGLE, _NUMBER, _TRUE_FALSE, _ORDER)[number % 4]
        question_id = f"{module_id}-q{number:02}"
        blocks.append(_make_question(template, question_id, ORDINALS[number % len(ORDINALS)], number))
        if template is _NUMBER:
            claims.append(f"{question_id} => calc {number} * 4 = {number * 4}\n")
    for number, ordinal in enumerate(ORDINALS, 1):
        # They are numbered on, so that no two questions ask the same.
        fields = (f"{module_id}-p{number:02}", ordinal, GRADED_MINIMUM + number)
        blocks.append(_make_question(_SINGLE, *fields, pool="pool: practice\n"))
    return _BANK.substitute(questions="".join(blocks), claims="".join(claims))


def _make_question(template: Template, question_id: str, ordinal: str, number: int, *, pool: str = "") -> str:
    right = number % 3 if pool else number // 4 % 4
    return template.substitute(
        id=question_id,
        ordinal=ordinal,
        chinese=CHINESE[ordinal],
        number=number,
        pool=pool,
        options="".join((*_OPTIONS[1 : 1 + right], _OPTIONS[0], *_OPTIONS[1 + right :])),
        area=number * 4,
    )
