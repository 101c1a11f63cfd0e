"""Renders one language's text of a module, once, when it is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms.core.findings import Finding, Severity
from lms.core.markup.blocks import scan
from lms.core.markup.conversion import Converter
from lms.core.markup.fences import Fences
from lms.core.markup.footnotes import CitedNote, Footnotes
from lms.core.markup.inline import prepare_inline
from lms.core.markup.labels import label
from lms.core.markup.outline import NOTE_INDENTATION, NoteSource, Outline, SectionSource, divide
from lms.core.markup.page import Page
from lms.core.markup.plain import collapse, strip_tags
from lms.core.markup.preparation import Preparation, Prepared, Segment, Subheading
from lms.core.markup.source import Line, Source
from lms.core.markup.suspicion import report_suspicious
from lms.core.markup.values import Heading, Html, Media, PartMark, Piece, Rendered, Section, SectionKind

LENGTH_MAXIMUM = 200_000


def render(
    source: str,
    *,
    path: str,
    language: str,
    link: Callable[[str], str | None],
    image: Callable[[str], str | None],
    made: Callable[[Media], str] | None = None,
) -> Rendered:
    """Render a module's text; whatever is wrong with it is among the findings, nothing is raised.

    `link` and `image` give the address to print for a relative one: None reports it as broken, "" leaves it out
    without a word because the caller has reported it. `made` keeps a generated diagram and gives its address;
    without it `image` is asked for the diagram's name.
    """
    page = Page(
        path, language, Source.read(source[:LENGTH_MAXIMUM]), link, image, made or (lambda m: image(m.name))
    )
    if len(source) > LENGTH_MAXIMUM:
        message = f"The text has {len(source):,} characters; what follows {LENGTH_MAXIMUM:,} is left out."
        page.report(Severity.ERROR, "file-too-long", message, len(page.source.lines), 1, "divide the module")
    return _render(page, divide(scan(page.source, page.report), page.report))


def render_inline_block(source: str, *, language: str) -> str:
    """A short text, such as a question or an option, as cleaned HTML; a single paragraph comes without `<p>`.

    It has no headings, parts, notes, diagrams, pictures or links to other files.
    """
    return _render_inline_block(_short_page("", source, language, lambda _href: ""))


def check_inline_block(source: str, *, path: str, language: str) -> tuple[Finding, ...]:
    """What is wrong with a short text; lines count from its first."""
    page = _short_page(path, source, language, lambda _href: None)
    _render_inline_block(page)
    return tuple(sorted(page.findings))


def _short_page(path: str, source: str, language: str, link: Callable[[str], str | None]) -> Page:
    text = Source.read(source[:LENGTH_MAXIMUM])
    return Page(path, language, text, link, _nothing, _nothing, anchors=_Everything())


def _render_inline_block(page: Page) -> str:
    preparation = Preparation(page, Fences(page, is_plain=True), lambda name: f"[^{name}]")
    segments = preparation.prepare(scan(page.source, page.report))
    report_suspicious(page)
    converter = Converter(page)
    text = "".join(
        page.fill(converter.convert(segment.text, segment.line))
        for segment in segments
        if isinstance(segment, Segment)
    ).strip()
    if text.startswith("<p>") and text.endswith("</p>") and text.count("<p") == 1:
        text = text[3:-4]
    return text


def _nothing(_value: object) -> str:
    return ""


class _Everything:
    """Holds every anchor: a short text does not know the page it will stand on."""

    def __contains__(self, _anchor: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class _PreparedSection:
    source: SectionSource
    title: str
    body: list[Prepared]
    cited: dict[str, CitedNote]
    notes: dict[str, list[Prepared]]


def _render(page: Page, outline: Outline) -> Rendered:
    page.anchors, page.references = outline.anchors, outline.references
    fences = Fences(page)
    footnotes = Footnotes(page, outline.notes)
    # Everything is prepared before anything is converted: only then is it known what in the source is no markup.
    title = _prepare_title(outline.title, page, footnotes)
    prepared = [_prepare_section(section, page, fences, footnotes) for section in outline.sections]
    footnotes.report_unused()
    report_suspicious(page)
    assembly = _Assembly(page, Converter(page))
    sections = tuple(assembly.section(section, footnotes) for section in prepared)
    return Rendered(
        title=assembly.plain(assembly.converter.convert_inline(title, 1)),
        sections=sections,
        media=tuple(page.media.values()),
        code_blocks=tuple(page.code_blocks),
        claims=tuple(page.claims),
        findings=tuple(sorted(page.findings)),
    )


def _prepare_title(line: Line | None, page: Page, footnotes: Footnotes) -> str:
    return "".join(prepare_inline([line], page, footnotes.cite)) if line else ""


def _prepare_section(source: SectionSource, page: Page, fences: Fences, footnotes: Footnotes) -> _PreparedSection:
    cited = footnotes.open_section()
    title = _prepare_title(source.heading.text, page, footnotes)
    fences.text_follows(source.heading.line)
    body = Preparation(page, fences, footnotes.cite).prepare(source.items)
    notes: dict[str, list[Prepared]] = {}
    while waiting := [name for name in cited if name not in notes]:  # A note may cite another.
        for name in waiting:
            notes[name] = Preparation(page, fences, footnotes.cite).prepare(
                cited[name].source.items, NOTE_INDENTATION
            )
    return _PreparedSection(source, title, body, cited, notes)


@dataclass(frozen=True, slots=True)
class _Assembly:
    """Converts what has been prepared and puts the pieces of each section together."""

    page: Page
    converter: Converter

    def section(self, prepared: _PreparedSection, footnotes: Footnotes) -> Section:
        heading = prepared.source.heading
        title = self.converter.convert_inline(prepared.title, heading.line)
        pieces: list[Piece] = []
        plain: list[str] = []
        headings: list[Heading] = []
        for item in prepared.body:
            if isinstance(item, PartMark):
                pieces.append(item)
                continue
            rough = self._convert(item)
            plain.append(self.plain(rough))
            _append(pieces, self.page.fill(rough))
            if isinstance(item, Subheading) and item.heading.level == 3:
                headings.append(Heading(item.heading.anchor, plain[-1]))

        def note(source: NoteSource) -> str:
            rough = "".join(self._convert(item) for item in prepared.notes[source.label])
            plain.append(self.plain(rough))
            return self.page.fill(rough)

        _append(pieces, footnotes.print(prepared.cited, note))
        is_opening = heading.kind is SectionKind.OPENING
        words = label("opening", self.page.language)
        return Section(
            anchor=heading.anchor,
            title=words if is_opening else self.plain(title),
            title_html=words if is_opening else self.page.fill(title),
            kind=heading.kind,
            minutes=heading.minutes if heading.kind is SectionKind.PRACTICE else 0,
            line=heading.line,
            pieces=tuple(pieces),
            plain_text=collapse(" ".join(plain)),
            headings=tuple(headings),
        )

    def plain(self, rough: str) -> str:
        """The visible words of cleaned HTML with tokens in it."""
        return collapse(self.page.fill_plain(strip_tags(rough)))

    def _convert(self, item: Prepared) -> str:
        match item:
            case Segment():
                return self.converter.convert(item.text, item.line)
            case Subheading(heading, text):
                anchor = f' id="{heading.anchor}"' if heading.anchor else ""
                words = self.converter.convert_inline(text, heading.line)
                return f"<h{heading.level}{anchor}>{words}</h{heading.level}>\n"
            case _:
                return ""  # A part cannot stand in a note; its fence has been reported.


def _append(pieces: list[Piece], text: str) -> None:
    """Add HTML to the last piece, or as a piece of its own after another room's."""
    if not text.strip():
        return
    if pieces and isinstance(pieces[-1], Html):
        pieces[-1] = Html(pieces[-1].html + text)
    else:
        pieces.append(Html(text))
