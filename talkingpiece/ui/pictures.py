"""Bars with words above them, as SVG that a page carries in itself. The table beside them says the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    import altair as alt

# Colours as the drawing library must have them, and the tokens that take their place on the page.
_TOKENS = {
    "#14565b": "var(--tp-lake)",
    "#6d7f82": "var(--tp-rule-strong)",
    "#18292d": "var(--tp-ink)",
}
_LAKE, _GREY, _INK = _TOKENS
_SVG = "http://www.w3.org/2000/svg"
_WIDTH, _ROW = 300, 46


@dataclass(frozen=True)
class Bar:
    """`value` None: the number is not shown to this reader, and the bar has no length. `low` and `high`: a thin line
    along the bar from the one to the other, for what it may also be."""

    name: str
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


def longest(bars: tuple[Bar, ...]) -> float:
    """Of bars and lines: the end of a scale on which all of them find room."""
    return max((max(bar.value or 0, bar.high or 0) for bar in bars), default=0)


def drawn(bars: tuple[Bar, ...], most: float, *, quiet: bool, title: str, name: str) -> SafeString:
    """The bars as SVG with a title and a description for those who do not see it. `name` is unique on its page."""
    said = ". ".join(f"{bar.name}: {bar.label}" for bar in bars)
    return _drawn(bars, most or 1, quiet, title, said, name)


@lru_cache(maxsize=128)
def _drawn(bars: tuple[Bar, ...], most: float, quiet: bool, title: str, said: str, name: str) -> SafeString:
    import vl_convert  # as below

    svg: str = vl_convert.vegalite_to_svg(_chart(bars, most, _GREY if quiet else _LAKE).to_dict())
    return mark_safe(_dressed(svg, title, said, name))


def _chart(bars: tuple[Bar, ...], most: float, colour: str) -> alt.LayerChart:
    import altair as alt  # takes seconds to import, and only a picture needs it

    rows = [
        {
            "place": n,
            "name": b.name,
            "label": b.label,
            "value": b.value or 0,
            "low": b.low if b.low is not None else b.value or 0,
            "high": b.high if b.high is not None else b.value or 0,
            "end": max(b.value or 0, b.high or 0),
        }
        for n, b in enumerate(bars)
    ]
    place = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0))
    scale = alt.Scale(domain=[0, most], range=[0, _WIDTH - 100])
    length, end = (alt.X(f"{field}:Q", axis=None, scale=scale) for field in ("value", "end"))
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    base = alt.Chart(data).encode(y=place)
    words: dict[str, Any] = {"align": "left", "fontSize": 16, "color": _INK}
    chart: alt.LayerChart = (
        alt.layer(
            base.mark_bar(height=12, yOffset=8, color=colour).encode(x=length),
            *_lines(base, bars, scale),
            base.mark_text(**words, dy=-8).encode(x=alt.value(0), text="name:N"),
            base.mark_text(**words, dx=6, dy=9, fontWeight="bold").encode(x=end, text="label:N"),
        )
        .properties(width=_WIDTH, height=alt.Step(_ROW), padding=0)
        .configure_view(stroke=None)
        .configure(font="Atkinson Hyperlegible", background="transparent")
    )
    return chart


def _lines(base: alt.Chart, bars: tuple[Bar, ...], scale: alt.Scale) -> list[alt.Chart]:
    """From low to high, where a bar has them."""
    import altair as alt

    if all(bar.low is None or bar.high is None for bar in bars):
        return []
    low = alt.X("low:Q", axis=None, scale=scale)
    line: alt.Chart = base.mark_rule(strokeWidth=3, yOffset=8, y2Offset=8, color=_INK).encode(x=low, x2="high:Q")
    return [line]


def _dressed(svg: str, title: str, said: str, name: str) -> str:
    """Our colours, one name and one description for the whole, and nothing that a screen reader would read twice."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for node in [node for node in parent if node.get("class") in {"background", "foreground"}]:
            parent.remove(node)
    for node in root.iter():
        for key in [key for key in node.attrib if key == "role" or key.startswith("aria-") or key == "style"]:
            del node.attrib[key]
        for key, value in list(node.attrib.items()):
            node.set(key, _TOKENS.get(value, value))
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    # Both halves on one scale: what a long word sticks out by must not shrink the bars.
    left, top, _width, height = root.get("viewBox", "0 0 0 0").split()
    root.set("viewBox", f"{left} {top} {_WIDTH} {height}")
    root.set("role", "img")
    root.set("class", "tp-bars")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-desc")
    for place, (tag, words) in enumerate((("title", title), ("desc", said))):
        node = ElementTree.Element(f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        node.text = words
        root.insert(place, node)
    return ElementTree.tostring(root, encoding="unicode")


def warm() -> None:
    """The first drawing takes seconds, all later ones a moment: let nobody wait for the first."""
    drawn((Bar("-", "0", 0),), 1, quiet=False, title="-", name="warm")
