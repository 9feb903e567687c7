"""The waterfall of one pair as a picture: an SVG without script or style, with its words inside, for a page.

The table of the same steps belongs beside it; a picture alone is for nobody who cannot see it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from talkingpiece.linkage.scorer import Scored, Step

_WIDE, _ROW, _LEFT, _MARGIN = 640, 26, 300, 8
_FOR, _AGAINST, _PRIOR, _LINE = "#00703c", "#a2191f", "#505a5f", "#b1b4b6"


def words(scored: Scored) -> list[tuple[str, str]]:
    """Each step and what it says for or against one person, in bits."""
    return [(step.says, _signed(step.bits)) for step in scored.steps] + [("In all", _signed(scored.weight))]


def picture(scored: Scored, link: float) -> str:
    """`link` is where linking begins: a line that the last bar passes or does not."""
    steps = scored.steps
    low = min(0.0, link, *(step.total for step in steps), *(step.total - step.bits for step in steps))
    high = max(0.0, link, *(step.total for step in steps))
    scale = (_WIDE - _LEFT - 60) / ((high - low) or 1.0)

    def x(bits: float) -> float:
        return round(_LEFT + (bits - low) * scale, 1)

    height = _MARGIN * 2 + _ROW * (len(steps) + 1)
    said = "; ".join(f"{what} {bits}" for what, bits in words(scored))
    rows = [_row(n, step, x) for n, step in enumerate(steps)]
    foot = _MARGIN + _ROW * len(steps) + 17
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDE} {height}" '
        f'aria-label="{escape(said)}" font-family="sans-serif" font-size="13" fill="currentColor">'
        f'<line x1="{x(link)}" x2="{x(link)}" y1="{_MARGIN}" y2="{height - _MARGIN}" stroke="{_LINE}" '
        f'stroke-dasharray="4 3"/>'
        + "".join(rows)
        + f'<text x="{_LEFT - 12}" y="{foot}" text-anchor="end" font-weight="bold">In all</text>'
        f'<text x="{x(scored.weight) + 6}" y="{foot}" font-weight="bold">{_signed(scored.weight)}</text></svg>'
    )


def _row(number: int, step: Step, x: Callable[[float], float]) -> str:
    top = _MARGIN + number * _ROW
    begin, end = (0.0 if step.what == "prior" else step.total - step.bits), step.total
    left, right = sorted((x(begin), x(end)))
    colour = _PRIOR if step.what == "prior" else _FOR if step.bits >= 0 else _AGAINST
    return (
        f'<text x="{_LEFT - 12}" y="{top + 17}" text-anchor="end">{escape(_short(step.says))}</text>'
        f'<rect x="{left}" y="{top + 4}" width="{max(round(right - left, 1), 1)}" height="{_ROW - 8}" fill="{colour}"/>'
        f'<text x="{right + 6}" y="{top + 17}">{_signed(step.bits)}</text>'
    )


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _signed(bits: float) -> str:
    return f"{bits:+.1f}".replace("-", "−")
