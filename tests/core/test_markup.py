"""A module's text becomes sections with names, kinds, words and the places other rooms fill."""

from __future__ import annotations

import pytest

from lms.core.markup import Claim, CodeBlock, Heading, Html, PartMark, Rendered, SectionKind, render


def rendered(text: str, language: str = "en") -> Rendered:
    return render(
        text,
        path=f"{language}.md",
        language=language,
        link=lambda href: f"/modules/{href.removeprefix('../')}" if href.startswith("../") else None,
        image=lambda src: f"/pictures/{src}" if src.startswith("media/") else None,
        made=lambda media: f"/made/{media.name}",
    )


def page_of(result: Rendered) -> str:
    return "".join(p.html for section in result.sections for p in section.pieces if isinstance(p, Html))


def body(text: str, language: str = "en") -> str:
    return page_of(rendered(f"# Title\n\n{text}", language))


MODULE = """# Sensors and *gateways*

Why it matters.

## What a sensor `does` {#what-a-sensor-does}

Reading.

### The first idea

One.

### The second {#second-idea}

Two.

## Practice: wire one {#practice minutes=40}

Do it.

## Summary {#summary}

Remember.

## Sources {#sources}

- A book.
"""


def test_a_text_is_divided_into_its_opening_and_its_sections() -> None:
    result = rendered(MODULE)
    assert result.findings == ()
    assert result.title == "Sensors and gateways"
    assert [(s.anchor, s.kind, s.minutes, s.line) for s in result.sections] == [
        ("start", SectionKind.OPENING, 0, 1),
        ("what-a-sensor-does", SectionKind.READING, 0, 5),
        ("practice", SectionKind.PRACTICE, 40, 17),
        ("summary", SectionKind.READING, 0, 21),
        ("sources", SectionKind.BACK_MATTER, 0, 25),
    ]
    assert (result.sections[1].title, result.sections[1].title_html) == (
        "What a sensor does",
        "What a sensor <code>does</code>",
    )


def test_the_headings_of_sections_are_left_to_the_page_and_smaller_ones_have_lasting_ids() -> None:
    result = rendered(MODULE)
    assert "<h2" not in page_of(result)
    assert result.sections[1].headings == (
        Heading("what-a-sensor-does--1", "The first idea"),
        Heading("second-idea", "The second"),
    )
    assert '<h3 id="what-a-sensor-does--1">The first idea</h3>' in page_of(result)
    assert '<h3 id="second-idea">The second</h3>' in page_of(result)


def test_both_languages_get_the_same_generated_ids() -> None:
    chinese = rendered("# 标题\n\n## 传感器 {#sensors}\n\n### 一\n\n### 二\n", "zh")
    english = rendered("# Title\n\n## Sensors {#sensors}\n\n### One\n\n### Two\n", "en")
    assert [h.anchor for h in chinese.sections[1].headings] == [h.anchor for h in english.sections[1].headings]


def test_number_signs_inside_code_are_no_headings() -> None:
    result = rendered("# T\n\n## A {#a}\n\n```python\n# comment\n## another\n```\n\n    ## indented\n")
    assert [section.anchor for section in result.sections] == ["start", "a"]
    assert result.findings == ()


def test_a_title_that_begins_with_a_number_is_no_list() -> None:
    result = rendered("# 1. First & last\n\n## 2. Next *step* {#a}\n")
    assert (result.title, result.sections[1].title_html) == ("1. First & last", "2. Next <em>step</em>")


def test_a_check_marks_the_place_of_another_rooms_piece() -> None:
    result = rendered("# T\n\n## A {#a}\n\nBefore.\n\n```check\nai-01-p01\n```\n\nAfter.\n")
    before, mark, after = result.sections[1].pieces
    assert before == Html("<p>Before.</p>")
    assert mark == PartMark("check", "ai-01-p01", 7)
    assert after == Html("<p>After.</p>")


