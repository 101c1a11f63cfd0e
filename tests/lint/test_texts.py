"""What is counted of a text, and what is read out of its HTML."""

from __future__ import annotations

import pytest

from lms.core.markup import render
from lms.lint.reader import read_module_text
from lms.lint.rules.texts import Entry, Figure, ModuleText, Table, count, numbered_lines

SOURCE = """# A title of four words

Two words $a + b = c$ stay.

- one objective
- two objectives, one with a [link](../02/en.md#x)

## First {#first}

Some *words* and `code`[^1].

| a | b |
|---|---|
| 1 | x |

![An alternative](media/a.svg)

!!! mistake "Not so"
    Inside a box.

### Worked example

```python run
print(1)
```

```output
1
```

```check
m-p01
```

[^1]: A note.

## Practice {#practice minutes=20}

1. Do it
   - [ ] seen

- [ ] done

## Glossary {#glossary}

byte 字节
:   Eight bits.

## Sources {#sources}

- A book.

```claims
One => calc 1 = 1
```
"""


def read(source: str, language: str = "en") -> ModuleText:
    rendered = render(
        source, path="x.md", language=language, link=lambda _: f"/{language}/courses/c/m#x", image=lambda src: src
    )
    assert rendered.findings == ()
    return read_module_text(rendered, language, "x.md", source)


def test_a_section_is_read_into_its_parts() -> None:
    text = read(SOURCE)
    assert text.opening.lists == (("one objective", "two objectives, one with a link"),)
    assert (text.opening.paragraphs, text.opening.formulas) == (1, 1)
    assert text.opening.links == ("courses/c/m#x",)
    first = text.find("first")
    assert first is not None
    assert first.tables == (Table((("a", "b"), ("1", "x"))),)
    assert first.tables[0].has_numbers
    assert first.figures == (Figure("media/a.svg", "An alternative"),)
    assert (first.boxes, first.headings, first.programs, first.notes) == (("mistake",), 1, 1, 1)
    assert first.checks == ("m-p01",)
    assert first.is_taught
    practice = text.find("practice")
    assert practice is not None
    assert (practice.tasks, practice.minutes) == (2, 20)
    glossary = text.find("glossary")
    assert glossary is not None
    assert glossary.entries == (Entry("byte 字节", "Eight bits."),)
    assert text.find("nowhere") is None


def test_words_are_counted_without_code_formulas_glossary_and_sources() -> None:
    text = read(SOURCE)
    opening, first, practice = 3 + 8, 1 + 4 + 4 + 5 + 2 + 2, 1 + 4
    assert text.reading_length == opening + first
    assert text.length == opening + first + practice


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("A byte has 8 bits.", "en", 5),
        ("It's the sensor's e-bike, 1,050 m", "en", 6),
        ("—…", "en", 0),
        ("一个字节有8比特。", "zh", 8),
        ("用 MQTT 传 1,013 hPa", "zh", 5),
        ("", "zh", 0),
    ],
)
def test_a_number_and_a_foreign_word_count_as_one(text: str, language: str, number: int) -> None:
    assert count(text, language) == number


def test_lines_of_prose_keep_their_numbers() -> None:
    source = "a\n```\ncode\n```\nb\n$$\nx\n$$\nc\n````text\n```\n````\nd\n$$y$$\ne\n<!-- f\n```\n-->\ng"
    assert list(numbered_lines(source)) == [(1, "a"), (5, "b"), (9, "c"), (13, "d"), (15, "e"), (19, "g")]
