"""Resolves the links between the modules of a course, down to the section they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lms.catalog.reader.files import UnreadableFileError, read_text
from lms.catalog.rules import CourseSpec

_MODULE_LINK = re.compile(r"\.\./(?P<folder>[^/#]+)/(?P<language>zh|en)\.md(?:#(?P<anchor>[\w-]+))?")
_ANCHOR = re.compile(r"^#{2,6}[ \t].*\{[^{}\n]*#(?P<anchor>[a-z0-9-]+)[^{}\n]*\}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModuleLinks:
    """The links of one course; each text that is linked to is looked into once."""

    root: Path
    course: CourseSpec
    _anchors: dict[Path, frozenset[str] | None] = field(default_factory=dict)

    def resolve(self, href: str, language: str) -> str | None:
        """The address on a page in the language; None where the link leads nowhere."""
        found = _MODULE_LINK.fullmatch(href)
        if found is None:
            return None
        module = next((m for m in self.course.modules if m.folder == found["folder"]), None)
        if module is None:
            return None
        address = f"/{language}/courses/{self.course.course_id}/{module.module_id}"
        if found["anchor"] is None:
            return address
        known = self._find_anchors(self.root / module.folder / f"{language}.md")
        # A text that cannot be read is reported by itself.
        return f"{address}#{found['anchor']}" if known is None or found["anchor"] in known else None

    def _find_anchors(self, file: Path) -> frozenset[str] | None:
        if file not in self._anchors:
            try:
                text = read_text(self.root, file, "")
            except UnreadableFileError:
                self._anchors[file] = None
            else:
                self._anchors[file] = frozenset(found["anchor"] for found in _ANCHOR.finditer(text))
        return self._anchors[file]
