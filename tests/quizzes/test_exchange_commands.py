"""What an instructor sees who types `lms quiz check`, `fmt`, `import` and `export`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.cli import main
from lms.core.house import House
from lms.quizzes.reader import read_bank
from tests.quizzes.foreign import TYPES
from tests.quizzes.test_reader import DELIVERY

Type = Callable[..., Result]
UNTIDY = DELIVERY.replace("type: single", "TYPE:  single").replace("- [x]", "-[X]").replace("\n? ", "\n\n\n?  ")
GIFT = "// [tag:mqtt]\n::One::Is MQTT light? {T}\n\nWrite an essay. {}\n\nHow many? {#3:1}\n"


@pytest.fixture(params=["sqlite"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """These commands touch no database, so that one kind of it is enough."""
    return str(request.param)


@pytest.fixture
def type_in(house: House) -> Type:
    """`type_in("check", path)` types `lms quiz check path`."""
    return lambda *words: CliRunner().invoke(main, ["quiz", *(str(word) for word in words)], obj=house)


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A bank that stands, with words to colleagues around its question."""
    path = tmp_path / "quiz.md"
    path.write_text(f"# Questions\n\nSome words.\n\n{DELIVERY}\nMore words.\n", "utf-8")
    return path


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, "utf-8")
    return path


# ── check ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_bank_that_stands_passes_in_one_line(type_in: Type, bank: Path) -> None:
    done = type_in("check", bank)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "1 bank, 1 question: 0 errors, 0 warnings.\n"


def test_every_bank_below_a_folder_is_checked_with_place_and_remedy(type_in: Type, bank: Path) -> None:
    (bank.parent / "more").mkdir()
    (bank.parent / "more" / "quiz.md").write_text(DELIVERY.replace("- [x]", "- [ ]"), "utf-8")
    done = type_in("check", bank.parent)
    assert done.exit_code == 1
    assert re.search(r"more/quiz\.md:10:1: error question-no-key .+ \(Mark it with - \[x\]\.\)", done.stdout)
    assert "2 banks, 1 question: 1 error, 0 warnings." in done.stderr


def test_a_question_that_says_the_same_in_both_languages_is_warned_of(type_in: Type, bank: Path) -> None:
    bank.write_text(
        re.sub("@zh 哪个.*", "@zh Which QoS level guarantees exactly-once delivery?", DELIVERY), "utf-8"
    )
    done = type_in("check", bank)
    assert done.exit_code == 0
    assert "warning question-untranslated iot-01-q01 reads the same in both languages." in done.stdout


def test_a_folder_without_a_bank_is_told(type_in: Type, tmp_path: Path) -> None:
    done = type_in("check", tmp_path)
    assert done.exit_code == 1
    assert "There is no quiz.md" in done.stderr


# ── fmt ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fmt_rewrites_the_questions_and_keeps_the_words_around_them(type_in: Type, bank: Path) -> None:
    bank.write_text(f"\ufeff# Questions\r\n\r\n  kept  as it is\n\n{UNTIDY}\nMore.", "utf-8", newline="")
    assert type_in("fmt", "--check", bank).exit_code == 1
    assert bank.read_text("utf-8").startswith("\ufeff")
    done = type_in("fmt", bank)
    assert (done.exit_code, done.stdout) == (0, f"changed {bank}\n")
    assert bank.read_text("utf-8") == f"# Questions\n\n  kept  as it is\n\n{DELIVERY}\nMore.\n"
    assert type_in("fmt", "--check", bank).exit_code == 0


def test_fmt_leaves_a_bank_with_an_error_as_it_is(type_in: Type, bank: Path) -> None:
    wrong = UNTIDY + "\n```quiz\nid: iot-01-q02\n```\n"
    bank.write_text(wrong, "utf-8")
    done = type_in("fmt", bank)
    assert done.exit_code == 1
    assert "question-no-type" in done.stdout
    assert "has errors, and is left as it is" in done.stderr
    assert bank.read_text("utf-8") == wrong


