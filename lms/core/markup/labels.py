"""The few words that rendering itself adds to a text, in the text's own language."""

from __future__ import annotations

from lms.core.languages import DEFAULT_LANGUAGE

ADMONITIONS: tuple[str, ...] = ("note", "tip", "warning", "example", "mistake")

_LABELS: dict[str, dict[str, str]] = {
    "en": {
        "opening": "Overview",
        "note": "Note",
        "tip": "Tip",
        "warning": "Warning",
        "example": "Worked example",
        "mistake": "Common mistake",
        "table": "Table",
        "code": "{name} code",
        "output": "Output",
        "diagram": "Diagram",
        "diagram-source": "Diagram as text",
        "footnotes": "Notes",
        "footnote": "Note {number}",
        "footnote-back": "Back to the place of note {number}",
        "done": "done",
        "to-do": "to do",
    },
    "zh": {
        "opening": "概述",
        "note": "说明",
        "tip": "提示",
        "warning": "注意",
        "example": "示例",
        "mistake": "常见错误",
        "table": "表格",
        "code": "{name} 代码",
        "output": "输出",
        "diagram": "图",
        "diagram-source": "图的文字源码",
        "footnotes": "注释",
        "footnote": "注释 {number}",
        "footnote-back": "返回注释 {number} 的引用处",
        "done": "已完成",
        "to-do": "未完成",
    },
}


def label(name: str, language: str, /, **values: object) -> str:
    """The word called `name` in a language, in the default one where the language is unknown."""
    return _LABELS.get(language, _LABELS[DEFAULT_LANGUAGE])[name].format(**values)
