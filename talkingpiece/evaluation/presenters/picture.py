"""One picture: how far the referrals of a quarter came, and where they stand. The table beside it says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from talkingpiece.evaluation.counting import BY_KEY, View
from talkingpiece.evaluation.presenters.figures import Table, number, text

if TYPE_CHECKING:
    import altair as alt

FAR = ("received", "taken", "spoke", "offered", "approached", "indirect", "direct", "circle")
STANDS = (
    "waiting",
    "elsewhere",
    "stopped",
    "open",
    "completed",
    "ended_no_exchange",
    "ended_not_possible",
    "ended_transferred",
)
# Names that would not fit above a bar.
_SHORT = {"open": gettext_noop("Open"), "completed": gettext_noop("Completed")}
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
    """`value` None: the number is not shown to this reader, and the bar has no length."""

    name: str
    label: str
    value: int | None


@dataclass(frozen=True)
class Picture:
    far: tuple[Bar, ...]
    stands: tuple[Bar, ...]

    @property
    def is_empty(self) -> bool:
        return not any(bar.value or bar.value is None for bar in self.far[:1])


def picture(found: Table) -> Picture:
    return Picture(_bars(found, FAR), _bars(found, STANDS))


def _bars(found: Table, keys: Iterable[str]) -> tuple[Bar, ...]:
    shown = [(key, found.of(View.COHORT, key)) for key in keys]
    return tuple(Bar(text(_SHORT.get(key, BY_KEY[key].name)), number(one), one.value) for key, one in shown)


def drawn(bars: tuple[Bar, ...], most: int, *, quiet: bool, title: str, name: str) -> SafeString:
    """The bars as SVG with a title and a description for those who do not see it. `name` is unique on its page."""
    said = ". ".join(f"{bar.name}: {bar.label}" for bar in bars)
    return _drawn(bars, max(most, 1), quiet, title, said, name)


@lru_cache(maxsize=128)
def _drawn(bars: tuple[Bar, ...], most: int, quiet: bool, title: str, said: str, name: str) -> SafeString:
    import vl_convert  # as below

    svg: str = vl_convert.vegalite_to_svg(_chart(bars, most, _GREY if quiet else _LAKE).to_dict())
    return mark_safe(_dressed(svg, title, said, name))


def _chart(bars: tuple[Bar, ...], most: int, colour: str) -> alt.LayerChart:
    import altair as alt  # takes seconds to import, and only a picture needs it

    rows = [{"place": n, "name": b.name, "label": b.label, "value": b.value or 0} for n, b in enumerate(bars)]
    place = alt.Y("place:O", axis=None, scale=alt.Scale(paddingInner=0))
    length = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most], range=[0, _WIDTH - 100]))
    data = alt.Data(values=rows)  # type: ignore[no-untyped-call]
    base = alt.Chart(data).encode(y=place)
    words: dict[str, Any] = {"align": "left", "fontSize": 16, "color": _INK}
    chart: alt.LayerChart = (
        alt.layer(
            base.mark_bar(height=12, yOffset=8, color=colour).encode(x=length),
            base.mark_text(**words, dy=-8).encode(x=alt.value(0), text="name:N"),
            base.mark_text(**words, dx=6, dy=9, fontWeight="bold").encode(x=length, text="label:N"),
        )
        .properties(width=_WIDTH, height=alt.Step(_ROW), padding=0)
        .configure_view(stroke=None)
        .configure(font="Atkinson Hyperlegible", background="transparent")
    )
    return chart


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


def drawings(found: Picture) -> list[tuple[str, SafeString]]:
    """Both halves on one scale, each with its heading."""
    most = max((bar.value or 0 for bar in (*found.far, *found.stands)), default=0)
    halves = (
        ("far", _("How far they came"), found.far, False),
        ("stands", _("Where they stand today"), found.stands, True),
    )
    return [
        (title, drawn(bars, most, quiet=quiet, title=title, name=f"picture-{name}"))
        for name, title, bars, quiet in halves
    ]
