"""A piece of HTML as a tree, whatever state it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

DEPTH_MAXIMUM = 40
"""Deeper elements are taken for their content alone: whoever walks the tree may do so by recursion."""

_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(_VOID_NAMES.split())
_BLOCK_NAMES = "address article blockquote div dl figure h1 h2 h3 h4 h5 h6 hr ol p pre section table ul"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
# What a start tag closes, and which elements it does not look beyond.
_CLOSES = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    **{block: ({"p"}, {"li", "td", "th", "dd", "blockquote", "div"}) for block in _BLOCKS},
}

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?P<rest>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'<>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=`]++)))?""")
_RAW = frozenset({"script", "style"})


@dataclass(slots=True)
class Tag:
    """An element, or the root, whose name is empty."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Tag | str] = field(default_factory=list)

    def text(self) -> str:
        """All that stands in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def walk(self) -> Iterator[Tag]:
        """This element and every one below it, in the order of the text."""
        yield self
        for child in self.children:
            if isinstance(child, Tag):
                yield from child.walk()


def parse_html(html: str) -> Tag:
    """The tree of a piece of HTML; no text raises, and none takes long.

    The parser of the standard library takes minutes for some texts that a person cannot have written.
    """
    tree = _Tree()
    position = 0
    for start, end, tag in _list_tags(html):
        tree.add_text(html[position:start])
        position = end
        if tag is not None:
            tree.add_tag(tag)
    tree.add_text(html[position:])
    return tree.root


def _list_tags(html: str) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    """Where each tag begins and ends; None stands for what shows nothing: comments, declarations, scripts."""
    position = html.find("<")
    missing: set[str] = set()  # what was looked for to the end once is not looked for again
    while position >= 0:
        end = position + 1
        tag = _TAG.match(html, position)
        if tag is not None:
            end = tag.end()
            yield position, end, tag
            if tag["name"].lower() in _RAW and not tag["end"]:
                closing = _find(html, f"</{tag['name']}", end, missing)
                if closing > 0:
                    yield end, closing, None
                    end = closing
        elif html[end : end + 1] in {"!", "?"}:
            mark = "-->" if html.startswith("!--", end) else ">"
            closing = _find(html, mark, end, missing)
            if closing > 0:
                end = closing + len(mark)
                yield position, end, None
        position = html.find("<", end)


def _find(html: str, mark: str, start: int, missing: set[str]) -> int:
    found = -1 if mark in missing else html.find(mark, start)
    if found < 0:
        missing.add(mark)
    return found


class _Tree:
    """The tree as far as it has been read."""

    def __init__(self) -> None:
        self.root = Tag("")
        self._open = [self.root]

    def add_text(self, text: str) -> None:
        if text:
            self._open[-1].children.append(unescape(text))

    def add_tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if tag["end"]:
            self._close(name)
            return
        self._make_room(name)
        if len(self._open) > DEPTH_MAXIMUM and name not in VOID:
            return
        element = Tag(name, {})
        for key, *values in _ATTRIBUTE.findall(tag["rest"]):
            element.attributes.setdefault(key.lower(), unescape("".join(values)))
        self._open[-1].children.append(element)
        if name not in VOID and not tag["rest"].endswith("/"):
            self._open.append(element)

    def _make_room(self, name: str) -> None:
        """Close what cannot go on around a new element."""
        closed, bounds = _CLOSES.get(name, (set(), set()))
        outermost = len(self._open)
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].name in bounds:
                break
            if self._open[position].name in closed:
                outermost = position
        del self._open[outermost:]

    def _close(self, name: str) -> None:
        for position in range(len(self._open) - 1, 0, -1):
            if self._open[position].name == name:
                del self._open[position:]
                return
