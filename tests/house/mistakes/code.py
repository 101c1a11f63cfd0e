"""Mistakes in a plugin's code and in the hooks it answers."""

from __future__ import annotations

from tests.house.mistakes.planting import HEAD, Mistake, answering

CODE = (
    Mistake(
        "a library that is not installed",
        "badges/plugin.py:2: the room 'badges' cannot be imported (ModuleNotFoundError: No module named "
        "'numpyy'): mend it there, or take the room out of PLUGINS.",
        plugin=HEAD + "import numpyy\n",
    ),
    Mistake(
        "a file that is no Python",
        "badges/rules.py:1: the room 'badges' cannot be imported (SyntaxError: invalid syntax): mend it there, "
        "or take the room out of PLUGINS.",
        plugin="from badges import rules\n",
        files={"badges/rules.py": "def\n"},
    ),
    Mistake(
        "a misspelt hook",
        "badges/plugin.py:3: the house has no hook 'nav_item'. Did you mean 'nav_items'?",
        plugin=answering("nav_item", "[]"),
    ),
    Mistake(
        "a hook that never was",
        "badges/plugin.py:3: the house has no hook 'weather'. docs/plugins.md lists those there are.",
        plugin=answering("weather", "[]"),
    ),
    Mistake(
        "an argument the hook does not carry",
        "badges/plugin.py:3: course_panels does not carry 'cours': it carries work, course and marks.",
        plugin=answering("course_panels", "[]", arguments="cours"),
    ),
    Mistake(
        "an argument where there is none",
        "badges/plugin.py:3: nav_items does not carry 'work': it carries nothing.",
        plugin=answering("nav_items", "[]", arguments="work"),
    ),
    Mistake(
        "an argument with a default",
        "badges/plugin.py:3: course_panels always fills 'work': take its default out.",
        plugin=answering("course_panels", "[]", arguments="work=None"),
    ),
    Mistake(
        "a hook around the answers of others",
        "badges/plugin.py:2: nav_items wraps what other rooms answer: let it answer for itself alone.",
        plugin=HEAD + "@hookimpl(wrapper=True)\ndef nav_items(): return (yield)\n",
    ),
)
