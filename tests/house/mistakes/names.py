"""Mistakes in PLUGINS and in what is installed."""

from __future__ import annotations

from tests.house.mistakes.planting import Mistake

NAMES = (
    Mistake(
        "a name misspelt in PLUGINS",
        "PLUGINS names 'bagdes', but no installed package offers such a room and no folder beside config.py is "
        "called bagdes: install it, correct the name, or take it out. Did you mean 'badges'?",
        names=("bagdes",),
    ),
    Mistake(
        "a room of the house misspelt",
        "PLUGINS names 'lms.catlog', but no installed package offers such a room and no folder beside config.py "
        "is called lms.catlog: install it, correct the name, or take it out. Did you mean 'lms.catalog'?",
        names=("lms.catlog",),
    ),
    Mistake(
        "a folder without a plugin.py",
        "PLUGINS names 'shelf', but shelf has no plugin.py: write there how the room joins the house.",
        files={"shelf/__init__.py": ""},
        names=("shelf",),
    ),
    Mistake(
        "one file where a folder is needed",
        "PLUGINS names 'shelf', but shelf.py has no plugin.py: write there how the room joins the house.",
        files={"shelf.py": ""},
        names=("shelf",),
    ),
    Mistake(
        "a name that no table and no address can bear",
        "PLUGINS names 'Shelf-2': call the room by small letters, digits and _, such as 'badges'.",
        names=("Shelf-2",),
    ),
    Mistake(
        "one room twice",
        "PLUGINS names two rooms called 'badges' (badges is the second): take one out.",
        names=("badges", "badges"),
    ),
    Mistake(
        "a name of the house",
        "PLUGINS names 'layout', but 'layout' is a name of the house: call the room otherwise.",
        names=("layout",),
    ),
    Mistake(
        "a name whose tables would look like another room's",
        "PLUGINS names 'hours_extra', but tables of hours_extra would look like tables of hours: call the room "
        "otherwise.",
        names=("hours_extra",),
    ),
    Mistake(
        "an entry point to a package that is gone",
        "PLUGINS names 'shelf', an entry point to lms_shelf, which is gone: install it again.",
        files={"lms_shelf-1.dist-info/entry_points.txt": "[lms.plugins]\nshelf = lms_shelf\n"},
        names=("shelf",),
    ),
    Mistake(
        "two packages with one entry point",
        "PLUGINS names 'shelf', which lms_bench and lms_shelf offer: uninstall all but one.",
        files={
            "lms_shelf-1.dist-info/entry_points.txt": "[lms.plugins]\nshelf = lms_shelf.plugin\n",
            "lms_bench-1.dist-info/entry_points.txt": "[lms.plugins]\nshelf = lms_bench\n",
        },
        names=("shelf",),
    ),
)
