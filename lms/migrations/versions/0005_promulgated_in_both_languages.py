"""What is stored of a profession says in both languages who promulgated its standard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_REVISIONS = sa.table(
    "catalog_course_revision",
    sa.column("id", sa.Integer()),
    sa.column("outline", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
)


def upgrade() -> None:
    _rewrite(_say_twice)


def downgrade() -> None:
    _rewrite(_say_once)


def _rewrite(change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_REVISIONS)).all():
        changed = sa.update(_REVISIONS).where(_REVISIONS.c.id == row.id).values(outline=change(row.outline))
        connection.execute(changed)


def _say_twice(outline: dict[str, Any]) -> dict[str, Any]:
    """A text in one language stood on the pages of both, and still does until the course is published again."""
    profession = outline["profession"]
    said = profession["promulgated"]
    return outline | {"profession": profession | {"promulgated": {"en": said, "zh": said}}}


def _say_once(outline: dict[str, Any]) -> dict[str, Any]:
    """Without what the version before did not know, and would not read."""
    profession = {name: value for name, value in outline["profession"].items() if name != "work"}
    profession["promulgated"] = profession["promulgated"]["zh"]
    return {name: value for name, value in outline.items() if name != "picture"} | {"profession": profession}
