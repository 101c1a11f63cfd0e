"""Mistakes in what a plugin answers."""

from __future__ import annotations

from tests.house.mistakes.planting import LABEL, Mistake, answering, table

ANSWERS = (
    Mistake(
        "a hook without a return",
        "badges/plugin.py:3: nav_items() answers None: return a list of NavItem, [] for none.",
        plugin=answering("nav_items", "None"),
    ),
    Mistake(
        "HTML instead of a list",
        "badges/plugin.py:3: frame_panels() answers a value of the type str: return a list of Panel, [] for none.",
        plugin=answering("frame_panels", '"<p>Badges</p>"'),
    ),
    Mistake(
        "a list of something else",
        "badges/plugin.py:3: export_formats() answers a list with a value of the type str in it: return a list "
        "of ExportFormat, [] for none.",
        plugin=answering("export_formats", '["json"]'),
    ),
    Mistake(
        "a hook that fails",
        "badges/plugin.py:3: commands() fails (NameError: name 'badge' is not defined): mend it there.",
        plugin=answering("commands", "[badge]"),
    ),
    Mistake(
        "a command of another room",
        "badges/plugin.py:3: the command 'check' of the room badges is there already, in lint: give "
        "it another name.",
        plugin=answering("commands", '[click.Command("check")]', "import click"),
    ),
    Mistake(
        "a question type that is taken",
        "badges/plugin.py:3: the question type 'single' of the room badges is there already, in quizzes: give "
        "it another name.",
        plugin=answering("question_types", "[SINGLE]", "from lms.quizzes.rules import SINGLE"),
    ),
    Mistake(
        "a table that is taken",
        "badges/plugin.py:3: the export table 'hours' of the room badges is there already, in hours: give it "
        "another name.",
        plugin=table(name='"hours"'),
    ),
    Mistake(
        "a format that is taken",
        "badges/plugin.py:3: the export format 'csv' of the room badges is there already, in exports: give it "
        "another name.",
        plugin=answering(
            "export_formats", f'[ExportFormat("csv", {LABEL}, "text/csv", None)]', "from lms.core.parts import *"
        ),
    ),
    Mistake(
        "a chore that is taken",
        "badges/plugin.py:3: the chore 'outbox' of the room badges is there already, in the house: give it "
        "another name.",
        plugin=answering("chores", '[Chore("outbox", print)]', "from lms.core.parts import Chore"),
    ),
    Mistake(
        "a title without its Chinese",
        "badges/plugin.py:3: the export table 'badges' has no 'zh' in titles: write it there.",
        plugin=table(titles='{"en": "Badges"}'),
    ),
    Mistake(
        "a column without a label",
        "badges/plugin.py:3: the export table 'badges' has no 'zh' in labels['year']: write it there.",
        plugin=table(columns='("person", "year")'),
    ),
    Mistake(
        "a name that no address can hold",
        "badges/plugin.py:3: the export table 'My badges' stands in addresses: call it by small letters, "
        "digits and -.",
        plugin=table(name='"My badges"'),
    ),
)
