"""Every text of the interface is translated, once and in one way, and nothing else is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from babel.messages import Catalog, Message

from tests.house import texts
from tests.house.files import ROOT
from tests.house.texts import TRANSLATED, Text, dump, load, merge, po_path

PLACEHOLDER = re.compile(r"%%|%\((\w+)\)s")
HAN = "[\u3400-\u9fff]"
WESTERN = re.compile(rf"(?<={HAN})[,.;:!?()](?=\s*(?:{HAN}|$))|(?<={HAN})\(|\)(?={HAN})")
FILES = {(language, room): po_path(language, room) for language in TRANSLATED for room in texts.collect_texts([])}


def translations(message: Message) -> tuple[str, ...]:
    found = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return tuple(text or "" for text in found)


def originals(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def find_gaps(catalog: Catalog, wanted: Iterable[Text]) -> list[str]:
    """Texts that lack a translation, and translations of texts that are gone."""
    names = {originals(text)[0] for text in wanted}
    held = {originals(message.id)[0]: message for message in catalog if message.id}
    faults = [f"{text!r} is not in the file" for text in sorted(names - held.keys())]
    faults += [f"{text!r} is used no longer" for text in sorted(held.keys() - names)]
    for text in sorted(names & held.keys()):
        if held[text].fuzzy:
            faults.append(f"{text!r} is fuzzy")
        elif not all(translations(held[text])):
            faults.append(f"{text!r} waits for its translation")
    return faults


def has_stray_percent(text: str) -> bool:
    """Whether filling in values would stumble over a percent sign."""
    return "%" in PLACEHOLDER.sub("", text)


def find_faults_of_form(message: Message) -> list[str]:
    """What is wrong with one translation: its placeholders, its percent signs, its punctuation."""
    faults = []
    known = {name for text in originals(message.id) for name in PLACEHOLDER.findall(text) if name}
    for translated in filter(None, translations(message)):
        used = {name for name in PLACEHOLDER.findall(translated) if name}
        if used != known:
            faults.append(
                f"{message.id!r} → {translated!r}: it fills {sorted(used)}, fill {sorted(known)} as the text does"
            )
        if known and has_stray_percent(translated):
            faults.append(f"{message.id!r} → {translated!r}: write a percent sign as %%")
        if WESTERN.search(translated):
            faults.append(
                f"{message.id!r} → {translated!r}: use full-width punctuation between Chinese characters"
            )
    return faults


def find_disagreements(catalogs: Mapping[str, Catalog]) -> list[str]:
    """Texts that two rooms translate in two ways: the house has one catalogue, so one of them would be lost."""
    known: dict[str, dict[tuple[str, ...], list[str]]] = defaultdict(lambda: defaultdict(list))
    for room, catalog in catalogs.items():
        for message in catalog:
            if message.id and all(translations(message)):
                known[originals(message.id)[0]][translations(message)].append(room)
    return [
        f"{text!r}: " + ", ".join(f"{'/'.join(words)} in {' and '.join(rooms)}" for words, rooms in ways.items())
        for text, ways in sorted(known.items())
        if len(ways) > 1
    ]


@pytest.fixture(scope="module")
def collected() -> dict[str, set[Text]]:
    return texts.collect_texts()


@pytest.mark.parametrize(("language", "room"), FILES, ids=lambda part: part)
def test_every_text_of_a_room_is_translated(collected: dict[str, set[Text]], language: str, room: str) -> None:
    path, wanted = FILES[language, room], collected[room]
    faults = find_gaps(load(path, language), wanted)
    assert not faults, f"Run `make texts`, then write what is missing in {path.relative_to(ROOT)}: {faults}"
    assert path.read_text("utf-8") == dump(merge(load(path, language), wanted, language), language), (
        f"{path.relative_to(ROOT)} is not written as it is kept: run `make texts`."
    )


@pytest.mark.parametrize(("language", "room"), FILES, ids=lambda part: part)
def test_translations_are_well_formed(language: str, room: str) -> None:
    faults = [fault for message in load(FILES[language, room], language) for fault in find_faults_of_form(message)]
    assert not faults, f"Mend in lms/translations/{language}/{room}.po: {faults}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_is_translated_in_one_way(language: str) -> None:
    catalogs = {room: load(path, language) for (of, room), path in FILES.items() if of == language}
    faults = find_disagreements(catalogs)
    assert not faults, f"Agree on one translation, or give the two meanings two English texts: {faults}"


def test_a_percent_sign_in_a_template_is_doubled() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        found = [part for text in texts.find_texts(path) for part in originals(text) if has_stray_percent(part)]
        assert not found, f"Jinja fills values into every text: write %% in {path.relative_to(ROOT)}: {found}"


# ── Broken on purpose ───────────────────────────────────────────────────────────────────────────────────────


def make_catalog(*entries: tuple[Text, str], fuzzy: bool = False) -> Catalog:
    catalog = Catalog(locale="zh")
    for text, translated in entries:
        flags = ["fuzzy"] if fuzzy else []
        catalog.add(text, translated if isinstance(text, str) else (translated,), flags=flags)
    return catalog


@pytest.mark.parametrize(
    ("catalog", "told"),
    [
        (make_catalog(), "'Menu' is not in the file"),
        (make_catalog(("Menu", "")), "'Menu' waits for its translation"),
        (make_catalog(("Menu", "菜单"), fuzzy=True), "'Menu' is fuzzy"),
        (make_catalog(("Menu", "菜单"), ("Gone", "旧")), "'Gone' is used no longer"),
    ],
)
def test_a_missing_or_unused_text_is_told(catalog: Catalog, told: str) -> None:
    assert find_gaps(catalog, {"Menu"}) == [told]
    assert find_gaps(make_catalog(("Menu", "菜单")), {"Menu"}) == []


@pytest.mark.parametrize(
    ("text", "translated", "told"),
    [
        ("%(num)s left", "还剩", "it fills []"),
        ("%(num)s left", "还剩 %(number)s", "it fills ['number']"),
        ("%(num)s%% left", "还剩 %(num)s%", "as %%"),
        ("Read, then go on", "先读,再继续", "full-width"),
        ("Done.", "完成.", "full-width"),
        ("Note (short)", "说明(短)", "full-width"),
        ("Wait: now", "等等: 现在", "full-width"),
    ],
)
def test_a_translation_out_of_form_is_told(text: str, translated: str, told: str) -> None:
    [message] = [message for message in make_catalog((text, translated)) if message.id]
    assert any(told in fault for fault in find_faults_of_form(message))


@pytest.mark.parametrize(("text", "stray"), [("5%", True), ("5%% of %(x)s", False), ("%s", True), ("%(x)d", True)])
def test_a_stray_percent_sign_is_seen(text: str, stray: bool) -> None:
    assert has_stray_percent(text) is stray


def test_a_good_translation_is_not_told() -> None:
    good = make_catalog(("%(num)s%% of 0.1, say", "说的是 0.1 的 %(num)s%%，CSV 文件 (v1.2)"))
    assert [fault for message in good for fault in find_faults_of_form(message)] == []


def test_two_translations_of_one_text_are_told() -> None:
    catalogs = {"a": make_catalog(("Name", "姓名")), "b": make_catalog(("Name", "名称"), ("Menu", "菜单"))}
    assert find_disagreements(catalogs) == ["'Name': 姓名 in a, 名称 in b"]
    assert find_disagreements({"a": catalogs["a"], "c": catalogs["a"]}) == []


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("progress/service.py", "title = N_('A title')", {"A title"}),
        ("progress/forms.py", "from x import lazy_gettext as _l\nlabel = _l('A label')", {"A label"}),
        ("progress/views.py", "ngettext('%(num)s day', '%(num)s days', 3)", {("%(num)s day", "%(num)s days")}),
        ("progress/page.html", "{{ _('Two %(x)s', x=1) }}{% trans %}no{% endtrans %}", {"Two %(x)s", "no"}),
    ],
)
def test_marked_texts_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str, found: set[Text]
) -> None:
    monkeypatch.setattr(texts, "ROOT", tmp_path)
    path = tmp_path / "lms" / name
    path.parent.mkdir(parents=True)
    path.write_text(source, "utf-8")
    assert texts.collect_texts([path])["progress"] == found


def test_gathering_writes_a_file_for_each_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, collected: dict[str, set[Text]]
) -> None:
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    texts.main()
    for (language, room), path in FILES.items():
        catalog = load(tmp_path / language / path.name, language)
        assert find_gaps(catalog, collected[room]) == [
            f"{text!r} waits for its translation"
            for text in sorted({originals(text)[0] for text in collected[room]})
        ]


def test_gathering_keeps_what_is_translated_and_drops_what_is_gone() -> None:
    kept = merge(make_catalog(("Menu", "菜单"), ("Gone", "旧")), ["Menu", ("%(num)s day", "%(num)s days")], "zh")
    written = dump(kept, "zh")
    assert 'msgid "Menu"\nmsgstr "菜单"' in written
    assert 'msgid_plural "%(num)s days"\nmsgstr[0] ""' in written
    assert "Gone" not in written
