"""Makes our Markdown of the HTML of other systems, and says what had to be left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lms.quizzes.reader.formats.escaping import (
    escape_line_start,
    escape_words,
    find_formulas,
    tidy,
    write_formula,
)
from lms.quizzes.reader.formats.values import Notes
from lms.quizzes.rules.html_tree import Tag, parse_html

_BLOCK_NAMES = (
    "address article blockquote center div dl dd dt figcaption figure footer header h1 h2 h3 h4 h5 h6 hr main nav"
    " ol p pre section table ul details summary caption li"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary"})
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "dfn": "*"}
_CODE = frozenset({"code", "tt", "kbd", "samp"})
_SILENT = frozenset({"head", "meta", "link", "noscript", "script", "style", "template", "title"})
_MEDIA = {
    "img": "picture",
    "svg": "picture",
    "canvas": "picture",
    "video": "video",
    "audio": "sound",
    "iframe": "embedded page",
    "object": "embedded page",
    "embed": "embedded page",
}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>()\\]+", re.IGNORECASE)
_SPACE = re.compile(r"[\s\u00a0\u200b]+")
_BREAK = "<br>\n"
_MULTILANG = "multilang"


def markdown_of_html(html: str, notes: Notes, language: str = "") -> str:
    """Markdown of a piece of HTML; where a text stands in several languages (multilang), that of `language`."""
    return tidy("\n\n".join(_Writer(notes, language).blocks(parse_html(html).children)))


def plain_of_html(html: str, notes: Notes, language: str = "") -> str:
    """The words of a piece of HTML on one line, for what our bank holds as plain text."""
    tree = parse_html(html)
    if any(tag.name in _MARKS or tag.name in _CODE or tag.name in {"sub", "sup", "a"} for tag in tree.walk()):
        notes.change("formatting was left out where our bank holds plain text")
    return " ".join(_Writer(notes, language).plain(tree.children).split())


def list_languages(html: str) -> set[str]:
    """The languages in which a piece of HTML holds its texts; nothing where it holds them in one."""
    return {tag.attributes.get("lang", "") for tag in parse_html(html).walk() if _is_multilang(tag)}


def _is_multilang(tag: Tag) -> bool:
    return tag.name == "span" and _MULTILANG in tag.attributes.get("class", "").split()


class _Writer:
    """Writes Markdown; a tag it does not know it takes for its content."""

    def __init__(self, notes: Notes, language: str) -> None:
        self._notes = notes
        self._language = language

    def blocks(self, nodes: Sequence[Tag | str]) -> list[str]:
        """The paragraphs, lists, tables and blocks of code in a row of nodes."""
        blocks: list[str] = []
        run: list[Tag | str] = []
        for node in (*self._chosen(nodes), None):
            if node is not None and not (isinstance(node, Tag) and self._is_block(node)):
                run.append(node)
                continue
            blocks.append(self._paragraph(run))
            run = []
            if node is not None:
                blocks += self._block(node)
        return [block for block in blocks if block.strip()]

    def plain(self, nodes: Sequence[Tag | str]) -> str:
        return "".join(node if isinstance(node, str) else self._plain_tag(node) for node in self._chosen(nodes))

    def _plain_tag(self, tag: Tag) -> str:
        if tag.name in _SILENT:
            return ""
        if tag.name in _MEDIA:
            return self._media(tag, is_plain=True)
        inside = self.plain(tag.children)
        return f" {inside} " if tag.name in _BLOCKS or tag.name in {"br", "td", "th"} else inside

    def _chosen(self, nodes: Sequence[Tag | str]) -> list[Tag | str]:
        """The nodes without those in other languages; of neighbours in none of ours, the first."""
        chosen: list[Tag | str] = []
        group: list[Tag] = []
        for node in (*nodes, None):
            if isinstance(node, Tag) and _is_multilang(node):
                group.append(node)
            elif not (group and isinstance(node, str) and not node.strip()):
                chosen += [next((tag for tag in group if self._is_ours(tag)), group[0])] if group else []
                chosen += [node] if node is not None else []
                group = []
        return chosen

    def _is_ours(self, tag: Tag) -> bool:
        return tag.attributes.get("lang", "").lower().split("-")[0].split("_")[0] == self._language

    def _is_block(self, tag: Tag) -> bool:
        if tag.name in _BLOCKS:
            return True
        return tag.name not in _MEDIA and any(
            isinstance(child, Tag) and self._is_block(child) for child in self._chosen(tag.children)
        )

    def _block(self, tag: Tag) -> list[str]:
        writer = {"pre": _fenced, "ul": self._list, "ol": self._list, "table": self._table}.get(tag.name)
        if writer is not None:
            return [writer(tag)]
        if tag.name == "hr":
            return ["***"]
        if tag.name in _HEADINGS:
            return [_around(_one_line(self._inline(tag.children)), "**", "**")]
        inside = self.blocks(tag.children)
        if tag.name == "blockquote":
            return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(inside).split("\n"))]
        return [f":   {_indented(inside)}"] if tag.name == "dd" else inside

    def _paragraph(self, nodes: Sequence[Tag | str]) -> str:
        text = self._inline(nodes).strip()
        while text.endswith("<br>"):
            text = text[:-4].rstrip()
        lines = (line.strip() for line in text.split("\n"))
        return "\n".join(escape_line_start(line) for line in lines if line not in {"", "<br>"})

    def _list(self, tag: Tag) -> str:
        items = [child for child in tag.children if isinstance(child, Tag)]
        marks = (f"{number}. " if tag.name == "ol" else "- " for number in range(1, len(items) + 1))
        return "\n".join(
            f"{mark}{_indented(self.blocks(item.children), tight=True)}"
            for mark, item in zip(marks, items, strict=True)
        )

    def _table(self, tag: Tag) -> str:
        rows = [
            [
                _one_line(" ".join(self.blocks(cell.children))).replace("|", "\\|")
                for cell in row.children
                if isinstance(cell, Tag) and cell.name in {"td", "th"}
            ]
            for row in _rows(tag)
        ]
        width = max(map(len, rows), default=0)
        if not width:
            return ""
        filled = [[*row, *[""] * (width - len(row))] for row in rows]
        lines = [f"| {' | '.join(row)} |" for row in filled]
        return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])

    def _inline(self, nodes: Sequence[Tag | str]) -> str:
        pieces: list[str] = []
        for node in self._chosen(_joined(nodes)):
            if isinstance(node, str):
                pieces.append(_formulas(_SPACE.sub(" ", node)))
            else:
                pieces.append(self._inline_tag(node))
        return "".join(pieces)

    def _inline_tag(self, tag: Tag) -> str:
        name = tag.name
        if name in _SILENT:
            if name == "script":
                self._notes.change("a script was left out")
            return ""
        if name in _MEDIA:
            return self._media(tag)
        if name in _CODE:
            return _code(tag.text())
        return self._math(tag) if name == "math" else self._marked(tag)

    def _marked(self, tag: Tag) -> str:
        inside = self._inline(tag.children)
        if tag.name in _MARKS:
            return _around(inside, _MARKS[tag.name], _MARKS[tag.name])
        if tag.name in {"sub", "sup"}:
            return _around(inside, f"<{tag.name}>", f"</{tag.name}>")
        if tag.name == "a" and "href" in tag.attributes:
            return self._link(inside, tag.attributes["href"])
        return _BREAK if tag.name == "br" else inside

    def _link(self, inside: str, address: str) -> str:
        if not _ADDRESS.fullmatch(address.strip()):
            self._notes.change(f"a link to {address.strip()[:60]!r} was left out, its words stay")
            return inside
        return _around(inside.replace("\n", " "), "[", f"]({address.strip()})")

    def _math(self, tag: Tag) -> str:
        notation = next((one.text() for one in tag.walk() if one.name == "annotation"), "")
        latex = " ".join((tag.attributes.get("alttext") or notation).split())
        if not latex:
            self._notes.change("a formula in MathML without its LaTeX was taken as plain text")
            return escape_words(" ".join(tag.text().split()))
        is_display = tag.attributes.get("display") == "block"
        return write_formula(latex, is_display=is_display)

    def _media(self, tag: Tag, *, is_plain: bool = False) -> str:
        if latex := tag.attributes.get("data-equation-content", "").strip():
            return latex if is_plain else write_formula(latex, is_display=False)
        words = " ".join(tag.attributes.get("alt", "").split())
        name = f": {words[:80]}" if words else ""
        self._notes.change(f"a {_MEDIA[tag.name]} was left out{name}")
        return ""


def _rows(table: Tag) -> Iterator[Tag]:
    """The rows of a table, without those of tables in its cells."""
    for child in table.children:
        if isinstance(child, Tag) and child.name == "tr":
            yield child
        elif isinstance(child, Tag) and child.name in {"thead", "tbody", "tfoot"}:
            yield from _rows(child)


def _joined(nodes: Sequence[Tag | str]) -> list[Tag | str]:
    """The nodes with neighbouring texts in one, so that a formula stays whole."""
    joined: list[Tag | str] = []
    for node in nodes:
        if isinstance(node, str) and joined and isinstance(joined[-1], str):
            joined[-1] += node
        else:
            joined.append(node)
    return joined


def _formulas(text: str) -> str:
    return "".join(piece if is_formula else escape_words(piece) for piece, is_formula in find_formulas(text))


def _around(inside: str, before: str, after: str) -> str:
    """The marks directly around the words, where Markdown sees them."""
    words = inside.strip()
    if not words or words == "<br>":
        return inside
    start = inside.index(words)
    return f"{inside[:start]}{before}{words}{after}{inside[start + len(words) :]}"


def _code(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        return ""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    space = " " if "`" in (text[0], text[-1]) else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _fenced(tag: Tag) -> str:
    classes = " ".join(one.attributes.get("class", "") for one in tag.walk()).split()
    language = next((name[9:] for name in classes if re.fullmatch(r"language-[\w+-]{1,20}", name)), "")
    text = tag.text().replace("\r\n", "\n").strip("\n")
    ticks = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{ticks}{language}\n{text}\n{ticks}" if text.strip() else ""


def _indented(blocks: Sequence[str], *, tight: bool = False) -> str:
    """Blocks as the content of a list item: all lines but the first stand four spaces in."""
    is_tight = tight and len(blocks) > 1 and all(re.match(r"- |1\. ", block) for block in blocks[1:])
    text = ("\n" if is_tight else "\n\n").join(blocks)
    return "\n".join(f"    {line}" if number and line else line for number, line in enumerate(text.split("\n")))


def _one_line(text: str) -> str:
    return " ".join(text.replace("<br>", " ").split())
