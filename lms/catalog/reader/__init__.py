"""Reads a course's folder into a draft, reporting every mistake of every file in one run."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lms.catalog.reader.course_file import read_course_file
from lms.catalog.reader.files import (
    MissingFileError,
    UnreadableFileError,
    digest_folder,
    is_file,
    is_folder,
    is_inside,
    list_folder,
    read_media,
    read_text,
)
from lms.catalog.reader.glossary import read_glossary
from lms.catalog.reader.links import ModuleLinks
from lms.catalog.reader.picture import read_picture
from lms.catalog.rules import (
    CourseDraft,
    CourseSpec,
    MediaFile,
    ModuleDraft,
    ModuleSpec,
    compare_languages,
    compare_minutes,
)
from lms.core.findings import Finding, Severity
from lms.core.languages import LANGUAGES
from lms.core.markup import Media, Rendered, render
from lms.core.parts import Term

__all__ = ["COURSE_FILE", "CourseReading", "digest_folder", "find_course_folders", "media_address", "read_course"]

COURSE_FILE = "course.toml"
GLOSSARY_FILE = "glossary.toml"


@dataclass(frozen=True, slots=True)
class CourseReading:
    """A draft where enough could be read to speak of one, and the findings of all files."""

    path: str
    draft: CourseDraft | None
    findings: tuple[Finding, ...]


def find_course_folders(path: Path) -> list[Path]:
    """The path itself if it is a course, else the courses directly below it."""
    if is_file(path / COURSE_FILE):
        return [path]
    return [entry for entry in list_folder(path) if is_folder(entry) and not entry.name.startswith(".")]


def read_course(folder: Path, shown: str) -> CourseReading:
    """Read and render a course; `shown` is the folder's path as findings print it."""
    try:
        source = read_text(folder, folder / COURSE_FILE, f"{shown}/{COURSE_FILE}")
    except UnreadableFileError as error:
        return CourseReading(shown, None, (error.finding,))
    spec, findings = read_course_file(source, path=f"{shown}/{COURSE_FILE}", folder=folder.resolve().name)
    if spec is None:
        return CourseReading(shown, None, tuple(findings))
    findings += _find_unlisted(folder, shown, spec)
    glossary = _read_glossary(folder, shown, findings)
    links = ModuleLinks(folder, spec)
    modules = [
        module
        for known in spec.modules
        if (module := _read_module(folder, shown, links, known, findings)) is not None
    ]
    picture, found = read_picture(folder, shown)
    draft = CourseDraft(shown, source, spec, tuple(modules), glossary, picture)
    return CourseReading(shown, draft, tuple(sorted([*findings, *found])))


def _read_glossary(folder: Path, shown: str, findings: list[Finding]) -> tuple[Term, ...]:
    """The course's terms; none where it has no glossary."""
    if not os.path.lexists(folder / GLOSSARY_FILE):
        return ()
    path = f"{shown}/{GLOSSARY_FILE}"
    try:
        source = read_text(folder, folder / GLOSSARY_FILE, path)
    except UnreadableFileError as error:
        findings.append(error.finding)
        return ()
    return read_glossary(source, path=path, findings=findings)


def _find_unlisted(folder: Path, shown: str, spec: CourseSpec) -> list[Finding]:
    listed = {module.folder for module in spec.modules}
    findings = []
    for entry in list_folder(folder):
        texts = [name for name in (f"{language}.md" for language in LANGUAGES) if is_file(entry / name)]
        if texts and entry.name not in listed:
            message = f"{COURSE_FILE} names no module in the folder {entry.name}."
            hint = "add a [[modules]] table, or remove the folder"
            path = f"{shown}/{entry.name}/{texts[0]}"
            findings.append(Finding(path, 1, 1, Severity.WARNING, "folder-unlisted", message, hint))
    return findings


