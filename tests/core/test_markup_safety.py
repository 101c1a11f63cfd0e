"""Whatever is written, nothing that runs reaches a page, and rendering always comes to an end."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lms.core.markup import Html, Rendered, clean_svg, render, render_inline_block

PIECES = [
    "# ", "## ", "### ", " {#a}", " {#practice minutes=5}", "\n", "\n\n", "    ", "  ", "\t", "- ", "1. ",
    "> ", "!!! note\n", ": ", "|", "|---|", "```", "```python run", "```output", "```check", "```claims",
    "```mermaid", "~~~", "$", "$$", "\\frac{a}{b}", "\\", "`", "``", "*", "**", "_", "[", "]", "(", ")", "![",
    "](", "[^1]", "[^1]:", "[a]: ", "<", ">", "</", "<!--", "-->", "<![CDATA[", "<script>", "</script>",
    "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<b onclick=x>",
    "<a href=\"javascript:alert(1)\">", "[x](javascript:alert(1))", "[x](jAvA\tscript:alert(1))",
    "![x](data:text/html,x)", "<style>", "<math><mtext></mtext>", "<iframe srcdoc=\"<script>x</script>\">",
    "\\text{<script>alert(1)</script>}", "\\href{javascript:alert(1)}{x}", "&#106;avascript:",
    "&lt;script&gt;", "\u0000", "\ufeff", "\ue000", "\ue0000\ue001", "\ue002", "\u0002", "\u0003", "=>",
    "[x]", "[ ] ", "---", "===", "中文", "“", "flowchart LR", "accDescr: x", "a", "b", " ",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))

VALUE = re.compile(r'="[^"]*"')
HANDLER = re.compile(r"<[^>]*\son\w+\s*=", re.IGNORECASE)


class _Auditor(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "link",
            "meta",
            "svg",
            "h1",
            "h2",
        }:
            self.dangers.append(tag)
        for name, value in attrs:
            bare = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                self.dangers.append(name)
            if name in {"href", "src"} and re.match(r"(javascript|data|vbscript|file):", bare):
                self.dangers.append(bare)
            if name == "id":
                self.ids.append(value or "")


def audit(html: str) -> list[str]:
    auditor = _Auditor()
    auditor.feed(html)
    assert len(auditor.ids) == len(set(auditor.ids))
    lowered = html.lower()
    return auditor.dangers + [
        found for found in ("<script", "\ue000", "\ue001", "\ue002", "\ue003") if found in lowered
    ]


def rendered(text: str) -> Rendered:
    return render(text, path="en.md", language="en", link=lambda href: f"/x/{href}", image=lambda src: f"/m/{src}")


@given(TEXTS)
@example("# T\n\n## A {#a}\n\n$\\text{<script>alert(1)</script>}$ <script>x</script> [a](javascript:x)")
@example("\ue0000\ue001 `<script>` \ue0000\ue001")
@example("```check\na\n```\n[^1]\n\n[^1]: [^1]\n\n    ```check\n    a\n    ```\n")
def test_no_text_breaks_rendering_or_brings_anything_that_runs(text: str) -> None:
    result = rendered(text)
    pieces = [piece.html for section in result.sections for piece in section.pieces if isinstance(piece, Html)]
    assert audit("".join(pieces)) == []
    for part in [*pieces, *(section.title_html for section in result.sections)]:
        assert audit(part) == []
        assert not HANDLER.search(VALUE.sub('=""', part))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert all(1 <= finding.line <= lines and finding.column >= 1 for finding in result.findings)
    anchors = [section.anchor for section in result.sections]
    assert len(anchors) == len(set(anchors))
    assert audit(render_inline_block(text, language="zh")) == []


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "![a" * 10_000,
        "[a](" * 10_000,
        "<a " * 30_000,
        "<div>" * 20_000,
        "> " * 3_000 + "x",
        "- " * 3_000 + "x",
        "".join("  " * depth + "- a\n" for depth in range(300)),
        "!!! note\n" + "".join("    " * (depth + 1) + "!!! note\n" for depth in range(100)),
        "".join("`" * length + "a" for length in range(400)),
        "$a" * 50_000,
        "$" + "{" * 1_900 + "x" + "}" * 1_900 + "$",
        "a\n: b\n" * 10_000,
        "<!--\n" * 30_000,
        "\\" * 60_000,
        "*a " * 40_000,
        "## a\n" * 5_000,
        "[^a]: x\n" * 10_000,
        "word " * 100_000,
    ],
    ids=lambda text: text[:12].strip(),
)
def test_rendering_ends_soon_whatever_is_nested_or_repeated(text: str) -> None:
    before = time.process_time()
    result = rendered(text)
    assert time.process_time() - before < 15  # Without bounds the worst of these take hours.
    assert len(result.findings) <= 500


def test_what_is_too_long_is_cut_and_said() -> None:
    result = rendered("# T\n\n" + "word\n\n" * 100_000)
    assert "file-too-long" in {finding.rule for finding in result.findings}


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'
)


@pytest.mark.parametrize(
    "piece",
    [
        "<script>alert(1)</script>",
        "<g><script xlink:href='https://example.org/x.js'/></g>",
        "<rect onload='alert(1)'/>",
        "<rect ONCLICK='alert(1)'/>",
        "<foreignObject><b>x</b></foreignObject>",
        "<a xlink:href='javascript:alert(1)'><rect/></a>",
        "<a href=' java&#10;script:alert(1)'><rect/></a>",
        "<use href='https://example.org/x.svg#a'/>",
        "<use xlink:href='//example.org/x.svg#a'/>",
        "<image href='https://example.org/x.png'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<rect fill='url(https://example.org/x#a)'/>",
        "<rect style='fill:url(https://example.org/x)'/>",
        "<style>@import url(https://example.org/x.css);</style>",
        "<style>rect { fill: u\\72l(https://example.org/x) }</style>",
        "<style>@font-face { font-family: x; src: url(https://example.org/x) }</style>",
        "<style>rect { behavior: url(#x); width: expression(alert(1)) }</style>",
        "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>alert(1)</html:script>",
        "<g xmlns='http://www.w3.org/1999/xhtml'><iframe src='https://example.org'/></g>",
        "<handler type='application/ecmascript'>alert(1)</handler>",
        "<?xml-stylesheet href='https://example.org/x.css'?>",
    ],
)
def test_a_picture_loses_whatever_runs_or_reaches_out(piece: str) -> None:
    cleaned = clean_svg(SVG.format(f"<title>kept</title>{piece}").encode()).decode()
    assert "<title>kept</title>" in cleaned
    lowered = cleaned.lower()
    for danger in (
        "example.org",
        "alert",
        "script",
        "foreignobject",
        "iframe",
        "animate",
        "<set",
        "onload",
        "onclick",
        "data:",
    ):
        assert danger not in lowered
    assert clean_svg(cleaned.encode()).decode() == cleaned


def test_a_picture_keeps_what_it_shows() -> None:
    inside = (
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        '<style>.x { fill: url(#a) } .y > rect { stroke: red }</style><g class="x" transform="scale(2)">'
        '<rect width="3" height="4" fill="url(#a)" style="stroke: blue"/>'
        '<text xml:space="preserve">甲 &lt; 乙 &amp; "丙"</text>'
        '<use xlink:href="#a"/><image href="data:image/png;base64,iVBORw0KGgo="/></g>'
    )
    cleaned = clean_svg(SVG.format(inside).encode()).decode()
    for kept in (
        "linearGradient",
        "fill: url(#a)",
        ".y &gt; rect",
        'fill="url(#a)"',
        'style="stroke: blue"',
        'xlink:href="#a"',
        '甲 &lt; 乙 &amp; "丙"',
        "data:image/png;base64,iVBORw0KGgo=",
        'viewBox="0 0 9 9"',
    ):
        assert kept in cleaned


def test_the_words_inside_a_link_of_a_picture_stay() -> None:
    assert b"<text>x</text>" in clean_svg(SVG.format("<a href='https://example.org'><text>x</text></a>").encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "document type"),
        ('<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"), "document type"),
        (b"<svg><g></svg>", "not well-formed"),
        (b"", "not well-formed"),
        (b"\x89PNG\r\n", "not well-formed"),
        (b'<?xml version="1.0" encoding="nonsense"?><svg/>', "not well-formed"),
        (b"<html/>", "outermost element is html"),
        (b'<svg xmlns="http://www.w3.org/1999/xhtml"/>', "SVG namespace"),
        (b"<svg>" + b"<g>" * 300 + b"</g>" * 300 + b"</svg>", "deep"),
        (b"<svg>" + b" " * 2_000_001 + b"</svg>", "bytes"),
    ],
    ids=["entity", "utf-16 doctype", "broken", "empty", "png", "encoding", "html", "namespace", "deep", "large"],
)
def test_what_is_no_plain_picture_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        clean_svg(content)
    assert str(caught.value).endswith(".")


SVG_PIECES = [
    "<svg",
    ">",
    "<g",
    "</g>",
    "</svg>",
    " a='",
    "'",
    "<!--",
    "&amp;",
    "]]>",
    " onload=",
    "<style>",
    "url(",
]
SVGS = st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(SVG_PIECES)).map(lambda p: "".join(p).encode()))


@given(SVGS)
@example(b"<svg onload='x'> onload=</svg>")
def test_any_bytes_are_cleaned_or_refused(content: bytes) -> None:
    try:
        cleaned = clean_svg(content)
    except ValueError:
        return
    assert not HANDLER.search(VALUE.sub('=""', cleaned.decode()))
