"""Mermaid sources become pictures in two themes, with the words that tell what they show."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from lms.core.markup import Html, Rendered, clean_svg, render
from lms.core.markup.diagrams import DARK, LIGHT, find_description

FLOW = """flowchart LR
  accTitle: 采集
  accDescr: 数据从传感器“流”到 <云>
  A[传感器] -->|采集| B{网关?}
  B --> C[(数据库)]
"""


def rendered(source: str, made: Callable[..., str] | None = None) -> Rendered:
    text = f"# T\n\nBefore.\n\n```mermaid\n{source}```\n\nAfter.\n"
    return render(text, path="zh.md", language="zh", link=lambda _: None, image=lambda src: f"/m/{src}", made=made)


def page_of(result: Rendered) -> str:
    return "".join(piece.html for piece in result.sections[0].pieces if isinstance(piece, Html))


def test_a_diagram_stands_as_two_pictures_with_the_same_words() -> None:
    result = rendered(FLOW)
    assert result.findings == ()
    light, dark = result.media
    figure = re.search(r'<figure class="diagram">(.*?)</figure>', page_of(result))
    assert figure is not None
    alternative = "数据从传感器“流”到 &lt;云&gt;"
    for kind, media, picture in zip(
        ("only-light", "only-dark"), (light, dark), figure[1].split("><"), strict=True
    ):
        assert f'class="{kind}" src="/m/{media.name}" alt="{alternative}"' in picture
        assert re.search(r'width="\d{2,4}" height="\d{2,4}" loading="lazy"', picture)
        assert re.fullmatch(r"[0-9a-f]{32}\.svg", media.name)
        assert media.content_type == "image/svg+xml"


def test_chinese_labels_are_drawn_as_text_that_an_image_shows() -> None:
    for media in rendered(FLOW).media:
        picture = media.content.decode()
        for words in ("传感器", "采集", "网关?", "数据库"):
            assert re.search(rf">{re.escape(words)}</(?:text|tspan)>", picture)
        assert "foreignObject>" not in picture
        assert clean_svg(media.content) == media.content


def test_the_themes_differ_and_the_same_source_gives_the_same_names() -> None:
    first, second = rendered(FLOW).media, rendered(FLOW).media
    assert first == second
    light, dark = (media.content.decode() for media in first)
    assert LIGHT.fills[0] in light
    assert DARK.fills[0] in dark
    assert DARK.fills[0] not in light


def test_the_caller_keeps_each_picture_and_says_where_it_is() -> None:
    kept = []

    def made(media: object) -> str:
        kept.append(media)
        return f"/kept/{len(kept)}"

    result = rendered(FLOW, made)
    assert tuple(kept) == result.media
    assert 'src="/kept/1"' in page_of(result)
    assert 'src="/kept/2"' in page_of(result)


@pytest.mark.parametrize(
    "source",
    [
        "sequenceDiagram\n  accDescr: d\n  participant D as 设备\n  D->>B: 连接\n",
        "stateDiagram-v2\n  accDescr: d\n  [*] --> 设备\n",
        "classDiagram\n  accDescr: d\n  class 设备\n",
        "erDiagram\n  accDescr: d\n  设备 ||--o{ 记录 : 产生\n",
        "gantt\n  accDescr: d\n  dateFormat YYYY-MM-DD\n  section 准备\n  设备 :a1, 2026-01-01, 10d\n",
        'pie\n  accDescr: d\n  "设备" : 40\n  "其他" : 60\n',
        "quadrantChart\n  accDescr: d\n  设备: [0.3, 0.6]\n",
        'xychart-beta\n  accDescr: d\n  x-axis [设备, 其他]\n  bar [1, 2]\n',
        "timeline\n  accDescr: d\n  1999 : 设备\n",
    ],
    ids=lambda source: source.split("\n")[0],
)  # fmt: skip
def test_each_kind_of_diagram_shows_its_chinese_words_in_both_themes(source: str) -> None:
    result = rendered(source)
    assert result.findings == ()
    assert len(result.media) == 2
    assert all("设备" in media.content.decode() for media in result.media)


def test_a_diagram_that_cannot_be_drawn_is_shown_as_its_source_with_its_description() -> None:
    result = rendered("flowchart LR\n  accDescr: 一条线\n  A[[[ -->\n")
    assert result.media == ()
    page = page_of(result)
    assert "A[[[ --&gt;" in page
    assert "<figcaption>一条线</figcaption>" in page
    assert 'aria-label="图的文字源码"' in page


def test_a_diagram_without_a_description_still_says_that_it_is_one() -> None:
    assert 'alt="图"' in page_of(rendered("flowchart LR\n  A --> B\n"))


def test_directives_and_labels_cannot_bring_anything_that_runs() -> None:
    source = (
        "%%{init: {'themeCSS': 'rect { fill: url(https://example.org/x) }', 'securityLevel': 'loose'}}%%\n"
        'flowchart LR\n  accDescr: d\n  A["<img src=x onerror=alert(1)>"] --> B\n'
        '  click B href "javascript:alert(1)"\n  click A call alert()\n'
    )
    for media in rendered(source).media:
        picture = media.content.decode().lower()
        assert "javascript:" not in picture
        assert "example.org" not in picture
        assert not re.search(r"<[^>]*\son\w+=", picture)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("flowchart LR\n  accDescr:  one   line \n  A", "one line"),
        ("flowchart LR\naccDescr {\n  two\n  lines\n}\nA", "two lines"),
        ("flowchart LR\n  accDescr:\n  A", ""),
        ("flowchart LR\n  A[accDescr: no]", ""),
    ],
)
def test_the_description_is_read_from_the_source(source: str, expected: str) -> None:
    assert find_description(source) == expected
