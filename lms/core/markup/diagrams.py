"""Draws Mermaid sources as SVG in two themes; the only module that knows merman."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import merman

from lms.core.markup.svg import clean_svg
from lms.core.markup.values import Media

_FONTS = 'Arial, "Helvetica Neue", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
_VIEW_BOX = re.compile(
    rb'<svg\b[^>]*\bviewBox="\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+(?P<width>[\d.e]+)[\s,]+(?P<height>[\d.e]+)'
)
_DESCRIPTION = re.compile(r"^[ \t]*accDescr[ \t]*(?::(?P<line>[^\n]*)|\{(?P<block>[^}]*)\})", re.MULTILINE)
_MESSAGE = re.compile(r"message='(?P<message>.*?)'(?:, \w+=|$)", re.DOTALL)
_TIME_LIMIT_MS = 5_000


class DiagramError(ValueError):
    """A diagram that cannot be drawn; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme: paper, ink, lines, and six pairs of fill and edge."""

    is_dark: bool
    paper: str
    ink: str
    line: str
    wash: str
    fills: tuple[str, ...]
    edges: tuple[str, ...]


LIGHT = Palette(
    is_dark=False,
    paper="#ffffff",
    ink="#17202c",
    line="#4a5a6a",
    wash="#f4f6f9",
    fills=("#e3edf9", "#fbefd2", "#e4f1e0", "#f1e6f6", "#fbe4e1", "#ddf1f2"),
    edges=("#2f64a3", "#8a6212", "#3f7a33", "#7a4a93", "#ad4438", "#1f7478"),
)
DARK = Palette(
    is_dark=True,
    paper="#18202b",
    ink="#dee5ed",
    line="#9fb0c0",
    wash="#202a37",
    fills=("#1f3550", "#463713", "#233f20", "#3d2a4a", "#502824", "#183f42"),
    edges=("#7fb0e6", "#d9ab4e", "#86c27a", "#c193dc", "#eb8e82", "#66c3c8"),
)


@dataclass(frozen=True, slots=True)
class Diagram:
    """One drawing in both themes; `width` and `height` are in CSS pixels."""

    light: Media
    dark: Media
    width: int
    height: int


def find_description(source: str) -> str:
    """The text alternative a Mermaid source gives by `accDescr`, "" where it gives none."""
    match = _DESCRIPTION.search(source)
    return " ".join((match["line"] or match["block"] or "").split()) if match else ""


@lru_cache(maxsize=128)
def draw(source: str) -> Diagram:
    """Draw a Mermaid source; raises DiagramError."""
    light, dark = (_draw(source, palette) for palette in (LIGHT, DARK))
    size = _VIEW_BOX.match(light)
    if size is None:
        raise DiagramError("The diagram cannot be drawn: it came out without a size.")
    width, height = (max(1, round(float(size[name]))) for name in ("width", "height"))
    return Diagram(_media(light), _media(dark), width, height)


def _media(content: bytes) -> Media:
    return Media(f"{hashlib.sha256(content).hexdigest()[:32]}.svg", "image/svg+xml", content)


def _draw(source: str, palette: Palette) -> bytes:
    request = merman.MermanOperationRequestV4(
        operation_id="svg",
        source=source,
        uri=None,
        options_json=_options(palette),
        control=merman.MermanOperationControl(timeout_ms=_TIME_LIMIT_MS),
    )
    try:
        svg = _engine().execute(request).data.decode()
        # Labels are measured without knowing the reader's font; one that is a little wider must not be cut.
        return clean_svg(svg.replace("overflow:hidden", "overflow:visible").encode())
    except merman.MermanError as error:
        found = _MESSAGE.search(str(error))
        words = " ".join((found["message"] if found else "the source is not understood").split())
        raise DiagramError(f"The diagram cannot be drawn: {words.rstrip('.')}.") from error
    except ValueError as error:
        raise DiagramError(f"The diagram cannot be drawn: {error}") from error


@cache
def _engine() -> Any:
    return merman.Merman()


@cache
def _options(palette: Palette) -> str:
    config = {
        "theme": "base",
        "look": "classic",
        "fontFamily": _FONTS,
        "themeVariables": _theme(palette),
    }
    # This pipeline puts SVG text where Mermaid has HTML labels, which no browser shows inside an <img>.
    svg = {"pipeline": "resvg-safe", "diagram_id": "d"}
    return json.dumps({"site_config": config, "svg": svg, "resources": {"profile": "constrained"}})


_INK_VARIABLES = (
    "primaryTextColor secondaryTextColor tertiaryTextColor textColor nodeTextColor noteTextColor"
    " titleColor classText actorTextColor signalTextColor labelTextColor loopTextColor"
    " transitionLabelColor stateLabelColor commitLabelColor tagLabelColor taskTextColor"
    " taskTextOutsideColor taskTextDarkColor taskTextLightColor pieTitleTextColor pieSectionTextColor"
    " pieLegendTextColor quadrantTitleFill quadrantPointTextFill quadrant1TextFill quadrant2TextFill"
    " quadrant3TextFill quadrant4TextFill quadrantXAxisTextFill quadrantYAxisTextFill"
)


def _theme(palette: Palette) -> dict[str, Any]:
    """Mermaid's theme variables: every kind of diagram names its own."""
    fills, edges = palette.fills, palette.edges
    theme: dict[str, Any] = dict.fromkeys(_INK_VARIABLES.split(), palette.ink)
    theme |= {"darkMode": palette.is_dark, "fontFamily": _FONTS, "fontSize": "15px", "pieOpacity": 1}
    paper = "background edgeLabelBackground altSectionBkgColor attributeBackgroundColorOdd rowOdd quadrant3Fill"
    wash = "clusterBkg sectionBkgColor attributeBackgroundColorEven rowEven quadrant2Fill quadrant4Fill"
    line = "lineColor clusterBorder signalColor gridColor pieStrokeColor pieOuterStrokeColor"
    theme |= dict.fromkeys(paper.split(), palette.paper)
    theme |= dict.fromkeys([*wash.split(), "commitLabelBackground"], palette.wash)
    theme |= dict.fromkeys(line.split(), palette.line)
    theme |= dict.fromkeys(("primaryColor", "mainBkg", "actorBkg", "taskBkgColor", "quadrant1Fill"), fills[0])
    theme |= dict.fromkeys(("primaryBorderColor", "nodeBorder", "actorBorder", "taskBorderColor"), edges[0])
    theme |= {"secondaryColor": fills[1], "secondaryBorderColor": edges[1], "tagLabelBackground": fills[1]}
    theme |= {"noteBkgColor": fills[1], "noteBorderColor": edges[1], "quadrantPointFill": edges[0]}
    theme |= {"tertiaryColor": fills[2], "tertiaryBorderColor": edges[2]}
    theme |= {"labelBoxBkgColor": fills[2], "labelBoxBorderColor": edges[2]}
    for index in range(12):
        fill, edge = fills[index % len(fills)], edges[index % len(edges)]
        theme |= {f"pie{index + 1}": fill, f"cScale{index}": fill, f"fillType{index}": fill}
        theme |= {f"cScalePeer{index}": edge, f"cScaleInv{index}": edge, f"git{index}": edge}
        theme |= {f"cScaleLabel{index}": palette.ink, f"gitBranchLabel{index}": palette.paper}
    axes = [f"{axis}Axis{thing}Color" for axis in "xy" for thing in ("Label", "Title")]
    ticks = [f"{axis}Axis{thing}Color" for axis in "xy" for thing in ("Line", "Tick")]
    chart = dict.fromkeys([*axes, "titleColor"], palette.ink) | dict.fromkeys(ticks, palette.line)
    theme["xyChart"] = chart | {"backgroundColor": palette.paper, "plotColorPalette": ", ".join(edges)}
    return theme