def test_fmt_keeps_who_may_read_a_bank_and_follows_a_link_to_it(type_in: Type, bank: Path) -> None:
    bank.write_text(UNTIDY, "utf-8")
    bank.chmod(0o640)
    link = bank.parent / "link.md"
    link.symlink_to(bank)
    assert type_in("fmt", link).exit_code == 0
    assert link.is_symlink()
    assert bank.read_text("utf-8") == DELIVERY
    assert bank.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in bank.parent.glob("*.md*")) == ["link.md", "quiz.md"]


# ── import ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_import_adds_what_can_be_held_and_tells_of_the_rest(type_in: Type, bank: Path, gift: Path) -> None:
    before = bank.read_text("utf-8")
    done = type_in("import", gift, "--into", bank, "--language", "en", "--section", "delivery-guarantees")
    assert done.exit_code == 0, done.output
    assert "line 2 (One): taken as iot-01-q02" in done.stdout
    assert "changed: the translation is missing" in done.stdout
    assert "line 4: not taken: it asks for an essay" in done.stdout
    assert "line 6: taken as iot-01-q03" in done.stdout
    assert "Took 2 questions, 2 of them changed; 1 not taken." in done.stderr
    text = bank.read_text("utf-8")
    assert text.startswith(before.rstrip())
    questions = read_bank(text, path="", types=TYPES).questions
    assert [(q.id, q.section, q.type, q.tags) for q in questions] == [
        ("iot-01-q01", "delivery-guarantees", "single", ("mqtt",)),
        ("iot-01-q02", "delivery-guarantees", "truefalse", ("mqtt",)),
        ("iot-01-q03", "delivery-guarantees", "number", ()),
    ]
    assert type_in("fmt", "--check", bank).exit_code == 0


def test_a_dry_run_tells_the_same_and_changes_nothing(type_in: Type, bank: Path, gift: Path) -> None:
    before = bank.read_bytes()
    done = type_in("import", gift, "--into", bank, "--language", "en", "--dry-run")
    assert done.exit_code == 0
    assert "Would take 2 questions" in done.stderr
    assert "The questions name no section" in done.stdout
    assert bank.read_bytes() == before


def test_practice_questions_are_numbered_on_their_own(type_in: Type, bank: Path, gift: Path) -> None:
    done = type_in("import", gift, "--into", bank, "--language", "en", "--pool", "practice")
    assert "taken as iot-01-p01" in done.stdout
    assert "pool: practice" in bank.read_text("utf-8")


def test_a_new_bank_needs_to_be_told_how_ids_begin(type_in: Type, tmp_path: Path, gift: Path) -> None:
    new = tmp_path / "new.md"
    done = type_in("import", gift, "--into", new, "--language", "en")
    assert done.exit_code == 1
    assert "Say how the new ids begin, with --ids" in done.stderr
    assert not new.exists()
    done = type_in("import", gift, "--into", new, "--language", "zh", "--ids", "net-07")
    assert done.exit_code == 0
    assert [q.id for q in read_bank(new.read_text("utf-8"), path="", types=TYPES).questions] == [
        "net-07-q01",
        "net-07-q02",
    ]


@pytest.mark.parametrize("prefix", ["Net 7", "-x", "a" * 90])
def test_ids_that_no_question_can_bear_are_refused(type_in: Type, tmp_path: Path, gift: Path, prefix: str) -> None:
    new = tmp_path / "new.md"
    done = type_in("import", gift, "--into", new, "--language", "en", f"--ids={prefix}")
    assert done.exit_code == 1
    assert not new.exists()


def test_a_file_that_cannot_be_read_takes_nothing(type_in: Type, bank: Path, gift: Path) -> None:
    before = bank.read_bytes()
    gift.write_text(GIFT + "\nOpen {=a ~b\n", "utf-8")
    done = type_in("import", gift, "--into", bank, "--language", "en")
    assert done.exit_code == 1
    assert "nothing was taken. The question at line 8 has a brace without its other half" in done.stderr
    assert bank.read_bytes() == before


