"""Whatever is wrong in a text is named with the line and column where its author will find it."""

from __future__ import annotations

import pytest

from lms.core.findings import Severity
from lms.core.markup import render

# Each text is wrong in one way; «» marks the place.
CASES = [
    ("title-missing", "«»Words.\n"),
    ("title-missing", "«»## Section {#a}\n"),
    ("title-missing", "\n\n«»```text\nx\n```\n\n# T\n"),
    ("title-duplicate", "# T\n\n«»# Again\n"),
    ("heading-level", "# T\n\n## A {#a}\n\n«»#### Deep\n"),
    ("heading-level", "# T\n\n«»### Early\n"),
    ("heading-empty", "# T\n\n«»## {#a}\n"),
    ("heading-form", "# T\n\n«»##Cramped\n"),
    ("heading-form", "# T\n\n«»  ## Indented\n"),
    ("heading-form", "# T\n\n«»> ## Quoted\n"),
    ("anchor-missing", "# T\n\n«»## A\n"),
    ("anchor-missing", "# T\n\n«»## A {x}\n"),
    ("anchor-form", "# T\n\n## Über {#a} «»{#Ab}\n".replace("{#a} ", "")),
    ("anchor-form", "# T\n\n## A «»{#a--b}\n"),
    ("anchor-form", "# T\n\n## A «»{#a .class}\n"),
    ("anchor-form", "# T\n\n## A {#a}\n\n### B «»{#b minutes=3}\n"),
    ("anchor-duplicate", "# T\n\n## A {#a}\n\n## B «»{#a}\n"),
    ("anchor-duplicate", "# T\n\n## A «»{#start}\n"),
    ("anchor-duplicate", "# T\n\n## A {#a}\n\n### B «»{#a}\n"),
    ("practice-minutes", "# T\n\n## P «»{#practice}\n"),
    ("practice-minutes", "# T\n\n## P «»{#reading minutes=10}\n"),
    ("fence-unclosed", "# T\n\ntext\n\n«»```python\nx = 1\n"),
    ("fence-unclosed", "# T\n\n- item\n\n  «»~~~\n  x\n"),
    ("fence-words", "# T\n\n«»```python walk\nx\n```\n"),
    ("code-language", "# T\n\n«»```klingon\nx\n```\n"),
    ("comment-unclosed", "# T\n\n«»<!-- note\n\ntext\n"),
    ("check-fence", "# T\n\n«»```check\n```\n"),
    ("check-fence", "# T\n\n«»```check\na-p01\na-p02\n```\n"),
    ("check-fence", "# T\n\n«»```check\nA P\n```\n"),
    ("check-fence", "# T\n\n- item\n\n  «»```check\n  a-p01\n  ```\n"),
    ("quiz-misplaced", "# T\n\n«»```quiz\nid: x\n```\n"),
    ("claim-source", "# T\n\n```claims\na => b\n  «»a: b\n```\n"),
    ("claim-source", "# T\n\n```claims\n«»=> b\n```\n"),
    ("claims-place", "# T\n\n```claims\na => b\n```\n\n«»After.\n"),
    ("formula", "# T\n\n字 `a$b` «»$\\frac{a$ x\n"),
    ("formula", "# T\n\n| a | b |\n|---|---|\n| x | «»$\\nosuch$ |\n"),
    ("formula", "# T\n\n- a\n\n  «»$$\n  x^\n  $$\n"),
    ("diagram-alternative", "# T\n\n«»```mermaid\nflowchart LR\n  A --> B\n```\n"),
    ("diagram", "# T\n\n«»```mermaid\nflowchart LR\n  accDescr: d\n  A[[[ -->\n```\n"),
    ("image-alternative", "# T\n\nOne `![](x)` two «»![](media/a.svg)\n"),
    ("image-alternative", "# T\n\n«»<img src=\"media/a.svg\">\n"),
    ("image-missing", "# T\n\n![a](media/a.svg) ![b](«»media/none.svg)\n"),
    ("image-outside", "# T\n\n![a](«»https://example.org/a.png)\n"),
    ("link-broken", "# T\n\n`[a](nowhere.md)` and\n[a](«»nowhere.md).\n"),
    ("link-broken", "# T\n\n[a][r]\n\n[r]: «»nowhere.md\n"),
    ("link-broken", "# T\n\n[a](«»#nowhere)\n"),
    ("link-broken", "# T\n\nText[^1].\n\n[^1]: a [b](«»nowhere.md?a=1&b=2)\n"),
    ("link-broken", "# T\n\n[a](«»//example.org/x)\n"),
    ("unsafe-html", "# T\n\n字 `<script>` «»<script>alert(1)</script>\n"),
    ("unsafe-html", "# T\n\n«»<iframe src=\"https://example.org\"></iframe>\n"),
    ("unsafe-html", "# T\n\n<b «»onclick=\"x()\">a</b>\n"),
    ("unsafe-html", "# T\n\n<b «»style=\"color:red\">a</b>\n"),
    ("unsafe-html", "# T\n\n[a](«»javascript:alert(1))\n"),
    ("unsafe-html", "# T\n\n<a href=\"«»data:text/html,x\">a</a>\n"),
    ("html-removed", "# T\n\nType `<a>` or «»<device-id>.\n"),
    ("footnote-missing", "# T\n\nText «»[^nowhere].\n"),
    ("footnote-duplicate", "# T\n\nText[^a].\n\n[^a]: one\n«»[^a]: two\n"),
    ("footnote-unused", "# T\n\nText.\n\n«»[^a]: one\n"),
    ("admonition-kind", "# T\n\n«»!!! danger\n    Words.\n"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "marked"), CASES)
def test_a_mistake_is_named_at_its_place(rule: str, marked: str) -> None:
    before, _, after = marked.partition("«»")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    findings = render(
        before + after,
        path="courses/x/en.md",
        language="en",
        link=lambda _: None,
        image=lambda src: None if "none" in src else f"/pictures/{src}",
    ).findings
    assert [(f.path, f.rule, f.line, f.column) for f in findings] == [("courses/x/en.md", rule, line, column)]
    assert findings[0].hint


def test_the_same_broken_link_is_named_wherever_it_stands() -> None:
    text = "# T\n\n[a](b.md)\n\n[a](b.md) and [a](b.md#x)\n\n## A {#a}\n\n[a](b.md)\n"
    findings = render(text, path="en.md", language="en", link=lambda _: None, image=lambda _: None).findings
    assert [(f.line, f.column) for f in findings] == [(3, 5), (5, 5), (5, 19), (9, 5)]


def test_windows_line_ends_and_a_byte_order_mark_move_no_place() -> None:
    text = "\ufeff# T\r\n\r\n[a](b.md)\r\n"
    (finding,) = render(text, path="en.md", language="en", link=lambda _: None, image=lambda _: None).findings
    assert (finding.line, finding.column) == (3, 5)


def test_what_the_caller_has_reported_itself_is_left_out_without_a_word() -> None:
    text = "# T\n\n[a](b.md) ![c](d.svg)\n"
    result = render(text, path="en.md", language="en", link=lambda _: "", image=lambda _: "")
    assert result.findings == ()


def test_what_only_looks_wrong_is_a_warning_and_what_breaks_the_page_an_error() -> None:
    text = "# T\n\n<b onclick='x'>a</b> [a](b.md)\n"
    findings = render(text, path="en.md", language="en", link=lambda _: None, image=lambda _: None).findings
    assert {f.rule: f.severity for f in findings} == {
        "unsafe-html": Severity.WARNING,
        "link-broken": Severity.ERROR,
    }
