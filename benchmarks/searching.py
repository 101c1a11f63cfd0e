"""Search in the index of 2,000 generated modules, beside a scan of the same texts."""

from __future__ import annotations

import re
import tempfile
import time
from pathlib import Path
from random import Random

from benchmarks.measuring import heading, line, median, milliseconds, p95
from lms.search import rules
from lms.search.index import Document, SearchIndex, parse_query, stem

MODULES = 2_000
QUERIES = re.findall(r"\S+", "数字孪生 标注 密钥 量子密钥分发 云 物联网 MQTT，协议 data，quality")
HAN = re.findall(r"\S+", "数字孪生 映射 设备 标注 规则 密钥 量子 分发 云 边缘 物联网 协议 网络 训练 模型")
LATIN = ["MQTT", "training", "trained", "network", "networks", "data", "quality", "label", "labelling", "sensor"]
EVERYONE = frozenset({"everyone"})


def run() -> None:
    """Build the index, then ask."""
    documents = _documents(Random(2026))  # a corpus, not a secret
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder, "search"))
        started = time.perf_counter()
        index.rebuild(documents)
        heading(f"Search in {len(documents)} sections", "median ms", "p95 ms")
        line("building the index (s)", time.perf_counter() - started)
        queries = [parse_query(text) for text in QUERIES]
        taken = milliseconds(lambda: [index.search(q, access=EVERYONE, limit=30) for q in queries], times=20)
        line("a query", median(taken) / len(queries), p95(taken) / len(queries))
        forms = [rules.searchable(d.title, d.text, stem) for d in documents]
        scan = milliseconds(lambda: [rules.matches(q, form) for q in queries for form in forms], times=3)
        line("the same by a linear scan", median(scan) / len(queries), p95(scan) / len(queries))


def _documents(random: Random) -> list[Document]:
    """Sections of a hundred words, most of them from a large vocabulary and a few that are asked for."""
    han = ["".join(chr(0x4E00 + random.randrange(2500)) for _ in range(2)) for _ in range(4_000)]
    latin = ["".join(random.choices("abcdefghiklmnoprstuvw", k=7)) for _ in range(4_000)]
    return [
        Document(
            key=f"m-{module}:{language}:{anchor}",
            course_id=f"c-{module % 10}",
            course_title="Course",
            module_id=f"m-{module}",
            module_title=f"Module {module}",
            anchor=anchor,
            title=random.choice(asked),
            text=joint.join(random.choices(filler, k=97) + random.choices(asked, k=3)),
            language=language,
            access="everyone",
        )
        for module in range(MODULES)
        for anchor in ("first", "second")
        for language, asked, filler, joint in (("zh", HAN, han, "，"), ("en", LATIN, latin, " "))
    ]