def test_a_bank_with_an_error_takes_nothing(type_in: Type, bank: Path, gift: Path) -> None:
    bank.write_text(DELIVERY.replace("- [x]", "- [ ]"), "utf-8")
    before = bank.read_bytes()
    done = type_in("import", gift, "--into", bank, "--language", "en")
    assert done.exit_code == 1
    assert "question-no-key" in done.stdout
    assert bank.read_bytes() == before


def test_a_file_of_essays_alone_changes_nothing(type_in: Type, bank: Path, gift: Path) -> None:
    gift.write_text("Write. {}\n", "utf-8")
    before = bank.read_bytes()
    done = type_in("import", gift, "--into", bank, "--language", "en")
    assert done.exit_code == 1
    assert "Took 0 questions, 0 of them changed; 1 not taken." in done.stderr
    assert bank.read_bytes() == before


# ── export ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_name", ["gift", "moodle", "qti22", "canvas"])
def test_an_export_writes_a_file_and_tells_what_is_lost(type_in: Type, bank: Path, format_name: str) -> None:
    out = bank.parent / "out"
    done = type_in("export", bank, "-o", out, "--format", format_name)
    assert done.exit_code == 0, done.output
    assert "changed: a section: left out (iot-01-q01)\n" in done.stdout
    assert ("a hint: left out" in done.stdout) is (format_name != "moodle")
    assert done.stderr == "Wrote 1 question; 0 not written.\n"
    assert out.stat().st_size > 200


def test_an_export_is_the_same_each_time(type_in: Type, bank: Path) -> None:
    for name in ("one", "two"):
        type_in("export", bank, "-o", bank.parent / name, "--format", "canvas")
    assert (bank.parent / "one").read_bytes() == (bank.parent / "two").read_bytes()


def test_the_language_that_was_asked_for_is_written(type_in: Type, bank: Path) -> None:
    out = bank.parent / "out"
    for language, word, other in [("zh", "恰好一次", "exactly-once"), ("en", "exactly-once", "恰好一次")]:
        type_in("export", bank, "-o", out, "--format", "gift", "--language", language)
        text = out.read_text("utf-8")
        assert word in text
        assert other not in text
    type_in("export", bank, "-o", out, "--format", "moodle")
    assert {"恰好一次", "exactly-once"} <= set(re.findall("恰好一次|exactly-once", out.read_text("utf-8")))


def test_a_type_that_a_format_lacks_is_told_and_nothing_written_where_it_is_alone(
    type_in: Type, bank: Path
) -> None:
    order = "```quiz\nid: iot-01-q02\ntype: order\n\nSort.\n@zh 排序。\n\n1. 1\n2. 2\n3. 3\n```\n"
    bank.write_text(order, "utf-8")
    out = bank.parent / "out"
    done = type_in("export", bank, "-o", out, "--format", "gift")
    assert done.exit_code == 1
    assert "not written: type: order: GIFT has no such type (iot-01-q02)" in done.stdout
    assert not out.exists()


def test_a_bank_with_an_error_is_not_exported(type_in: Type, bank: Path) -> None:
    bank.write_text(DELIVERY.replace("- [x]", "- [ ]"), "utf-8")
    done = type_in("export", bank, "-o", bank.parent / "out", "--format", "gift")
    assert done.exit_code == 1
    assert "Nothing was written." in done.stderr


def test_two_questions_of_one_id_are_not_exported(type_in: Type, bank: Path) -> None:
    (bank.parent / "more").mkdir()
    (bank.parent / "more" / "quiz.md").write_text(DELIVERY, "utf-8")
    done = type_in("export", bank.parent, "-o", bank.parent / "out", "--format", "gift")
    assert done.exit_code == 1
    assert "Several banks have a question iot-01-q01" in done.stderr
