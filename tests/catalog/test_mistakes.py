"""An author is told every mistake at its line in one run, and each of them once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from lms.catalog.service import CheckReport
from lms.core.findings import Severity
from tests.catalog.specimen import COURSE_ID, FOLDERS

Check = Callable[[Path], CheckReport]
Told = tuple[str, int, str]
"""Path, line, rule."""

COURSE_FILE = "course.toml"
OF_THE_COURSE = frozenset({COURSE_FILE, "picture.svg"})
SEEDED = 20


@dataclass(frozen=True, slots=True)
class Mistake:
    """A paragraph of mistakes.txt."""

    name: str
    files: tuple[str, ...]
    rule: str
    severity: Severity
    changes: tuple[tuple[str, str], ...]
    told_in: str
    words: str

    @property
    def modules(self) -> tuple[int, ...]:
        """The modules it may be made in; what names none is made once."""
        everywhere = not OF_THE_COURSE.issuperset(self.files) or any("{n}" in old for old, _ in self.changes)
        return (1, 2, 3) if everywhere else (1,)

    def make(self, course: Path, n: int, file: str) -> None:
        """Write it into one file of the n-th module, or of the course."""
        path = course / place(file, n)
        text = path.read_text("utf-8")
        for change in self.changes:
            old, new = (words.replace("{n}", str(n)) for words in change)
            assert old in text, f"{self.name}: {old!r} is not in {file}."
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")

    def told(self, course: Path, n: int, file: str) -> Told:
        """What is to be told, once all mistakes are made."""
        path = place(self.told_in or file, n)
        text = (course / path).read_text("utf-8")
        words = self.words.replace("{n}", str(n))
        assert words in text, f"{self.name}: {words!r} is not in {path}."
        return f"courses/{COURSE_ID}/{path}", text.count("\n", 0, text.rindex(words)) + 1, self.rule


def place(file: str, n: int) -> str:
    return file if file in OF_THE_COURSE else f"{FOLDERS[n - 1]}/{file}"


def read_mistakes() -> list[Mistake]:
    _, *paragraphs = Path(__file__).with_name("mistakes.txt").read_text("utf-8").strip().split("\n\n")
    return [read_mistake(*paragraph.split("\n")) for paragraph in paragraphs]


def read_mistake(name: str, head: str, *lines: str) -> Mistake:
    files, rule, *severity = head.split()
    told_in, _, words = lines[-1].removeprefix("@").partition(" ")
    pairs: list[tuple[list[str], list[str]]] = []
    after = True
    for line in lines[:-1]:
        is_new = line.startswith("+")
        if after and not is_new:
            pairs.append(([], []))
        pairs[-1][is_new].append(line[1:])
        after = is_new
    changes = tuple(("\n".join(old), "\n".join(new)) for old, new in pairs)
    return Mistake(name, tuple(files.split(",")), rule, Severity(*severity or ["error"]), changes, told_in, words)


MISTAKES = read_mistakes()


def told_by(report: CheckReport) -> list[Told]:
    return [(finding.path, finding.line, finding.rule) for finding in report.findings]


def test_a_course_without_mistakes_has_no_findings(specimen: Path, check: Check) -> None:
    report = check(specimen.parent)
    assert report.findings == ()
    assert report.folders == 1
    assert [len(course.modules) for course in report.courses] == [3]


@pytest.mark.parametrize("seed", range(6))
def test_twenty_mistakes_in_one_course_are_twenty_findings_in_one_run(
    specimen: Path, check: Check, seed: int
) -> None:
    random = Random(seed)
    made = [
        (mistake, random.choice(mistake.modules), random.choice(mistake.files))
        for mistake in random.sample(MISTAKES, SEEDED)
    ]
    for mistake, n, file in made:
        mistake.make(specimen, n, file)
    expected = sorted(mistake.told(specimen, n, file) for mistake, n, file in made)
    report = check(specimen.parent)
    assert told_by(report) == expected, "\n".join(map(str, report.findings))
    assert len(report.findings) == SEEDED
    assert report.errors == sum(mistake.severity is Severity.ERROR for mistake, _, _ in made)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_one_mistake_is_one_finding(specimen: Path, check: Check, mistake: Mistake) -> None:
    n, file = mistake.modules[-1], mistake.files[0]
    mistake.make(specimen, n, file)
    [finding] = check(specimen.parent).findings
    assert (finding.path, finding.line, finding.rule) == mistake.told(specimen, n, file)
    assert finding.severity is mistake.severity
    assert finding.message.endswith(".")
    assert "\n" not in str(finding)


def test_a_misspelt_key_is_told_with_the_key_that_was_meant(specimen: Path, check: Check) -> None:
    for mistake in MISTAKES:
        if mistake.rule == "toml-unknown-key":
            mistake.make(specimen, mistake.modules[-1], COURSE_FILE)
    hints = [finding.hint for finding in check(specimen.parent).findings]
    assert hints == ["did you mean directions_status?", "did you mean attempts?"]