def _read_module(
    root: Path, shown: str, links: ModuleLinks, spec: ModuleSpec, findings: list[Finding]
) -> ModuleDraft | None:
    course_file = f"{shown}/{COURSE_FILE}"
    if not spec.folder.strip():
        return None
    if "/" in spec.folder or spec.folder.startswith(".") or not is_inside(root, spec.folder):
        message = f"The module folder {spec.folder!r} leaves the course's folder."
        hint = "name a folder beside course.toml"
        findings.append(Finding(course_file, spec.line, 1, Severity.ERROR, "path-outside", message, hint))
        return None
    if not is_folder(root / spec.folder):
        message = f"There is no folder {spec.folder}."
        hint = "create it with zh.md, en.md and quiz.md, or take the module out"
        findings.append(Finding(course_file, spec.line, 1, Severity.ERROR, "folder-missing", message, hint))
        return None
    return _ModuleReader(root, f"{shown}/{spec.folder}", links, spec, findings).read()


@dataclass(slots=True)
class _ModuleReader:
    root: Path
    shown: str
    links: ModuleLinks
    spec: ModuleSpec
    findings: list[Finding]
    media: dict[str, MediaFile] = field(default_factory=dict)

    def read(self) -> ModuleDraft | None:
        """The module, if only in the languages that could be read: what is wrong with the rest is told at once."""
        texts = {language: text for language in LANGUAGES if (text := self._text(f"{language}.md")) is not None}
        quiz = self._quiz()
        rendered = {language: self._render(language, source) for language, source in texts.items()}
        if quiz is None or not rendered:
            return None
        media = tuple(sorted(self.media.values(), key=lambda file: file.digest))
        draft = ModuleDraft(self.spec, self.shown, texts, quiz, rendered, media)
        self.findings.extend([*compare_languages(draft), *compare_minutes(draft)])
        return draft

    def _text(self, name: str) -> str | None:
        try:
            return read_text(self.root, self.root / self.spec.folder / name, f"{self.shown}/{name}")
        except UnreadableFileError as error:
            self.findings.append(error.finding)
            return None

    def _quiz(self) -> str | None:
        """The bank; "" where the module asks for no quiz and has none."""
        name = "quiz.md"
        if not self.spec.requires.quiz and not os.path.lexists(self.root / self.spec.folder / name):
            return ""
        quiz = self._text(name)
        if quiz is not None and not quiz.strip() and self.spec.requires.quiz:
            message, hint = (
                "The file is empty.",
                "write questions, or set requires = { quiz = false } in course.toml",
            )
            path = f"{self.shown}/{name}"
            self.findings.append(Finding(path, 1, 1, Severity.ERROR, "file-empty", message, hint))
            return None
        return quiz

    def _render(self, language: str, source: str) -> Rendered:
        path = f"{self.shown}/{language}.md"
        rendered = render(
            source,
            path=path,
            language=language,
            link=lambda href: self.links.resolve(href, language),
            image=self._image(path, source),
            made=self._keep_made,
        )
        self.findings.extend(rendered.findings)
        return rendered

    def _keep_made(self, made: Media) -> str:
        self.media[made.name] = MediaFile(made.name, made.content_type, made.content)
        return self.media[made.name].address

    def _image(self, path: str, source: str) -> Callable[[str], str | None]:
        # It must not raise: the cleaning would go on as if nothing had been asked.
        def resolve(src: str) -> str | None:
            place = _find_place(source, src)
            if not is_inside(self.root / self.spec.folder, src):
                message, hint = f"The image {src} leaves the module's folder.", "put it into media/"
                self.findings.append(Finding(path, *place, Severity.ERROR, "path-outside", message, hint))
                return ""
            try:
                file = read_media(self.root, self.root / self.spec.folder / src, path, place)
            except MissingFileError:
                return None
            except UnreadableFileError as error:
                self.findings.append(error.finding)
                return ""
            self.media[src] = file
            return file.address

        return resolve


def _find_place(source: str, address: str) -> tuple[int, int]:
    """Line and column where an image is first named; rendering forgets places."""
    at = source.find(f"({address}") + 1 or max(source.find(address), 0)
    return source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
