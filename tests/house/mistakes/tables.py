"""Mistakes in the tables of a plugin, and those that only a command or a web server meets."""

from __future__ import annotations

from tests.house.mistakes.planting import Mistake, answering
from tests.house.planted import MODELS

TABLES = (
    Mistake(
        "a table of another name",
        "badges.models: the room badges brings a table medals: call it badges_medals.",
        plugin="import badges.models\n",
        files={
            "badges/models.py": MODELS + "class Medal(Base):\n"
            "    __tablename__ = 'medals'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        },
    ),
    Mistake(
        "a table where the steps are kept",
        "badges.models: badges_schema is where the room's steps are kept: call the table otherwise.",
        plugin="import badges.models\n",
        files={
            "badges/models.py": MODELS + "class Schema(Base):\n"
            "    __tablename__ = 'badges_schema'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
        },
    ),
    Mistake(
        "a foreign key to a room beside",
        "badges.models: badges_badge refers to shelves_shelf.id, but the keys of badges lead home or to core, "
        "accounts, catalog, quizzes, progress and hours: keep the number without a key.",
        plugin="import badges.models\n",
        files={
            "badges/models.py": MODELS + "from sqlalchemy import ForeignKey\nclass Badge(Base):\n"
            "    __tablename__ = 'badges_badge'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
            "    shelf_id: Mapped[int] = mapped_column(ForeignKey('shelves_shelf.id'))\n"
        },
    ),
)
NO_STEP = Mistake(
    "tables, and no step of the schema",
    "The room badges has tables (badges_medal) and no step of the schema makes them: write one with `lms rooms "
    "revise badges`.",
    plugin="import badges.models\n",
    files={
        "badges/models.py": MODELS + "class Medal(Base):\n"
        "    __tablename__ = 'badges_medal'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
    },
)
HOUSE_COMMAND = Mistake(
    "a command of the house",
    "badges/plugin.py:3: the command 'serve' of the room badges is there already, in the house: give "
    "it another name.",
    plugin=answering("commands", '[click.Command("serve")]', "import click"),
)
