"""The sections the search knows stand in a table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_change")),
    )
    op.create_table(
        "search_section",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("course_title", sa.String(), nullable=False),
        sa.Column("module_id", sa.String(), nullable=False),
        sa.Column("module_title", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("headings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("bonus", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("tokens", postgresql.ARRAY(sa.Text()).with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search_section")),
    )
    op.create_index(op.f("ix_search_section_course_id"), "search_section", ["course_id"])
    op.create_index(
        "ix_search_section_tokens",
        "search_section",
        ["tokens"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
        sqlite_where=sa.text("tokens IS NOT NULL"),
    )
    if op.get_bind().dialect.name == "postgresql":
        # With statistics the planner would rather read the whole table for a common word, and takes the reading of
        # long lists to be as cheap as that of a number.
        op.execute("ALTER TABLE search_section ALTER COLUMN tokens SET STATISTICS 0")
    op.create_table(
        "search_word",
        sa.Column("course_id", sa.String(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("holders", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "access", "word", name=op.f("pk_search_word")),
    )
    op.create_index(op.f("ix_search_word_word"), "search_word", ["word"])


def downgrade() -> None:
    op.drop_table("search_word")
    op.drop_table("search_section")
    op.drop_table("search_change")
