"""A course that was published by an earlier version of the program is still shown."""

from __future__ import annotations

import re
from typing import Any

from alembic import command
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.catalog.models import CourseRevision
from lms.core import migration
from lms.core.house import House
from tests.catalog.makers import publish_courses, write_course
from tests.catalog.specimen import PICTURE

STEP = "versions/*_promulgated_in_both_languages.py"


def go_back_before_the_step(house: House) -> None:
    [path] = migration.MIGRATIONS.glob(STEP)
    before = re.findall(r'^down_revision = "(\w+)"', path.read_text("utf-8"), re.MULTILINE)
    with migration._migrating(house.database) as connection:
        command.downgrade(migration._configuration(connection), *before)


def stored_outline(house: House) -> dict[str, Any]:
    with house.reading() as work:
        return work.session.scalars(select(CourseRevision.outline)).one()


def test_who_promulgated_the_standard_is_said_as_it_was_until_the_course_is_published_again(
    house: House, client: FlaskClient
) -> None:
    write_course(house.settings.courses, picture=PICTURE)
    publish_courses(house)
    go_back_before_the_step(house)
    old = stored_outline(house)
    assert old["profession"]["promulgated"] == "人社部，2021年"
    assert not {"picture", "work"} & {*old, *old["profession"]}
    migration.migrate(house)
    for language in ("en", "zh"):
        assert "人社部，2021年" in client.get(f"/{language}/courses/course").text
