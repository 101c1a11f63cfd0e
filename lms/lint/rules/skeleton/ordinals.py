"""The sections of a module that is begun, by the names of their anchors and in Chinese."""

from __future__ import annotations

ORDINALS = ("first", "second", "third", "fourth", "fifth")
CHINESE = dict(zip(ORDINALS, "一二三四五", strict=True))
