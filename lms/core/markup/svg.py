"""Cleans SVG pictures of everything that could run, reach out or pretend."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_BYTES_MAXIMUM = 2_000_000
_DEPTH_MAXIMUM = 200
_NAMESPACE = "http://www.w3.org/2000/svg"

# Still pictures only: animation can rewrite an attribute after the cleaning.
_ELEMENT_NAMES = (
    "svg g defs symbol use title desc style path rect circle ellipse line polyline polygon text tspan"
    " textPath image marker linearGradient radialGradient stop pattern clipPath mask switch view filter"
    " feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting"
    " feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur"
    " feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile"
    " feTurbulence"
)
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_UNWRAPPED = frozenset({"a"})
_PREFIXED = frozenset({"xlink:href", "xml:space", "xml:lang"})
_ADDRESSES = frozenset({"href", "xlink:href", "src"})

_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_CSS_IMPORT = re.compile(r"@(?:import|charset|namespace|font-face)\b[^;{}]*(?:;|\{[^{}]*\}|$)", re.IGNORECASE)
_CSS_ADDRESS = re.compile(r"(?:url|src|image|image-set|-webkit-image-set|cross-fade|element)\s*\(", re.IGNORECASE)
_CSS_LOCAL = re.compile(r"url\(\s*[\"']?#[\w.:-]+[\"']?\s*\)", re.IGNORECASE)
_CSS_RUNNING = re.compile(r"expression\s*\(|javascript:|behaviou?r\s*:|-moz-binding", re.IGNORECASE)


def clean_svg(content: bytes) -> bytes:
    """The picture as UTF-8 SVG without scripts, handlers, foreign content and outside references.

    Raises ValueError, with a sentence, for what is no SVG and for a document type, which can hold entities.
    """
    if len(content) > _BYTES_MAXIMUM:
        raise ValueError(f"The picture has more than {_BYTES_MAXIMUM:,} bytes.")
    cleaning = _Cleaning()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = cleaning.refuse_doctype
    parser.StartElementHandler = cleaning.start
    parser.EndElementHandler = cleaning.end
    parser.CharacterDataHandler = cleaning.text
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat takes its end mark by position
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"The picture is not well-formed XML ({error}).") from error
    return "".join(cleaning.output).encode()


@dataclass(slots=True)
class _Cleaning:
    """Writes while it reads; what stands in a removed element is skipped by counting levels."""

    output: list[str] = field(default_factory=list)
    open_names: list[str] = field(default_factory=list)
    skipped: int = 0
    style: list[str] = field(default_factory=list)

    def refuse_doctype(self, *_: object) -> None:
        raise ValueError("The picture declares a document type, which is refused because it can hold entities.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.open_names and not self.skipped:
            self._check_root(name, attributes)
        elif len(self.open_names) > _DEPTH_MAXIMUM:
            raise ValueError(f"The picture nests its elements more than {_DEPTH_MAXIMUM} deep.")
        if self.skipped or (name not in _ELEMENTS and name not in _UNWRAPPED):
            self.skipped += 1
            return
        if name in _UNWRAPPED:
            self.open_names.append("")
            return
        kept = _clean_attributes(attributes)
        if not self.open_names:
            kept = {"xmlns": _NAMESPACE, "xmlns:xlink": "http://www.w3.org/1999/xlink"} | kept
        self.open_names.append(name)
        self.output.append(f"<{name}" + "".join(f" {key}={quoteattr(value)}" for key, value in kept.items()) + ">")

    def end(self, _name: str) -> None:
        if self.skipped:
            self.skipped -= 1
            return
        name = self.open_names.pop()
        if name == "style":
            self.output.append(escape(_clean_css("".join(self.style))))
            self.style.clear()
        if name:
            self.output.append(f"</{name}>")

    def text(self, text: str) -> None:
        if self.skipped:
            return
        if self.open_names and self.open_names[-1] == "style":
            self.style.append(text)
        else:
            self.output.append(escape(text))

    @staticmethod
    def _check_root(name: str, attributes: dict[str, str]) -> None:
        if name != "svg":
            raise ValueError(f"The picture's outermost element is {name} and not svg.")
        if attributes.get("xmlns", _NAMESPACE) != _NAMESPACE:
            raise ValueError("The picture's outermost element is not in the SVG namespace.")


def _clean_attributes(attributes: dict[str, str]) -> dict[str, str]:
    kept = {}
    for name, value in attributes.items():
        if not _ATTRIBUTE_NAME.fullmatch(name) or name.lower().startswith(("on", "xmlns")):
            continue
        if ":" in name and name not in _PREFIXED:
            continue
        bare = _BLANKS.sub("", value)
        if name.lower() in _ADDRESSES and not (bare.startswith("#") or _PICTURE.fullmatch(value.strip())):
            continue
        if name == "style":
            kept[name] = _clean_css(value)
        elif not _is_reaching_out(value) and "javascript:" not in bare.lower():
            kept[name] = value
    return kept


def _clean_css(css: str) -> str:
    """Style rules without imports and outside addresses; a rule set that hides behind escapes is dropped."""
    css = _CSS_COMMENT.sub(" ", css)
    if "\\" in css or _CSS_RUNNING.search(css):
        return ""
    css = _CSS_IMPORT.sub("", css)
    return "" if _is_reaching_out(css) else css


def _is_reaching_out(value: str) -> bool:
    return _CSS_ADDRESS.search(_CSS_LOCAL.sub("", value)) is not None
