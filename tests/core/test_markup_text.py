"""Markdown as authors write it becomes HTML that needs no script, no style and no further cleaning."""

from __future__ import annotations

import re
import threading

import pytest

from lms.core.markup import Html, render, render_inline_block


def body(text: str, language: str = "en") -> str:
    result = render(
        f"# T\n\n{text}",
        path="en.md",
        language=language,
        link=lambda href: f"/x/{href}",
        image=lambda src: f"/pictures/{src}",
    )
    return "".join(p.html for s in result.sections for p in s.pieces if isinstance(p, Html))


def squeezed(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


CASES = [
    # Lists, as CommonMark authors indent them.
    ("- a\n  - b\n  - c\n- d", "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>"),
    ("text:\n- a\n- b", "<p>text:</p><ul><li>a</li><li>b</li></ul>"),
    (
        "1. a\n\n   more\n\n   - x\n2. b",
        "<ol><li><p>a</p><p>more</p><ul><li>x</li></ul></li><li><p>b</p></li></ol>",
    ),
    ("1. a\n\ntext\n\n2. b", '<ol><li>a</li></ol><p>text</p><ol start="2"><li>b</li></ol>'),
    ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    ("in the year\n2021. All", "<p>in the year\n2021. All</p>"),
    ("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
    (
        '!!! tip "T"\n    a:\n    - b\n      - c',
        (
            '<div class="admonition tip" role="note"><p class="admonition-title">T</p><p>a:</p>'
            "<ul><li>b<ul><li>c</li></ul></li></ul></div>"
        ),
    ),
    # A row of hyphens is a rule and makes no heading of the line above.
    ("text\n\n---\n\ntext", "<p>text</p><hr><p>text</p>"),
    # Definition lists.
    ("A\n: one\n: two\n\nB\n: three", "<dl><dt>A</dt><dd>one</dd><dd>two</dd><dt>B</dt><dd>three</dd></dl>"),
    ("A\n: one\nB\n: two", "<dl><dt>A</dt><dd>one</dd><dt>B</dt><dd>two</dd></dl>"),
    # Tasks.
    (
        "- [ ] a *b*\n- [x] c\n  - d",
        (
            '<ul class="task-list"><li><input type="checkbox" disabled aria-label="to do"><div class="task">'
            'a <em>b</em></div></li><li><input type="checkbox" disabled checked aria-label="done">'
            '<div class="task">c<ul><li>d</li></ul></div></li></ul>'
        ),
    ),
    ("1. [ ] a", '<ol><li><input type="checkbox" disabled aria-label="to do"> a</li></ol>'),
    ("- [ ] a\n- b", '<ul><li><input type="checkbox" disabled aria-label="to do"> a</li><li>b</li></ul>'),
    # Emphasis against Han characters and their punctuation.
    ("这是**重点：**后文", "<p>这是<strong>重点：</strong>后文</p>"),
    ("snake_case_name", "<p>snake_case_name</p>"),
    # Code keeps what it holds.
    ("`a **b** <c> [^1] $d$`", "<p><code>a **b** &lt;c&gt; [^1] $d$</code></p>"),
    ("`` a`b ``", "<p><code>a`b</code></p>"),
    ("a ` b", "<p>a ` b</p>"),
    (r"\`a\` \$5 \[^1]", "<p>`a` $5 [^1]</p>"),
    # Money is no formula.
    ("from $5 to $9, US$5 and 10$", "<p>from $5 to $9, US$5 and 10$</p>"),
    # Addresses.
    (
        "[a](https://example.org/?a=1&b=$c$)",
        '<p><a rel="noopener noreferrer" href="https://example.org/?a=1&amp;b=$c$">a</a></p>',
    ),
    ("[a](../02-name/en.md#x)", '<p><a href="/x/../02-name/en.md#x">a</a></p>'),
    ("[a][r]\n\n[r]: b.md 'Title'", '<p><a href="/x/b.md" title="Title">a</a></p>'),
    (
        "<https://example.org/x>",
        '<p><a rel="noopener noreferrer" href="https://example.org/x">https://example.org/x</a></p>',
    ),
    ("![a `b` $c$](media/d.svg)", '<p><img loading="lazy" alt="a b c" src="/pictures/media/d.svg"></p>'),
    # HTML that is let through, and a comment that is not.
    ("H<sub>2</sub>O <kbd>Ctrl</kbd> <!-- x -->", "<p>H<sub>2</sub>O <kbd>Ctrl</kbd> </p>"),
    ("<!-- ## Not {#yet}\n\n```python\n-->\n\ntext", "<p>text</p>"),
    ("<details><summary>A</summary>\nText\n</details>", "<details><summary>A</summary>\nText\n</details>"),
    ('<p id="start" class="x">a</p>', "<p>a</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_markdown_reads_as_its_author_meant_it(text: str, expected: str) -> None:
    assert squeezed(body(text)) == squeezed(expected)


def test_a_table_scrolls_by_keyboard_and_names_its_columns() -> None:
    page = squeezed(body("| a | b | |\n|:--|--:|---|\n| `x\\|y` | $|z|$ | <b>c</b> |", "zh"))
    assert page.startswith('<div class="scroll" tabindex="0" role="group" aria-label="表格"><table><thead>')
    assert '<th scope="col" align="left">a</th><th scope="col" align="right">b</th><td></td>' in page
    assert '<td align="left"><code>x|y</code></td>' in page
    assert 'alttext="|z|"' in page
    assert page.endswith("</tbody></table></div>")


def test_a_table_may_follow_a_line_of_text() -> None:
    assert "<table>" in body("As follows:\n| a | b |\n|---|---|\n| 1 | 2 |")


def test_code_is_coloured_by_classes_and_scrolls_by_keyboard() -> None:
    page = body("```python\nprint('<b>')\n```")
    assert page == (
        '<div class="highlight scroll" tabindex="0" role="group" aria-label="Python code"><pre>'
        '<code class="language-python"><span class="nb">print</span><span class="p">(</span>'
        "<span class=\"s1\">'&lt;b&gt;'</span>"
        '<span class="p">)</span></code></pre></div>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "- a\n\n  ```text\n  one\n    two\n  ```\n\n- b",
        "1. a\n   ```text\n   one\n     two\n   ```\n2. b",
        "!!! note\n    a\n\n    ```text\n    one\n      two\n    ```",
        "> a\n> ```text\n> one\n>   two\n> ```",
        "Text[^1].\n\n[^1]: a\n\n    ```text\n    one\n      two\n    ```",
        "~~~text\none\n  two\n~~~",
        "````text\none\n  two\n````",
    ],
)
def test_a_fence_keeps_its_text_wherever_it_stands(text: str) -> None:
    assert '<pre><code class="language-text">one\n  two</code></pre>' in body(text)


def test_a_fence_inside_a_list_does_not_break_the_count() -> None:
    page = squeezed(body("1. a\n\n   ```text\n   x\n   ```\n\n2. b\n"))
    assert page.count("<ol>") == 1
    assert page.count("<li>") == 2


@pytest.mark.parametrize(
    ("latex", "piece"),
    [
        (r"$\frac12$", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"公式$x_{\text{最大}}$是", "<mtext>最大</mtext>"),
        (r"$\text{<script>}$", "<mtext>&lt;script&gt;</mtext>"),
        (r"$\mathbb{R} \mathbf{w}$", "<mi>ℝ</mi><mi>𝐰</mi>"),
        ("$$\\begin{aligned}a&=b\\\\c&=d\\end{aligned}$$", '<mtd columnalign="left">'),
        ("$$\n\\sum_{i=1}^n i\n$$", '<math display="block" alttext="\\sum_{i=1}^n i">'),
        ("as $$x$$ shows", '<math display="block" alttext="x">'),
        ("> $$\n> y\n> $$", '<math display="block" alttext="y">'),
        (r"$\href{javascript:alert(1)}{x} \style{color:red}{y} \class{z}{w}$", "<mi>x</mi>"),
    ],
)  # fmt: skip
def test_formulas_become_mathml(latex: str, piece: str) -> None:
    page = body(latex)
    assert piece in page
    assert "href=" not in page
    assert " style=" not in page


@pytest.mark.parametrize(
    "latex", [r"\frac{a}", r"\sqrt[3", "x^2^3", "a_", r"\left( x", "{" * 60 + "}" * 60, "a & b", "{"]
)
def test_a_broken_formula_is_shown_as_code(latex: str) -> None:
    assert body(f"a ${latex}$ b").count("<code>") == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which **one**?", "Which <strong>one</strong>?"),
        ("$x$ or `y`", None),
        ("# 2", "# 2"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("[a](#anchor)", '<a href="#anchor">a</a>'),
        ("[a](../b/en.md)", "<a>a</a>"),
        ("![a](media/b.svg)", '<img loading="lazy" alt="a">'),
        ("<script>x</script>a", "a"),
        ("", ""),
    ],
)
def test_a_short_text_comes_without_paragraph_headings_and_parts(text: str, expected: str | None) -> None:
    result = squeezed(render_inline_block(text, language="en"))
    if expected is None:
        assert result.startswith("<math")
        assert result.endswith("<code>y</code>")
    else:
        assert result == squeezed(expected)


def test_a_short_text_may_hold_code_and_tables() -> None:
    assert "<table>" in render_inline_block("| a |\n|---|\n| b |", language="zh")
    assert 'class="highlight scroll"' in render_inline_block("Look:\n\n```python\nx = 1\n```", language="zh")
    for kind in ("check", "quiz", "mermaid", "claims"):
        assert "x =&gt; y" in render_inline_block(f"```{kind}\nx => y\n```", language="en")


def test_two_threads_do_not_mix_their_texts() -> None:
    pages: dict[str, str] = {}

    def work(name: str) -> None:
        for _ in range(20):
            pages[name] = body(f"[{name}][r]\n\n[r]: {name}.md")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pages == {name: f'<p><a href="/x/{name}.md">{name}</a></p>' for name in ("a", "b")}
