"""Tables keep their room's name, and what they refer to is at home or on a floor below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pytest
from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, registry, relationship

from lms.core.database import Base
from lms.core.settings import DEFAULT_PLUGINS
from lms.loading import load_rooms
from lms.loading.tables import BELOW
from tests.house.files import ROOMS, assert_none, floors, upper_rooms

CORE = "core"


def room_of(table_name: str) -> str:
    return table_name.partition("_")[0]


def home_of(mapper: Mapper[object]) -> str:
    """The room whose module declares a table."""
    return mapper.class_.__module__.split(".")[1]


def find_table_faults(metadata: MetaData, levels: Mapping[str, int]) -> Iterator[str]:
    """Tables of no room, and foreign keys that lead up or sideways."""
    for table in metadata.sorted_tables:
        room = room_of(table.name)
        if room not in levels:
            yield f"{table.name} bears no room's name: call it <room>_{table.name}"
            continue
        for key in table.foreign_keys:
            other = room_of(key.target_fullname)
            if other != room and levels.get(other, -1) >= levels[room]:
                yield (
                    f"{table.name} refers to {key.target_fullname}, which is not below {room}: "
                    "keep the other's id without a key and ask by a hook, or let the upper one refer to the lower"
                )
            elif other not in levels:
                yield f"{table.name} refers to {key.target_fullname}, which is of no room: rename that table"


def find_mapping_faults(mappers: Iterable[Mapper[object]]) -> Iterator[str]:
    """Tables declared in another room, and objects that lead from room to room."""
    for mapper in mappers:
        home, table = home_of(mapper), mapper.local_table.name  # type: ignore[attr-defined]  # ours are plain tables
        if room_of(table) != home:
            yield f"{mapper.class_.__module__} declares {table}: call it {home}_…, or move it to its room"
        for other in mapper.relationships:
            if home_of(other.mapper) != home:
                into = home_of(other.mapper)
                yield f"{mapper.class_.__name__}.{other.key} leads into {into}: keep the id and ask its front desk"


@pytest.fixture(autouse=True)
def _every_room_is_loaded() -> None:
    load_rooms(DEFAULT_PLUGINS)


def test_tables_keep_their_rooms_name_and_their_keys_lead_down() -> None:
    levels = {room: floors()[room] for room in (CORE, *ROOMS)}
    assert_none(find_table_faults(Base.metadata, levels))


def test_tables_stand_in_their_rooms_and_no_object_leads_into_another() -> None:
    # Another test in this process may have mapped tables of its own.
    ours = [mapper for mapper in Base.registry.mappers if mapper.class_.__module__.startswith("lms.")]
    assert ours, "No table was found: load the rooms first (load_rooms)."
    assert_none(find_mapping_faults(ours))


def test_rooms_from_outside_stand_on_the_upper_floor() -> None:
    below = {room for room in (CORE, *ROOMS) if room not in upper_rooms()}
    assert set(BELOW) == below, "Name in BELOW of lms/loading/tables.py the rooms below the upper floor."


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────

LEVELS = {CORE: 0, "accounts": 1, "catalog": 1, "quizzes": 2}


def make_base() -> type[DeclarativeBase]:
    class ToyBase(DeclarativeBase):
        registry = registry()

    return ToyBase


def make_table(base: type[DeclarativeBase], name: str, *refers: str, room: str = "") -> type[DeclarativeBase]:
    """A mapped table in the models of its room, with a key to each of the others."""
    columns = {f"key_{n}": mapped_column(ForeignKey(f"{other}.id")) for n, other in enumerate(refers)}
    values = {
        "__module__": f"lms.{room or room_of(name)}.models",
        "__tablename__": name,
        "__annotations__": {"id": Mapped[int], **dict.fromkeys(columns, Mapped[int])},
        "id": mapped_column(primary_key=True),
        **columns,
    }
    return type(name.title().replace("_", ""), (base,), values)


@pytest.mark.parametrize(
    ("name", "refers", "told"),
    [
        ("shelf", [], "bears no room's name"),
        ("attic_shelf", [], "bears no room's name"),
        ("accounts_person", ["catalog_course"], "is not below accounts"),
        ("catalog_course", ["quizzes_attempt"], "is not below catalog"),
        ("core_letter", ["accounts_person"], "is not below core"),
    ],
)
def test_a_table_out_of_its_room_is_told(name: str, refers: list[str], told: str) -> None:
    base = make_base()
    for table in (name, *refers):
        make_table(base, table, *(refers if table == name else []))
    assert [told in fault for fault in find_table_faults(base.metadata, LEVELS)] == [True]


def test_keys_that_lead_home_or_down_are_not_told() -> None:
    base = make_base()
    for name, *refers in (
        ("core_letter",),
        ("accounts_person", "core_letter"),
        ("quizzes_attempt", "accounts_person"),
        ("quizzes_answer", "quizzes_attempt"),
    ):
        make_table(base, name, *refers)
    assert list(find_table_faults(base.metadata, LEVELS)) == []
    assert list(find_mapping_faults(base.registry.mappers)) == []


def test_a_table_in_another_rooms_models_is_told() -> None:
    base = make_base()
    make_table(base, "accounts_person", room="quizzes")
    [fault] = find_mapping_faults(base.registry.mappers)
    assert "lms.quizzes.models declares accounts_person" in fault


def test_an_object_that_leads_into_another_room_is_told() -> None:
    base = make_base()
    person = make_table(base, "accounts_person")
    attempt = make_table(base, "quizzes_attempt", "accounts_person")
    attempt.person = relationship(person)  # type: ignore[attr-defined]  # a class made by hand
    base.registry.configure()
    [fault] = find_mapping_faults(base.registry.mappers)
    assert "QuizzesAttempt.person leads into accounts" in fault
