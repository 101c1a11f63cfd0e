"""Turns LaTeX into MathML that browsers draw without help, and refuses what they could not draw."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element

_LENGTH_MAXIMUM = 2000
_DEPTH_MAXIMUM = 40
_CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_OTHER_ELEMENTS = "math menclose mi mn mo mpadded mphantom mrow mspace msqrt mstyle mtable mtd mtext mtr"
_ELEMENTS = {*_CHILDREN, *_OTHER_ELEMENTS.split()}
# Colours are left out: what can be read on white paper cannot on black.
_ATTRIBUTE_NAMES = (
    "accent accentunder columnalign depth display displaystyle fence form height largeop linethickness"
    " lspace mathsize maxsize minsize movablelimits notation rspace scriptlevel separator stretchy"
    " symmetric voffset width"
)
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_VALUE = re.compile(r"[\w.%+ -]{1,40}")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
# The converter knows these layouts by another name.
_ENVIRONMENTS = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered)\}")
_ALPHABETS = {
    "bold": ("MATHEMATICAL BOLD", ""),
    "bold-italic": ("MATHEMATICAL BOLD ITALIC", ""),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "monospace": ("MATHEMATICAL MONOSPACE", ""),
    "sans-serif": ("MATHEMATICAL SANS-SERIF", ""),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
}


class FormulaError(ValueError):
    """A formula that cannot be read; the message is a sentence."""


@lru_cache(maxsize=4096)
def render_formula(latex: str, *, display: bool) -> str:
    """A `<math>` element for LaTeX without its dollar signs; raises FormulaError."""
    if len(latex) > _LENGTH_MAXIMUM:
        raise FormulaError(f"The formula has more than {_LENGTH_MAXIMUM:,} characters.")
    _check_braces(latex)
    source = _ENVIRONMENTS.sub(r"\\\1{align*}", latex)
    try:
        element = convert_to_element(source, display="block" if display else "inline")
        element.set("alttext", latex)
        return "".join(_serialise(element))
    except FormulaError:
        raise
    except Exception as error:  # The converter raises whatever its state leads to.
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        raise FormulaError(f"The formula cannot be read: {words}.") from error


def _check_braces(latex: str) -> None:
    depth = 0
    for brace in _BRACE.findall(latex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0 or depth > _DEPTH_MAXIMUM:
            break
    if depth:
        raise FormulaError("The formula's braces do not match, or nest too deeply.")


def _serialise(element: Element) -> list[str]:
    tag = element.tag
    text = html.unescape(element.text or "")
    if tag not in _ELEMENTS:
        raise FormulaError("The formula holds something that has no place in MathML.")
    if tag in _CHILDREN and len(element) != _CHILDREN[tag]:
        raise FormulaError("The formula cannot be read: something is missing after a command.")
    if tag in {"mi", "mo"} and re.match(r"\\[A-Za-z]|&$", text):
        unknown = "a stray &" if text == "&" else f"the unknown command {text}"
        raise FormulaError(f"The formula cannot be read: it holds {unknown}.")
    variant = element.get("mathvariant", "")
    if variant in _ALPHABETS:
        text = "".join(_in_alphabet(character, variant) for character in text)
    pieces = [f"<{tag}{_attributes(element)}>", html.escape(text, quote=False)]
    for child in element:
        pieces.extend(_serialise(child))
        pieces.append(html.escape(html.unescape(child.tail or ""), quote=False))
    pieces.append(f"</{tag}>")
    return pieces


def _attributes(element: Element) -> str:
    kept = {
        name: value for name, value in element.attrib.items() if name in _ATTRIBUTES and _VALUE.fullmatch(value)
    }
    if element.get("mathvariant") == "normal":
        kept["mathvariant"] = "normal"
    if "alttext" in element.attrib:
        kept["alttext"] = element.attrib["alttext"]
    return "".join(f' {name}="{html.escape(value)}"' for name, value in kept.items())


def _in_alphabet(character: str, variant: str) -> str:
    """The letter or digit in a mathematical alphabet: browsers no longer do this for us."""
    if not (character.isascii() and character.isalnum()):
        return character
    alphabet, elder = _ALPHABETS[variant]
    kind = "DIGIT " if character.isdigit() else ("CAPITAL " if character.isupper() else "SMALL ")
    name = unicodedata.name(character).split()[-1]
    # A few letters, such as ℝ, are older than the alphabets and stand elsewhere.
    for prefix in (alphabet, elder):
        try:
            return unicodedata.lookup(f"{prefix} {kind}{name}")
        except KeyError:
            continue
    return character
