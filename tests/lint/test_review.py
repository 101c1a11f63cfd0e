"""The modules of the second reading are those that the published seed draws."""

from __future__ import annotations

import random
import re
import tomllib

from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "content-review.md").read_text("utf-8")
DRAWN_FROM = ("artificial-intelligence", "internet-of-things", "big-data", "cloud-computing", "digital-management")


def test_the_modules_that_were_read_again_are_those_the_seed_draws() -> None:
    [(seed, number)] = re.findall(r"random\.Random\((\d+)\)\.sample\(sorted\(ids\), (\d+)\)", PAGE)
    courses = [tomllib.loads((ROOT / "courses" / name / "course.toml").read_text("utf-8")) for name in DRAWN_FROM]
    ids = [module["id"] for course in courses for module in course["modules"]]
    assert f"Of the {len(ids)} modules" in PAGE
    drawn = random.Random(int(seed)).sample(sorted(ids), int(number))
    assert re.findall(r"^\| `([a-z]+-\d+)` \|", PAGE, re.MULTILINE) == sorted(drawn)
