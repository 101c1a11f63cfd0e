"""Reads `course.toml` into a CourseSpec, reporting every mistake of the file in one run."""

from __future__ import annotations

import re

from lms.catalog.reader.toml_table import TomlTable, read_toml
from lms.catalog.rules import ID_FORM, CourseSpec, ModuleSpec
from lms.core.findings import Finding, Severity
from lms.core.parts import Choice, DrawRule, Fact, FeedbackTime, Profession, QuizPolicy, Requirements

_ACCESS = ("everyone", "members")
# What the page has words for. A fact of any other standing is not shown.
CODE_STATUSES = ("confirmed", "parsed", "from the consultation draft of July 2022", "unconfirmed")
LIST_STATUSES = ("confirmed", "complete", "likely complete", "may be short", "unconfirmed")
OTHER_STATUSES = ("confirmed", "unconfirmed")
_CODE = re.compile(r"[0-9]-[0-9]{2}-[0-9]{2}-[0-9]{2}")


def read_course_file(source: str, *, path: str, folder: str) -> tuple[CourseSpec | None, list[Finding]]:
    """The course the source describes; None only where it is not TOML at all."""
    findings: list[Finding] = []
    table = read_toml(source, path, findings)
    if table is None:
        return None, findings
    course_id = _id(table, "id")
    if ID_FORM.fullmatch(course_id) and course_id != folder:
        hint = f'rename the folder, or write id = "{folder}" if the course was never published'
        table.report("course-folder", f"The course {course_id} stands in the folder {folder}.", hint, "id")
    access = table.text("access", default="everyone")
    if access not in _ACCESS:
        table.report("course-access", f"access is {access!r}.", 'write "everyone" or "members"', "access")
    profession = _read_profession(table.table("profession"), *_read_choices(table))
    spec = CourseSpec(
        course_id=course_id,
        access=access,
        titles=table.words("title"),
        summaries=table.words("summary"),
        profession=profession,
        modules=_read_modules(table, {function.id for function in profession.functions}),
    )
    table.finish()
    return spec, findings


def _id(table: TomlTable, key: str) -> str:
    """The id as it is written, so that what names it is not reported too."""
    value = table.text(key)
    if value.strip() and not ID_FORM.fullmatch(value):
        table.report("id-form", f"The id {value!r} is not in kebab-case.", "use a-z, 0-9 and single hyphens", key)
    return value


def _read_choices(table: TomlTable) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    functions = _read_choice_list(table, "functions", None)
    directions = _read_choice_list(table, "directions", {function.id for function in functions})
    return directions, functions


def _read_choice_list(table: TomlTable, key: str, functions: set[str] | None) -> tuple[Choice, ...]:
    choices: list[Choice] = []
    for entry in table.tables(key):
        choice_id = _id(entry, "id")
        if choice_id and choice_id in {choice.id for choice in choices}:
            entry.report("duplicate-id", f"The id {choice_id} stands twice in {key}.", "give each its own", "id")
        names = entry.words("name")
        own = entry.names("functions") if functions is not None else ()
        _check_functions(entry, own, functions or set())
        entry.finish()
        choices.append(Choice(choice_id, names, own))
    return tuple(choices)


def _check_functions(table: TomlTable, named: tuple[str, ...], known: set[str]) -> None:
    for function in named:
        if function not in known:
            hint = f"known: {', '.join(sorted(known)) or 'none'}"
            table.report("function-unknown", f"There is no function {function}.", hint, "functions")


def _read_profession(
    table: TomlTable, directions: tuple[Choice, ...], functions: tuple[Choice, ...]
) -> Profession:
    definition = table.words("definition", besides=("status",))
    status = definition.pop("status")
    _check_status(table, "definition", status, OTHER_STATUSES)
    profession = Profession(
        names=table.words("name"),
        work=table.optional_words("work"),
        definition=Fact(definition, status),
        code_2021=_read_code(table, "code_2021"),
        code_2022=_read_code(table, "code_2022"),
        promulgated=table.words("promulgated"),
        directions=directions,
        directions_status=_read_status(table, "directions_status", OTHER_STATUSES),
        functions=functions,
        functions_status=_read_status(table, "functions_status", LIST_STATUSES),
    )
    table.finish()
    return profession


