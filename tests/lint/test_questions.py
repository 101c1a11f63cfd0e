"""What a page could not show of a question is told before anybody is asked it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pluggy import HookRelay

from lms.lint import service
from tests.catalog.makers import rewrite

STEM = "No. 1: A room is 1 m long and 4 m wide. How large is it?"


def tell(hooks: HookRelay, course: Path, words: str) -> list[str]:
    """What is told of the first question when words are added to its text in English."""
    bank = course / "01-foundations" / "quiz.md"
    rewrite(bank, STEM, f"{STEM} {words}")
    report = service.lint(hooks, course, "")
    return [str(finding).partition(": ")[2] for finding in report.findings if finding.path.endswith("quiz.md")]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Topic `<device>/state`, $x^2$, a<b, [^0-9], \\$5.", []),
        ("See [RFC 7252](https://www.rfc-editor.org/rfc/rfc7252) or [above](#first).", []),
        ("Topic <device>/state", ["warning html-removed ec-01-q01: <device> is taken for an HTML element"]),
        ("<script>x</script>", ["warning unsafe-html ec-01-q01: The HTML element script is not printed."]),
        (r"$\fracc{1}{2}$", ["error formula ec-01-q01: The formula cannot be read: it holds the unknown command"]),
        ("[there](../02/en.md)", ["error link-broken ec-01-q01: The link ../02/en.md leads nowhere."]),
        ("![](media/a.svg)", ["error question-picture ec-01-q01 has a picture, which a question cannot show."]),
        ("![a](https://x.org/a.svg)", ["error question-picture ec-01-q01 has a picture"]),
    ],
)
def test_markup_that_a_question_cannot_show_is_told(
    hooks: HookRelay, course: Path, words: str, told: list[str]
) -> None:
    found = tell(hooks, course, words)
    assert [line.startswith(words) for line, words in zip(found, told, strict=True)] == [True] * len(told), found
