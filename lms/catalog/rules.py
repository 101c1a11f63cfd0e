"""What is true of a course on paper: its parts, its limits, and what makes it the same as before."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from lms.core.findings import Finding, Severity
from lms.core.languages import LANGUAGES
from lms.core.markup import Rendered, Section, SectionKind
from lms.core.parts import (
    CourseOutline,
    ModuleOutline,
    Profession,
    QuizPolicy,
    Requirements,
    SectionOutline,
    Term,
    Words,
)

RENDERING = 2
"""Raised when the same source renders to other HTML, so that the next publish renders again."""

ID_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TEXT_BYTES_MAXIMUM = 1_000_000
MEDIA_BYTES_MAXIMUM = 2_000_000
PICTURE_BYTES_MAXIMUM = 50_000
"""Of the picture of a course: the first page shows one for every course."""
MEDIA_TYPES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """What `course.toml` says of one module; `line` is where it says so."""

    module_id: str
    folder: str
    line: int
    functions: tuple[str, ...]
    reading_minutes: int
    practice_minutes: int
    quiz_minutes: int
    draws: int
    pass_mark_percent: int
    attempts: int
    quiz: QuizPolicy
    requires: Requirements


@dataclass(frozen=True, slots=True)
class CourseSpec:
    """What `course.toml` says."""

    course_id: str
    access: str
    titles: Words
    summaries: Words
    profession: Profession
    modules: tuple[ModuleSpec, ...]


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture, by the hash of its bytes."""

    name: str
    content_type: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def address(self) -> str:
        """Where it is served: the address changes with its bytes, so it may be kept for ever."""
        return f"/media/{self.digest}/{self.name}"


@dataclass(frozen=True, slots=True)
class ModuleDraft:
    """A module read from its folder and rendered, but not yet published."""

    spec: ModuleSpec
    path: str
    texts: Mapping[str, str]
    quiz: str
    rendered: Mapping[str, Rendered]
    media: tuple[MediaFile, ...]

    @property
    def content_hash(self) -> str:
        """The same for the same source, whatever folder it stands in."""
        facts = asdict(replace(self.spec, folder="", line=0))
        media = sorted((file.name, file.digest) for file in self.media)
        return content_hash([RENDERING, facts, dict(self.texts), self.quiz, media])

    def text_path(self, language: str) -> str:
        return f"{self.path}/{language}.md"

    @property
    def quiz_path(self) -> str:
        return f"{self.path}/quiz.md"


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """A course read from its folder, but not yet published."""

    path: str
    source: str
    spec: CourseSpec
    modules: tuple[ModuleDraft, ...]
    glossary: tuple[Term, ...] = ()
    picture: MediaFile | None = None

    @property
    def content_hash(self) -> str:
        picture = [self.picture.digest] if self.picture else []
        return content_hash([RENDERING, self.source, [module.content_hash for module in self.modules], *picture])


@dataclass(frozen=True, slots=True)
class CourseChange:
    """What publishing did to one course; ids of modules by what happened to them."""

    course_id: str
    number: int
    kind: str  # "new", "changed", "unchanged" or "kept"
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind == "unchanged":
            return f"{self.course_id}: unchanged (revision {self.number})"
        if self.kind == "kept":
            return (
                f"{self.course_id}: kept revision {self.number}, which was published elsewhere than in this folder"
            )
        named = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        details = "; ".join(f"{what} {', '.join(ids)}" for what, ids in named if ids)
        return f"{self.course_id}: {self.kind} (revision {self.number}){': ' + details if details else ''}"


