"""Reads XML that came from outside: no document type, no entities of its own, bounded in depth and number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.quizzes.reader.formats.decoding import decode_xml
from lms.quizzes.reader.formats.values import ForeignFileError

DEPTH_MAXIMUM = 100
ELEMENTS_MAXIMUM = 300_000


@dataclass(slots=True)
class Element:
    """An element without its namespace: `text` is all that stands in it outside of other elements."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def find(self, path: str) -> Element | None:
        """The first element at a path of names such as "name/text"."""
        return next(self.each(path), None)

    def each(self, path: str) -> Iterator[Element]:
        """Every element at a path of names."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.each(rest)
                else:
                    yield child

    def walk(self, name: str) -> Iterator[Element]:
        """Every element of a name below this one, however deep."""
        for child in self.children:
            if child.name == name:
                yield child
            yield from child.walk(name)

    def text_at(self, path: str) -> str:
        """The text at a path without the space around it, or "" where nothing stands."""
        element = self.find(path)
        return element.text.strip() if element else ""


def read_xml(data: bytes, name: str = "The file") -> Element:
    """The root of an XML file; raises ForeignFileError for everything that is not plain, whole XML."""
    reader = _Reader(name)
    # What the declaration says has been followed already: the parser is given UTF-8, whatever it reads there.
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    reader.attach(parser)
    try:
        parser.Parse(decode_xml(data).encode(), True)  # noqa: FBT003 - final, as C has it
    except expat.ExpatError as error:
        message = f"{name} is no whole XML at line {error.lineno}: {expat.ErrorString(error.code)}."
        raise ForeignFileError(message, "export it again; it may have been cut short or edited") from error
    if reader.root is None:
        raise ForeignFileError(f"{name} holds no element.", "export it again")
    return reader.root


class _Reader:
    """Builds the tree and stops where a bound is reached."""

    def __init__(self, name: str) -> None:
        self.root: Element | None = None
        self._name = name
        self._open: list[Element] = []
        self._count = 0

    def attach(self, parser: expat.XMLParserType) -> None:
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse_doctype

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > ELEMENTS_MAXIMUM:
            self._refuse(f"has more than {ELEMENTS_MAXIMUM:,} elements", "export fewer questions at once")
        if len(self._open) >= DEPTH_MAXIMUM:
            self._refuse(f"is nested more than {DEPTH_MAXIMUM} deep", "no bank of questions is; export it again")
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(name.rpartition(" ")[2], plain, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _refuse_doctype(self, *_declared: object) -> None:
        self._refuse("declares a document type, which could name other files", "delete the line <!DOCTYPE …>")

    def _refuse(self, what: str, remedy: str) -> None:
        raise ForeignFileError(f"{self._name} {what}, at line {self._parser.CurrentLineNumber}.", remedy)