def test_claims_are_kept_and_never_printed() -> None:
    result = rendered("# T\n\nText.\n\n```claims\n5 % of 40 is 2 => 40 * 0.05\n\n  a => b => c\n```\n")
    assert result.claims == (Claim("5 % of 40 is 2", "40 * 0.05", 6), Claim("a", "b => c", 8))
    assert "40 * 0.05" not in page_of(result) + result.sections[0].plain_text


def test_a_block_to_run_knows_the_output_that_follows_it() -> None:
    text = (
        "# T\n\n```python run\nprint(1)\nprint(2)\n```\n\n```output\n1\n2\n```\n\n"
        "```sh\nls\n```\n\n```output\nx\n```\n"
    )
    assert rendered(text).code_blocks == (
        CodeBlock("python", "print(1)\nprint(2)", run=True, expected_output="1\n2", line=3),
        CodeBlock("sh", "ls", run=False, expected_output=None, line=13),
    )


def test_output_after_other_words_belongs_to_no_block() -> None:
    (block,) = rendered("# T\n\n```python run\nprint(1)\n```\n\nWords.\n\n```output\n1\n```\n").code_blocks
    assert block.expected_output is None


def test_search_reads_the_visible_words_and_nothing_else() -> None:
    result = rendered(
        "# T\n\n## A {#a}\n\nA **half**strong  word,\n`code` and $x^2$.[^1]\n\n```python\nif a < b: pass\n```\n\n"
        "```mermaid\nflowchart LR\n  accDescr: hidden\n  A[Shown] --> B\n```\n\n```check\nai-01-p01\n```\n\n"
        "- [ ] task\n\n<!-- secret -->\n\n[^1]: A note.\n\n```claims\nx => y\n```\n"
    )
    words = "A halfstrong word, code and x^2. if a < b: pass task A note."
    assert result.sections[1].plain_text == words


def test_chinese_lines_are_joined_without_a_space() -> None:
    result = rendered("# 标\n\n第一行，\n第二行\nand English\nwords。\n\n    代码\n    两行\n", "zh")
    assert page_of(result).startswith("<p>第一行，第二行\nand English\nwords。</p>")
    assert result.sections[0].plain_text == "第一行，第二行 and English words。 代码 两行"
    assert "代码\n两行" in page_of(result)


def test_a_footnote_stands_below_each_section_that_cites_it_wherever_it_is_defined() -> None:
    result = rendered(
        "# T\n\nFirst[^b] and[^a], again[^b].\n\n[^a]: Note `a`.\n\n    Second paragraph.\n\n"
        "## A {#a}\n\nOnce more[^a].\n\n## B {#b}\n\nNone.\n\n[^b]: Note b.\n"
    )
    assert result.findings == ()
    opening, first, second = (page_of(Rendered("", (s,), (), (), (), ())) for s in result.sections)
    assert opening.index("Note b.") < opening.index("Note <code>a</code>.") < opening.index("Second paragraph.")
    assert opening.count('href="#fn_1"') == 2
    assert 'href="#fnref_1_2"' in opening
    assert '<li id="fn_3">' in first
    assert "Note b" not in first
    assert "fn_" not in second
    ids = [part.split('"')[0] for part in (opening + first).split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 7
    for target in ids:
        assert f'href="#{target}"' in opening + first


def test_notes_may_cite_notes_even_themselves() -> None:
    page = body("Text[^a].\n\n[^a]: See[^b].\n[^b]: See[^a] and[^b].\n")
    assert page.count("<li id=") == 2


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Common mistake"), ("zh", "常见错误")],
)
def test_a_note_without_a_title_gets_one_in_the_language_of_the_text(language: str, title: str) -> None:
    page = body("!!! mistake\n    Words.\n", language)
    assert f'<div class="admonition mistake" role="note">\n<p class="admonition-title">{title}</p>' in page


def test_the_opening_is_named_in_the_language_of_the_text() -> None:
    assert rendered("# T\n", "en").sections[0].title == "Overview"
    assert rendered("# T\n", "zh").sections[0].title == "概述"


def test_an_empty_file_still_has_its_opening() -> None:
    result = rendered("")
    assert [section.anchor for section in result.sections] == ["start"]
    assert [finding.rule for finding in result.findings] == ["title-missing"]