def content_hash(value: object) -> str:
    """SHA-256 over a JSON form that does not depend on the order of keys."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def compare_languages(module: ModuleDraft) -> list[Finding]:
    """Both languages must have the same sections under the same anchors in the same order, of the same minutes."""
    if len(module.rendered) < len(LANGUAGES):
        return []
    first, *others = LANGUAGES
    return [finding for language in others for finding in _compare_with(module, first, language)]


def _compare_with(module: ModuleDraft, first: str, other: str) -> list[Finding]:
    expected, found = _sections(module, first, other), _sections(module, other, first)
    findings = [
        _sections_differ(module, first, section.line, f"Section #{anchor} is not in {other}.md.")
        for anchor, section in expected.items()
        if anchor not in found
    ]
    findings += [
        _sections_differ(module, other, section.line, f"Section #{anchor} is not in {first}.md.")
        for anchor, section in found.items()
        if anchor not in expected
    ]
    order = [anchor for anchor in expected if anchor in found]
    for place, anchor in enumerate(anchor for anchor in found if anchor in expected):
        if anchor != order[place]:
            message = f"Section #{anchor} stands in another order than in {first}.md."
            findings.append(_sections_differ(module, other, found[anchor].line, message))
            break
    for anchor in order:
        minutes, those = found[anchor].minutes, expected[anchor].minutes
        if minutes != those and minutes and those:
            message = f"Section #{anchor} takes {minutes} minutes, and {those} in {first}.md."
            findings.append(_sections_differ(module, other, found[anchor].line, message))
    return findings


def _sections(module: ModuleDraft, language: str, other: str) -> dict[str, Section]:
    """Sections by anchor; one without, which was reported, is taken for the next that only the other has."""
    own = [section.anchor for section in module.rendered[language].sections]
    lacking = iter(
        [s.anchor for s in module.rendered[other].sections if s.anchor not in own and "_" not in s.anchor]
    )
    sections = {}
    for section in module.rendered[language].sections:
        # Only an anchor that was made for want of one has an underscore.
        anchor = next(lacking, "") if "_" in section.anchor else section.anchor
        if anchor:
            sections[anchor] = section
    return sections


def _sections_differ(module: ModuleDraft, language: str, line: int, message: str) -> Finding:
    hint = "write the same sections with the same anchors in both languages"
    return Finding(module.text_path(language), line, 1, Severity.ERROR, "sections-differ", message, hint)


def compare_minutes(module: ModuleDraft) -> list[Finding]:
    """The page tells each practice's minutes, and the hours count what `course.toml` says of all of them."""
    language, rendered = next(iter(module.rendered.items()))
    practices = [section for section in rendered.sections if section.kind is SectionKind.PRACTICE]
    minutes, counted = sum(practice.minutes for practice in practices), module.spec.practice_minutes
    if minutes == counted or not all(practice.minutes for practice in practices):
        return []
    message = f"The practices take {minutes} minutes, but course.toml counts {counted}."
    hint = "write the same in both"
    place = (module.text_path(language), practices[0].line if practices else 1, 1)
    return [Finding(*place, Severity.WARNING, "minutes-differ", message, hint)]


def outline_module(draft: ModuleDraft, revision_id: int) -> ModuleOutline:
    """The published outline of a module whose text has this revision."""
    spec = draft.spec
    sections = zip(*(draft.rendered[language].sections for language in LANGUAGES), strict=True)
    return ModuleOutline(
        module_id=spec.module_id,
        revision_id=revision_id,
        titles={language: draft.rendered[language].title for language in LANGUAGES},
        sections=tuple(
            SectionOutline(
                anchor=versions[0].anchor,
                titles={language: s.title for language, s in zip(LANGUAGES, versions, strict=True)},
                kind=versions[0].kind,
            )
            for versions in sections
            if versions[0].kind is not SectionKind.OPENING
        ),
        reading_minutes=spec.reading_minutes,
        practice_minutes=spec.practice_minutes,
        quiz_minutes=spec.quiz_minutes,
        draws=spec.draws,
        pass_mark_percent=spec.pass_mark_percent,
        quiz=spec.quiz,
        attempts=spec.attempts,
        requires=spec.requires,
        functions=spec.functions,
        has_quiz=spec.requires.quiz,
    )


def outline_course(draft: CourseDraft, number: int, modules: tuple[ModuleOutline, ...]) -> CourseOutline:
    """The outline of a course that is published as its revision of this number."""
    spec = draft.spec
    return CourseOutline(
        course_id=spec.course_id,
        number=number,
        titles=spec.titles,
        summaries=spec.summaries,
        access=spec.access,
        profession=spec.profession,
        modules=modules,
        picture=draft.picture.address if draft.picture else "",
    )
