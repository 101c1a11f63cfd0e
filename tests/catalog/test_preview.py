"""`lms serve --watch` shows an author drafts, and shows them to nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lms import cli, serving
from lms.app import open_house
from lms.catalog import service
from lms.core.house import House
from lms.core.migration import migrate
from tests.catalog.makers import make_course, rewrite, write_course
from tests.catalog.test_publishing import rows_of


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[House]:
    """The houses that would be served: a test has no port to give."""
    houses: list[House] = []
    monkeypatch.setattr(serving, "serve", lambda house, _watch: houses.append(house))
    return houses


def test_a_preview_has_an_instance_and_a_database_of_its_own(house: House, tmp_path: Path) -> None:
    preview = serving.preview_settings(house.settings, tmp_path / "drafts")
    assert preview.instance == house.settings.instance / "preview"
    assert preview.courses == tmp_path / "drafts"
    assert preview.sqlalchemy_url == f"sqlite:///{house.settings.instance}/preview/lms.db"
    assert preview.sqlalchemy_url != house.settings.sqlalchemy_url
    live = house.settings
    moved = replace(live, instance=preview.instance, courses=preview.courses, database_url="")
    assert preview == moved


def test_a_draft_is_served_from_the_preview_and_never_reaches_the_live_house(
    house: House, tmp_path: Path, served: list[House]
) -> None:
    make_course(house)
    before = rows_of(house)
    drafts = tmp_path / "drafts"
    write_course(drafts, "draft")
    done = CliRunner().invoke(cli.main, ["serve", "--watch", str(drafts)], obj=house)
    assert done.exit_code == 0, done.output
    assert rows_of(house) == before
    [preview] = served
    with preview.reading() as work:
        assert [course.course_id for course in service.list_outlines(work)] == ["draft"]
    preview.database.close()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_a_preview_is_served_to_this_machine_alone(
    house: House, tmp_path: Path, served: list[House], host: str
) -> None:
    public = replace(house, settings=replace(house.settings, host=host))
    done = CliRunner().invoke(cli.main, ["serve", "--watch", str(tmp_path)], obj=public)
    assert done.exit_code == 1
    assert done.stderr == "Error: --watch shows drafts, so it serves 127.0.0.1 alone; unset LMS_HOST.\n"
    assert served == []
    assert not (house.settings.instance / "preview").exists()


def test_a_changed_draft_is_published_again_and_a_broken_one_stays_as_it_was(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drafts = tmp_path / "drafts"
    folder = write_course(drafts, "draft")
    preview = open_house(serving.preview_settings(house.settings, drafts), clock=house.clock)
    migrate(preview)
    words = []
    for old, new in (("Training a", "Feeding a"), ("{#first}", ""), ("## First idea", "## First idea {#first}")):
        serving._publish_again(preview)
        with preview.reading() as work:
            reading = service.get_reading(work, "draft", "m-01", "en")
        words.append("Feeding" if "Feeding" in str(reading.sections) else "Training")
        rewrite(folder / "m-m-01/en.md", old, new)
    assert words == ["Training", "Feeding", "Feeding"]
    said = capsys.readouterr().out
    assert "draft: new (revision 1): added m-01" in said
    assert "draft: changed (revision 2): changed m-01" in said
    assert f"{folder}/m-m-01/en.md:5:1: error anchor-missing" in said
    preview.database.close()