def _read_status(table: TomlTable, key: str, known: tuple[str, ...]) -> str:
    status = table.text(key)
    _check_status(table, key, status, known)
    return status


def _check_status(table: TomlTable, key: str, status: str, known: tuple[str, ...]) -> None:
    if status.strip() and status not in known:
        message = f"The status {status!r} is unknown, so {key.removesuffix('_status')} is not shown."
        hint = f"write one of {', '.join(known)}"
        table.report("fact-status", message, hint, key, Severity.WARNING)


def _read_code(table: TomlTable, key: str) -> Fact:
    entry = table.table(key)
    fact = Fact(entry.text("code"), entry.text("status"))
    _check_status(table, key, fact.status, CODE_STATUSES)
    if fact.value and not _CODE.fullmatch(str(fact.value)):
        table.report("code-form", f"{key} is {fact.value!r}.", "an occupation code looks like 2-02-10-09", key)
    entry.finish()
    return fact


def _read_modules(table: TomlTable, functions: set[str]) -> tuple[ModuleSpec, ...]:
    modules: list[ModuleSpec] = []
    for entry in table.tables("modules"):
        module_id, folder = _id(entry, "id"), entry.text("folder")
        if module_id and module_id in {module.module_id for module in modules}:
            hint = "an id is for ever one module's; give the new one its own"
            entry.report("duplicate-id", f"Two modules have the id {module_id}.", hint, "id")
        if folder and folder in {module.folder for module in modules}:
            hint = "give each module a folder of its own"
            entry.report("duplicate-folder", f"Two modules name the folder {folder}.", hint, "folder")
        minutes, requires, named = entry.table("minutes"), _read_requirements(entry), entry.names("functions")
        _check_functions(entry, named, functions)
        modules.append(
            ModuleSpec(
                module_id=module_id,
                folder=folder,
                line=entry.line,
                functions=named,
                reading_minutes=minutes.number("reading", minimum=1, maximum=600),
                practice_minutes=minutes.number("practice", minimum=0, maximum=600, default=0),
                quiz_minutes=minutes.number("quiz", minimum=0, maximum=600, default=0),
                draws=entry.number("draws", minimum=1, maximum=200, default=8),
                pass_mark_percent=entry.number("pass_mark_percent", minimum=1, maximum=100, default=60),
                attempts=entry.number("attempts", minimum=0, maximum=100, default=0),
                quiz=_read_quiz(entry),
                requires=requires,
            )
        )
        minutes.finish()
        entry.finish()
    return tuple(modules)


def _read_quiz(entry: TomlTable) -> QuizPolicy:
    table = entry.optional_table("quiz")
    feedback = table.text("feedback", default=FeedbackTime.SUBMITTED)
    if feedback not in set(FeedbackTime):
        known = ", ".join(f'"{time}"' for time in FeedbackTime)
        table.report("quiz-feedback", f"feedback is {feedback!r}.", f"write one of {known}", "feedback")
        feedback = FeedbackTime.SUBMITTED
    policy = QuizPolicy(
        draw=tuple(_read_draw_rule(rule) for rule in table.tables("draw")),
        wait_minutes=table.number("wait_minutes", minimum=0, maximum=60 * 24 * 30, default=0),
        time_limit_minutes=table.number("time_limit_minutes", minimum=0, maximum=60 * 24, default=0),
        feedback=FeedbackTime(feedback),
    )
    table.finish()
    return policy


def _read_draw_rule(table: TomlTable) -> DrawRule:
    tag, section = table.text("tag", default=""), table.text("section", default="")
    if bool(tag) == bool(section):
        table.report("quiz-draw", "A rule of draw names a tag or a section, one of them.", 'such as tag = "mqtt"')
    rule = DrawRule(table.number("count", minimum=1, maximum=200), tag, section)
    table.finish()
    return rule


def _read_requirements(entry: TomlTable) -> Requirements:
    values = entry.optional_table("requires")
    requirements = Requirements(
        sections=values.flag("sections", default=True),
        practice=values.flag("practice", default=True),
        quiz=values.flag("quiz", default=True),
    )
    values.finish()
    return requirements
