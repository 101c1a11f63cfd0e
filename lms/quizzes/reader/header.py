"""The header of a question block: flat `key: value` lines up to the first blank line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from lms.quizzes.rules import Pool, QuestionType
from lms.quizzes.rules.places import Reporter, SourceLine

COMMON_KEYS = frozenset({"id", "type", "tags", "section", "pool"})
_KEY_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]*)\s*[:：]\s*(.*)")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*-([qp])[0-9]{2,}")
_LONGEST_ID = 80
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_POOL_LETTERS = {"q": Pool.GRADED, "p": Pool.PRACTICE}


@dataclass(frozen=True, slots=True)
class Header:
    """What the header says; what it does not say, or says wrongly, is empty."""

    id: str
    type: QuestionType | None
    tags: tuple[str, ...]
    section: str
    pool: Pool
    keys: Mapping[str, SourceLine]


def split_header(
    opening: SourceLine, lines: Sequence[SourceLine], report: Reporter
) -> tuple[dict[str, SourceLine], Sequence[SourceLine]]:
    """The values of the header by key, and the lines of the body."""
    values: dict[str, SourceLine] = {}
    start = next((position for position, line in enumerate(lines) if line.text.strip()), len(lines))
    for position in range(start, len(lines)):
        line = lines[position]
        if not line.text.strip():
            return values, lines[position + 1 :]
        match = _KEY_LINE.fullmatch(line.text)
        if match is None:
            _report_no_blank_line(line, report)
            return values, lines[position:]
        key = match[1].lower()
        if key in values:
            message = f"{key}: stands here a second time."
            report.error(line.stripped(), "question-duplicate-key", message, "Keep one of the two lines.")
        elif not match[2].strip():
            hint = f"Write a value behind {key}: or delete the line."
            report.error(line.stripped(), "question-empty-value", f"{key}: has no value.", hint)
        values.setdefault(key, line.after(match.start(2)).stripped())
    _report_no_blank_line(lines[-1] if lines else opening, report)
    return values, ()


def read_header(
    values: Mapping[str, SourceLine],
    types: Mapping[str, QuestionType],
    opening: SourceLine,
    report: Reporter,
) -> Header:
    """What the values say; everything wrong with them is reported."""
    question_type = _read_type(values.get("type"), types, opening, report)
    own = question_type.keys if question_type else frozenset().union(*(t.keys for t in types.values()))
    for key, value in values.items():
        if key not in COMMON_KEYS | own:
            message = f"{key}: is no header key of this type of question."
            at = SourceLine(value.number, 1, key)
            known = f"Known here: {', '.join(sorted(COMMON_KEYS | own))}."
            report.error(at, "question-unknown-key", message, _did_you_mean(key, COMMON_KEYS | own) or known)
    pool = _read_pool(values.get("pool"), report)
    return Header(
        id=_read_id(values.get("id"), pool, opening, report),
        type=question_type,
        tags=_read_tags(values.get("tags"), report),
        section=_read_section(values.get("section"), report),
        pool=pool or Pool.GRADED,
        keys={key: value for key, value in values.items() if key in own and value.text},
    )


def _read_id(value: SourceLine | None, pool: Pool | None, opening: SourceLine, report: Reporter) -> str:
    hint = "An id is the module's id and -q01 (graded) or -p01 (practice): iot-01-q01."
    if value is None:
        report.error(opening, "question-no-id", "This question has no id.", hint)
        return ""
    match = _ID.fullmatch(value.text)
    if value.text and (match is None or len(value.text) > _LONGEST_ID):
        message = f"{value.text[:_LONGEST_ID]!r} is not the id of a question."
        report.error(value, "question-bad-id", message, hint)
    elif match and pool and _POOL_LETTERS[match[2]] is not pool:
        message = f"The id {value.text} reads as {_POOL_LETTERS[match[2]]}, but the pool is {pool}."
        report.warn(value, "question-id-pool", message, hint)
    return value.text


def _read_type(
    value: SourceLine | None, types: Mapping[str, QuestionType], opening: SourceLine, report: Reporter
) -> QuestionType | None:
    known = f"Known types: {', '.join(sorted(types))}."
    if value is None:
        report.error(opening, "question-no-type", "This question has no type.", known)
        return None
    if value.text and value.text not in types:
        message = f"There is no question type {value.text[:30]!r}."
        report.error(value, "question-unknown-type", message, _did_you_mean(value.text, types) or known)
    return types.get(value.text)


def _read_tags(value: SourceLine | None, report: Reporter) -> tuple[str, ...]:
    if value is None or not value.text:
        return ()
    tags: list[str] = []
    hint = "Tags are lower-case words with hyphens, parted by commas: mqtt, quality-of-service"
    for part in re.finditer(r"[^,，、]*(?:[,，、]|$)", value.text):
        tag = part[0].rstrip(",，、").strip()
        if part.start() == len(value.text) and not value.text.endswith((",", "，", "、")):
            break
        at = value.after(part.start() + len(part[0]) - len(part[0].lstrip()))
        if _KEBAB.fullmatch(tag) is None:
            report.error(at, "question-bad-tags", f"{tag[:30]!r} is not a tag.", hint)
        elif tag in tags:
            report.error(at, "question-bad-tags", f"The tag {tag} stands here a second time.", hint)
        tags.append(tag)
    return tuple(tags)


def _read_section(value: SourceLine | None, report: Reporter) -> str:
    if value is None or not value.text:
        return ""
    if _KEBAB.fullmatch(value.text) is None:
        hint = "It is the anchor of a heading: ## Heading {#delivery-guarantees}"
        report.error(value, "question-bad-section", f"{value.text[:30]!r} is not an anchor.", hint)
    return value.text


def _read_pool(value: SourceLine | None, report: Reporter) -> Pool | None:
    if value is None:
        return Pool.GRADED
    if value.text in set(Pool):
        return Pool(value.text)
    if value.text:
        message = f"There is no pool {value.text[:30]!r}."
        report.error(value, "question-unknown-pool", message, "It is graded or practice.")
    return None


def _report_no_blank_line(line: SourceLine, report: Reporter) -> None:
    hint = "Leave a line blank between the header and the question."
    report.error(line.stripped(), "question-no-blank-line", "The header does not end before this line.", hint)


def _did_you_mean(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean {close[0]}?" if close else ""
