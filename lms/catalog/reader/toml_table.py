"""A table of a TOML file that is read key by key, remembering every mistake and where it stands."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from lms.core.findings import Finding, Severity
from lms.core.languages import LANGUAGES

TomlPath = tuple[str | int, ...]

_NAME = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_NAMES = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_ARRAY = re.compile(rf"\s*\[\[\s*{_NAMES}\s*\]\]\s*(?:#|$)")
_TABLE = re.compile(rf"\s*\[\s*{_NAMES}\s*\]\s*(?:#|$)")
_KEY = re.compile(rf"\s*{_NAMES}\s*=")
_TEXT_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""' r"|'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*", re.DOTALL
)
_TOML_PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")
# PostgreSQL cannot store the first of them, and no page can show any.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class TomlPlaces:
    """Lines of the tables and keys of a TOML source; the standard parser does not tell them."""

    def __init__(self, source: str) -> None:
        self._lines: dict[TomlPath, int] = {}
        self._lengths: dict[TomlPath, int] = {}
        table: TomlPath = ()
        # What stands in a text of several lines looks like tables and keys, but is none.
        emptied = _TEXT_OR_COMMENT.sub(lambda found: "\n" * found[0].count("\n") or found[0], source)
        for number, line in enumerate(emptied.split("\n"), 1):
            if found := _ARRAY.match(line):
                *around, name = _split(found[1])
                array = (*self._resolve(around), name)
                self._lengths[array] = self._lengths.get(array, 0) + 1
                table = (*array, self._lengths[array] - 1)
                self._lines[table] = number
            elif found := _TABLE.match(line):
                table = self._resolve(_split(found[1]))
                self._lines.setdefault(table, number)
            elif found := _KEY.match(line):
                names = _split(found[1])
                for end in range(1, len(names) + 1):
                    self._lines.setdefault((*table, *names[:end]), number)

    def _resolve(self, names: list[str]) -> TomlPath:
        """The path of a header's names: below an array they mean its latest table."""
        path: TomlPath = ()
        for name in names:
            path = (*path, name)
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def line(self, path: TomlPath) -> int:
        """The line of the path, or of the nearest table around it."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1


def _split(names: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, names)]


class TomlTable:
    """One table. Each reading method gives a usable value even where the file has a mistake.

    `finish` reports what is missing and what nobody asked for, so every table must be finished.
    """

    def __init__(
        self, values: Mapping[str, Any], path: TomlPath, file: str, places: TomlPlaces, findings: list[Finding]
    ) -> None:
        self._values = values
        self._path = path
        self._file = file
        self._places = places
        self._findings = findings
        self._known: set[str] = set()
        self._missing: dict[str, str] = {}

    @property
    def line(self) -> int:
        return self._places.line(self._path)

    def report(
        self, rule: str, message: str, hint: str = "", key: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        line = self._places.line((*self._path, key) if key else self._path)
        finding = Finding(self._file, line, 1, severity, rule, _printable(message), _printable(hint))
        self._findings.append(finding)

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self._take(key, str, default, "a text in quotes")
        if not isinstance(value, str):
            return default or ""
        if found := _CONTROLS.search(value):
            message = f"{self._name(key)} holds the control character U+{ord(found[0]):04X}."
            self.report("toml-character", message, "take it out", key)
        elif not value.strip() and default is None:
            self.report("toml-empty", f"{self._name(key)} is empty.", "write it, or take the key out", key)
        return value

    def number(self, key: str, *, minimum: int, maximum: int, default: int | None = None) -> int:
        value = self._take(key, int, default, "a whole number")
        if value is None:
            return minimum
        if not minimum <= value <= maximum:
            # The number itself may have more digits than Python prints.
            message = f"{self._name(key)} is not from {minimum} to {maximum}."
            self.report("toml-range", message, "write a number within these bounds", key)
            return minimum
        return int(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._take(key, bool, default, "true or false")
        return default if value is None else bool(value)

    def names(self, key: str) -> tuple[str, ...]:
        """A list of ids; empty where the key is missing."""
        value = self._take(key, list, [], "a list of ids") or []
        names = tuple(item for item in value if isinstance(item, str))
        if len(names) < len(value):
            hint = "write each as a text in quotes"
            self.report("toml-type", f"{self._name(key)} holds something that is not an id.", hint, key)
        return names

    def words(self, key: str, *, besides: tuple[str, ...] = ()) -> dict[str, str]:
        """A text in every language."""
        table = self._below(key, self._take(key, dict, None, '{ en = "…", zh = "…" }'))
        words = {name: table.text(name) for name in (*LANGUAGES, *besides)}
        table.finish()
        return words

    def optional_words(self, key: str) -> dict[str, str]:
        """As `words`, but a missing text is empty and no mistake."""
        if key in self._values:
            return self.words(key)
        self._known.add(key)
        return {}

    def table(self, key: str) -> TomlTable:
        return self._below(key, self._take(key, dict, None, "a table"))

    def optional_table(self, key: str) -> TomlTable:
        """As `table`, but a missing one is empty and no mistake."""
        return self._below(key, self._take(key, dict, {}, "a table"))

    def _below(self, key: str, values: Mapping[str, Any] | None) -> TomlTable:
        # Of a table that is missing nobody wants to hear that each of its keys is missing too.
        findings = [] if values is None else self._findings
        return TomlTable(values or {}, (*self._path, key), self._file, self._places, findings)

    def tables(self, key: str) -> list[TomlTable]:
        tables = []
        for number, item in enumerate(self._take(key, list, [], "a list of tables") or []):
            if isinstance(item, dict):
                path = (*self._path, key, number)
                tables.append(TomlTable(item, path, self._file, self._places, self._findings))
            else:
                message = f"{self._name(key)}.{number + 1} is not a table."
                self.report("toml-type", message, f"write it as [[{key}]] with key = value below", key)
        return tables

    def finish(self) -> None:
        """Report the keys that nobody asked for, and those that are missing and not only misspelt."""
        for key in self._values:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._known, 1)
                hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(sorted(self._known))}"
                self.report("toml-unknown-key", f"{self._name(key)} is not a key of a course.", hint, key)
                self._missing.pop(near[0] if near else "", None)
        for key, expected in self._missing.items():
            self.report("toml-missing-key", f"{self._name(key)} is missing.", f"add {key} = {expected}")

    def _take(self, key: str, kind: type, default: Any, expected: str) -> Any:
        """The value, or the default where it is missing; None where it is missing or mistaken."""
        self._known.add(key)
        if key not in self._values:
            if default is None:
                self._missing[key] = expected
            return default
        value = self._values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.report("toml-type", f"{self._name(key)} is not {expected}.", f"write {key} = {expected}", key)
            return None
        return value

    def _name(self, key: str) -> str:
        return ".".join(str(part + 1 if isinstance(part, int) else part) for part in (*self._path, key))


def read_toml(source: str, path: str, findings: list[Finding]) -> TomlTable | None:
    """The outermost table of a source; None, with a finding, where it is not TOML at all."""
    try:
        values = tomllib.loads(source)
    except RecursionError:
        words = "Tables or lists are nested too deeply"
    except tomllib.TOMLDecodeError as error:
        words = str(error)
    except ValueError:  # Python refuses to read numbers of thousands of digits.
        words = "A number has too many digits"
    else:
        return TomlTable(values, (), path, TomlPlaces(source), findings)
    findings.append(_syntax_finding(words, path, source))
    return None


def _syntax_finding(words: str, path: str, source: str) -> Finding:
    line, column = 1, 1
    if place := _TOML_PLACE.search(words):
        written = source.rstrip("\n")
        end = written.count("\n") + 1, len(written) - written.rfind("\n")
        line, column = (int(place[1]), int(place[2])) if place[1] else end
    message = f"{_TOML_PLACE.sub('', words).strip()}."
    hint = "mend the line: texts stand in quotes, lists in [ ], a table of a list below its name in [[ ]]"
    return Finding(path, line, column, Severity.ERROR, "toml-syntax", message, hint)


def _printable(text: str) -> str:
    """A finding is one line, whatever stands in the file."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
