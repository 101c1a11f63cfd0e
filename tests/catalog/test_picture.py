"""The picture of a course is read, published and served like every other, and kept while it stays the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.catalog import service
from lms.catalog.models import CourseRevision, Media
from lms.catalog.service import CheckReport
from lms.core.house import House
from tests.catalog.makers import lines_of, make_course, publish_courses, write_course
from tests.catalog.specimen import PICTURE

Check = Callable[[Path], CheckReport]

SHIPPED = Path(__file__).parents[2] / "courses"
COLOURS = {"none", "#477bc2", "#8fb2e3", "#b7cfee", "#d0573f"}


def address_of(house: House) -> str:
    with house.reading() as work:
        return service.get_outline(work, "course").picture


# ── What an author is told ──────────────────────────────────────────────────────────────────────────────────


def test_a_course_may_have_no_picture(specimen: Path, check: Check) -> None:
    (specimen / "picture.svg").unlink()
    report = check(specimen.parent)
    assert report.findings == ()
    assert report.courses[0].draft.picture is None


@pytest.mark.parametrize(
    ("content", "rule", "words"),
    [
        (PICTURE.replace("/>", f"/>{' ' * 50_000}"), "file-too-large", "50,000 are allowed"),
        (f"<!DOCTYPE svg [<!ENTITY x 'y'>]>{PICTURE}", "svg-unsafe", "declares a document type"),
        (PICTURE.replace("</svg>", ""), "svg-unsafe", "not well-formed XML"),
        ("<html/>", "svg-unsafe", "outermost element is html"),
        ("", "svg-unsafe", "not well-formed XML"),
    ],
)
def test_a_picture_that_cannot_be_taken_is_told_with_its_remedy(
    specimen: Path, check: Check, content: str, rule: str, words: str
) -> None:
    (specimen / "picture.svg").write_text(content, "utf-8")
    [finding] = check(specimen.parent).findings
    assert (finding.path, finding.rule, finding.is_error) == ("courses/specimen/picture.svg", rule, True)
    assert words in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    "view_box",
    [
        "0 0 160 160",
        "0 0 320",
        "0 0 320 180 0",
        "",
        "a b c d",
        "0 0 320 0",
        "0 0 320 -180",
        "0 0 inf inf",
        "0 0 nan 9",
    ],
)
def test_a_picture_that_would_not_fill_a_card_is_told(specimen: Path, check: Check, view_box: str) -> None:
    (specimen / "picture.svg").write_text(PICTURE.replace("0 0 320 180", view_box), "utf-8")
    assert lines_of(check(specimen.parent)) == ["specimen/picture.svg:1:1 picture-shape"]


def test_a_picture_without_a_view_box_is_told(specimen: Path, check: Check) -> None:
    (specimen / "picture.svg").write_text(PICTURE.replace(' viewBox="0 0 320 180"', ""), "utf-8")
    [finding] = check(specimen.parent).findings
    assert finding.message == "The picture has no viewBox."


@pytest.mark.parametrize("view_box", ["0 0 16 9", "-8,-4.5,16,9", " 0 0  1600\n900 ", "0 0 1e2 56.25"])
def test_a_picture_of_the_shape_of_a_card_may_be_of_any_size(specimen: Path, check: Check, view_box: str) -> None:
    (specimen / "picture.svg").write_text(PICTURE.replace("0 0 320 180", view_box), "utf-8")
    assert check(specimen.parent).findings == ()


def test_a_picture_that_is_a_link_to_elsewhere_is_not_read(specimen: Path, check: Check, tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(PICTURE, "utf-8")
    (specimen / "picture.svg").unlink()
    (specimen / "picture.svg").symlink_to(tmp_path / "secret.svg")
    report = check(specimen.parent)
    assert lines_of(report) == ["specimen/picture.svg:1:1 path-outside"]
    assert report.courses[0].draft.picture is None


def test_a_picture_that_leads_nowhere_is_told(specimen: Path, check: Check) -> None:
    (specimen / "picture.svg").unlink()
    (specimen / "picture.svg").symlink_to("gone.svg")
    assert lines_of(check(specimen.parent)) == ["specimen/picture.svg:1:1 file-missing"]


# ── Published ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_picture_is_served_without_what_could_run(house: House, client: FlaskClient) -> None:
    write_course(house.settings.courses, picture=PICTURE.replace("<path", "<script>x</script><path onclick='x'"))
    publish_courses(house)
    answer = client.get(address_of(house))
    assert answer.status_code == 200
    assert answer.content_type.startswith("image/svg+xml")
    assert b"<path" in answer.data
    assert b"script" not in answer.data
    assert b"onclick" not in answer.data
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_publishing_a_picture_again_touches_nothing(house: House) -> None:
    write_course(house.settings.courses, picture=PICTURE)
    publish_courses(house)
    before = address_of(house)
    assert [str(change) for change in publish_courses(house)] == ["course: unchanged (revision 1)"]
    assert address_of(house) == before


def test_another_picture_is_another_revision_of_the_course_and_of_no_module(
    house: House, client: FlaskClient
) -> None:
    write_course(house.settings.courses, picture=PICTURE)
    publish_courses(house)
    before = address_of(house)
    write_course(house.settings.courses, picture=PICTURE.replace("h280", "h200"))
    assert [str(change) for change in publish_courses(house)] == ["course: changed (revision 2)"]
    assert address_of(house) != before
    assert client.get(before).status_code == 200  # pages that are open still show it


def test_a_picture_that_is_taken_away_is_shown_no_longer(house: House) -> None:
    folder = write_course(house.settings.courses, picture=PICTURE)
    publish_courses(house)
    (folder / "picture.svg").unlink()
    assert [str(change) for change in publish_courses(house)] == ["course: changed (revision 2)"]
    assert address_of(house) == ""


def test_two_courses_with_one_picture_keep_it_once(house: House) -> None:
    for course_id in ("first", "second"):
        write_course(house.settings.courses, course_id, [], picture=PICTURE)
    publish_courses(house)
    with house.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Media)) == 1


def test_a_course_that_was_published_before_there_were_pictures_has_none(house: House) -> None:
    make_course(house)
    with house.writing() as work:
        [revision] = work.session.scalars(select(CourseRevision))
        revision.outline = {name: value for name, value in revision.outline.items() if name != "picture"}
        work.session.commit()
    assert address_of(house) == ""


# ── The pictures that are shipped ───────────────────────────────────────────────────────────────────────────


def test_every_shipped_course_has_a_picture_of_one_family_without_words() -> None:
    pictures = {path.parent.name: path.read_bytes() for path in SHIPPED.glob("*/picture.svg")}
    assert pictures.keys() == {path.parent.name for path in SHIPPED.glob("*/course.toml")}
    assert len(set(pictures.values())) == len(pictures) == 10
    for name, content in pictures.items():
        root = ElementTree.fromstring(content)
        used = {
            element.attrib[key] for element in root.iter() for key in ("fill", "stroke") if key in element.attrib
        }
        assert len(content) < 4_000, name
        assert root.attrib["viewBox"] == "0 0 320 180", name
        assert not {element.tag.rpartition("}")[2] for element in root.iter()} & {"text", "image", "style"}, name
        assert used <= COLOURS, name
        assert "#d0573f" in used, f"{name}: each has one thing that catches the eye"
