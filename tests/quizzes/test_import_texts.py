"""Texts of other systems as ours: a plain one shows the same signs, HTML keeps what our Markdown has."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.markup import render_inline_block
from lms.quizzes.reader.formats.escaping import escape_plain, find_formulas, protect
from lms.quizzes.reader.formats.markdown_of_html import markdown_of_html, plain_of_html
from lms.quizzes.reader.formats.values import Notes
from lms.quizzes.rules import MATCH, ORDER, SINGLE, TRUE_FALSE
from lms.quizzes.rules.html_tree import Tag, parse_html

SIGNS = st.sampled_from(
    ["*", "_", "__", "`", "```", "~~~", "[", "]", "(", ")", "[x]", "](", "[^1]", "<", ">", "<b>", "</b>", "&",
     "&lt;", "#", "## ", "-", "- ", "+ ", "1. ", "2) ", "> ", "|", "---", "===", "!!! note", ":", ": x", "!", "? ",
     "@zh", "\\", "$", "_____", "a", "b_c", "word", "甲", "，", " ", "\n", "=", "= ", "^", "~", "{", "}", "http://x.y/z_w"]
)  # fmt: skip
MARKERS = st.sampled_from([SINGLE.marker, TRUE_FALSE.marker, MATCH.marker, ORDER.marker, None])


def shown(markdown: str) -> str:
    """The words that a reader sees, without the spaces that a browser makes one of."""
    rendered = re.sub(r"<br>|</p>\s*<p>", " ", render_inline_block(markdown, language="en"))
    return "".join(html.unescape(re.sub(r"</?p>", "", rendered)).split())


@given(st.lists(SIGNS, max_size=12).map("".join), MARKERS)
def test_a_plain_text_shows_the_signs_that_stand_in_it(text: str, marker: re.Pattern[str] | None) -> None:
    text = text.replace("$$", "$ ").replace("\\(", "\\ (").replace("\\[", "\\ [")
    written = escape_plain("\n".join(line.strip() for line in text.split("\n")))
    for markdown in (written, protect(written, marker), protect(written, marker, in_item=True)):
        assert shown(markdown) == "".join(text.split())
        assert "<" not in re.sub(r"</?p>|<br>", "", render_inline_block(markdown, language="en"))


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One <b>two </b>three</p><p>four<br>five</p>", "One **two** three\n\nfour<br>\nfive"),
        ("<i>a</i><em>b</em> <sub>2</sub>", "*a**b* <sub>2</sub>"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n    - b\n- c"),
        ("<ol><li><p>x</p><p>y</p></li><li>z</li></ol>", "1. x\n\n    y\n2. z"),
        ("<h3>Head</h3>text", "**Head**\n\ntext"),
        ('x<pre><code class="language-r">a\n\n- [x]</code></pre>y', "x\n\n```r\na\n\n- [x]\n```\n\ny"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<code>a`b</code> <tt> c </tt>", "``a`b`` `c`"),
        ("<table><tr><th>a<th>b|<tr><td>1<td>2<br>3</table>", "| a | b\\| |\n| --- | --- |\n| 1 | 2 3 |"),
        ("<blockquote><p>q</p><p>r</p></blockquote>", "> q\n>\n> r"),
        ("<dl><dt>t<dd>d</dl>", "t\n\n:   d"),
        ('<a href="https://x.y">l</a> <a href="javascript:x()">m</a> <a name="n">o</a>', "[l](https://x.y) m o"),
        ("a &amp;lt; b &lt;i&gt; c &nbsp; d", "a &amp;lt; b &lt;i> c d"),
        ("<p>1. no list</p><p>- none</p><p># no head</p>", "1\\. no list\n\n\\- none\n\n\\# no head"),
        ('<math alttext="x^2"><mi>x</mi></math> <math display="block" alttext="y"></math>', "$x^2$ $$y$$"),
        ('<img class="equation_image" data-equation-content="a+b" src="x">', "$a+b$"),
        ("<!-- no --><style>p {}</style><script>if (a < b) x('</p>')</script><p>yes</p>", "yes"),
        ("<p>open <b>bold", "open **bold**"),
        ("a < b <3 <", "a < b &lt;3 <"),
        ("</p></div>end", "end"),
    ],
)  # fmt: skip
def test_html_keeps_what_our_markdown_has(source: str, markdown: str) -> None:
    assert markdown_of_html(source, Notes()) == markdown


@pytest.mark.parametrize(
    ("source", "change"),
    [
        ('<img src="a.png" alt="a net">', "a picture was left out: a net"),
        ("<svg><text>x</text></svg>", "a picture was left out"),
        ("<video src=x></video>", "a video was left out"),
        ("<iframe src=x></iframe>", "a embedded page was left out"),
        ("<script>x</script>", "a script was left out"),
        ('<a href="javascript:x">l</a>', "a link to 'javascript:x' was left out, its words stay"),
        ("<math><mi>x</mi></math>", "a formula in MathML without its LaTeX was taken as plain text"),
    ],
)
def test_what_is_left_out_is_told(source: str, change: str) -> None:
    notes = Notes()
    assert "<" not in markdown_of_html(f"text {source}", notes)
    assert notes.changes == [change]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a $$x$$ b", "a $x$ b"),
        ("$$x$$", "$$x$$"),
        (r"a \(x\) \[y\] b", "a $x$ $$y$$ b"),
        (r"\( $$x$$ \)", r"\( $x$ \)"),
        ("$5 and $6", "$5 and $6"),
        (r"$$ $$ \(\)", r"$$ $$ \(\)"),
    ],
)
def test_formulas_of_other_systems_become_ours(text: str, written: str) -> None:
    assert "".join(piece for piece, _ in find_formulas(text)) == written


def test_words_alone_are_on_one_line_and_the_loss_of_their_form_is_told() -> None:
    notes = Notes()
    assert plain_of_html("<p>one <b>two</b></p><p>three &amp; four</p>", notes) == "one two three & four"
    assert notes.changes == ["formatting was left out where our bank holds plain text"]


@given(st.text("<>/abp !-'\"=x&;", max_size=60))
def test_no_piece_of_html_is_lost_or_raises(text: str) -> None:
    def list_text(tag: Tag) -> str:
        return "".join(child if isinstance(child, str) else list_text(child) for child in tag.children)

    assert set(list_text(parse_html(text))) <= set(html.unescape(text))
