"""Turns prepared Markdown into cleaned HTML, within bounds that no input can leave."""

from __future__ import annotations

import html
import re
import threading
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown

from lms.core.findings import Severity
from lms.core.markup.arrangement import arrange
from lms.core.markup.cleaning import clean
from lms.core.markup.inline import TASK_MARK
from lms.core.markup.page import Page
from lms.core.markup.plain import join_han_lines

# Python-Markdown looks for the other half of every bracket to the end of its paragraph, and the cleaning for
# every element among the open ones. Both are quick for texts that people write, and hours for some others.
_COST_MAXIMUM = 5_000_000
_ELEMENTS_MAXIMUM = 5_000
_BLOCK_LENGTH_MAXIMUM = 50_000

_TABLES = "markdown.extensions.tables"
_EXTENSIONS = (
    "markdown.extensions.admonition",
    "markdown.extensions.def_list",
    "markdown.extensions.sane_lists",
    _TABLES,
)
_BLANK_LINES = re.compile(r"\n[ \t]*\n")
_SPECIAL = re.compile(r"[*_\[\]<>&\\`!\ue000-\ue003]")
_INLINE_START = "\ue003"  # Keeps a title such as "1. Sensors" from becoming a list.
_thread = threading.local()


@dataclass(slots=True)
class Converter:
    """Converts the segments of one page; `cost` adds up over all of them."""

    page: Page
    cost: int = 0

    def convert(self, text: str, line: int) -> str:
        """Cleaned HTML with its tokens still in it; `line` is where the text begins."""
        if not text.strip():
            return ""
        rough = self._markdown(arrange(text), line)
        return join_han_lines(clean(rough, _Addresses(self.page, line), self.page.language))

    def convert_inline(self, text: str, line: int) -> str:
        """Cleaned HTML of a single line, such as a title, without a paragraph around it."""
        if not _SPECIAL.search(text):
            return html.escape(text, quote=False)
        rough = self._markdown(_INLINE_START + text, line).replace(_INLINE_START, "").strip()
        rough = rough.removeprefix("<p>").removesuffix("</p>")
        return clean(rough, _Addresses(self.page, line), self.page.language)

    def _markdown(self, text: str, line: int) -> str:
        brackets = text.count("<")
        blocks = _BLANK_LINES.split(text)
        self.cost += sum((block.count("[") + block.count("<")) * len(block) for block in blocks)
        is_bearable = self.cost <= _COST_MAXIMUM and brackets <= _ELEMENTS_MAXIMUM
        if is_bearable and max(map(len, blocks)) <= _BLOCK_LENGTH_MAXIMUM:
            markdown = _markdown()
            markdown.reset()
            markdown.references.update(self.page.references)
            try:
                return str(markdown.convert(text)).replace(TASK_MARK, "")
            except Exception:  # noqa: BLE001 - a text must not be able to break the rendering of a course
                _thread.markdown = None  # It stopped midway and may hold half a state.
        message = "The text is nested or bracketed beyond what can be rendered; it is printed as it stands."
        hint = "look for brackets that never close, or split the section"
        self.page.report(Severity.ERROR, "too-complex", message, line, 1, hint)
        paragraphs = (html.escape(block) for block in blocks if block.strip())
        return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Checks the attributes that stay: relative addresses are replaced by those the page prints."""

    page: Page
    line: int

    def __call__(self, element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) == ("a", "href"):
            return self._link(self.page.fill_written(value).strip())
        if (element, attribute) == ("img", "src"):
            return self._image(self.page.fill_written(value).strip())
        return self.page.fill_plain(value)

    def _link(self, href: str) -> str | None:
        if href.startswith("#"):
            if href[1:] in self.page.anchors:
                return href
            self._broken("link-broken", href, f"There is no anchor {href} in this file.", "name a section")
            return None
        if re.match(r"(?:https?|mailto|tel):", href, re.IGNORECASE):
            return href
        address = None if href.startswith("//") else self.page.link(href)
        if address is None:
            hint = "link to another module like this: ../02-name/en.md#anchor"
            self._broken("link-broken", href, f"The link {href} leads nowhere.", hint)
        return address or None

    def _image(self, src: str) -> str | None:
        if src.startswith("//") or re.match(r"[a-z][a-z0-9+.-]*:", src, re.IGNORECASE):
            message = f"The image {src} lies on another site and is not shown."
            self._broken("image-outside", src, message, "put a copy into media/, if its licence allows")
            return None
        address = self.page.image(src)
        if address is None:
            self._broken("image-missing", src, f"There is no image {src}.", "put it into media/")
        return address or None

    def _broken(self, rule: str, address: str, message: str, hint: str) -> None:
        line, column = self.page.source.locate(address) or (self.line, 1)
        self.page.report(Severity.ERROR, rule, message, line, column, hint)


def _markdown() -> Markdown:
    """This thread's converter: building one takes as long as a page of text, and it holds state."""
    markdown: Markdown | None = getattr(_thread, "markdown", None)
    if markdown is None:
        # The cleaning would drop a style attribute, so columns are aligned by the older attribute.
        options = {_TABLES: {"use_align_attribute": True}}
        markdown = Markdown(extensions=_EXTENSIONS, extension_configs=options, output_format="html")
        # Headings are ours; a row of hyphens under a line is a rule and never makes it a heading.
        markdown.parser.blockprocessors.deregister("hashheader")
        markdown.parser.blockprocessors.deregister("setextheader")
        markdown.treeprocessors.register(_Tasks(), "tasks", 5)
        _thread.markdown = markdown
    return markdown


class _Tasks:
    """Puts the words of a task beside its box instead of around it."""

    def run(self, root: Element) -> None:
        for parent in root.iter("ul"):
            if len(parent) and all(_box_holder(item) is not None for item in parent):
                parent.set("class", "task-list")
                for item in parent:
                    _part_box(item)


def _box_holder(item: Element) -> Element | None:
    """The list item itself, or its first paragraph, where a task's box stands at its beginning."""
    holder = item if (item.text or "").strip() or not len(item) else item[0]
    return holder if (holder.text or "").lstrip().startswith(TASK_MARK) else None


def _part_box(item: Element) -> None:
    holder = _box_holder(item)
    assert holder is not None
    box, _, holder.text = (holder.text or "").lstrip().removeprefix(TASK_MARK).partition(" ")
    words = Element("div", {"class": "task"})
    words.text, item.text = (holder.text, box) if holder is item else ("", box)
    for child in list(item):
        item.remove(child)
        words.append(child)
    item.append(words)
