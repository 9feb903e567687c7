"""What a reader outside may see of counts: none from 1 to 4, and nothing from which one could be worked out.

Method: a count from 1 to 4 is shown as "fewer than 5". Where a whole and its other parts would give it away, further
parts (or the whole) are held back, until at least three values of the four remain possible for each small count. A
small whole of several small parts says too much by being small: then it is held back without saying even that.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

SMALL = 5  # counts below this are not shown, unless they are 0
SHARE_FROM = 20  # no share of fewer than this
_POSSIBLE = 3

K = TypeVar("K", bound=Hashable)
Sum = tuple[K, tuple[K, ...]]


class Mark(StrEnum):
    SHOWN = "shown"
    FEWER = "fewer"  # from 1 to 4
    HELD_BACK = "held_back"  # it would give a small one away


@dataclass(frozen=True)
class Shown:
    mark: Mark
    value: int | None

    @property
    def hidden(self) -> bool:
        return self.value is None


def everything(values: Mapping[K, int]) -> dict[K, Shown]:
    return {key: Shown(Mark.SHOWN, value) for key, value in values.items()}


def outside(
    values: Mapping[K, int], sums: Sequence[Sum[K]], twins: Callable[[K], Iterable[K]] = lambda _key: ()
) -> dict[K, Shown]:
    """`sums`: each whole with its parts. `twins`: other keys that are the same number by another name."""
    hidden = {key for key, value in values.items() if 0 < value < SMALL}
    withheld: set[K] = set()  # not even said to be small
    while more := next((key for one in sums if (key := _to_hide(one, values, hidden, withheld)) is not None), None):
        into = withheld if more in hidden else hidden
        into |= {more, *twins(more)}
    return {key: _shown(value, key in hidden, key in withheld) for key, value in values.items()}


def share(value: Shown, whole: Shown) -> int | None:
    """In per cent; None where the whole is too small, or either is not shown."""
    if value.value is None or whole.value is None or whole.value < SHARE_FROM:
        return None
    return round(100 * value.value / whole.value)


def _shown(value: int, hidden: bool, withheld: bool) -> Shown:
    if not hidden:
        return Shown(Mark.SHOWN, value)
    return Shown(Mark.FEWER if 0 < value < SMALL and not withheld else Mark.HELD_BACK, None)


def _to_hide(one: Sum[K], values: Mapping[K, int], hidden: set[K], withheld: set[K]) -> K | None:
    """The next number to hold back in this sum, or hidden already to say nothing of; None when all of it is safe."""
    whole, parts = one
    if _safe(whole, parts, values, hidden, withheld):
        return None
    seen = [key for key in (*parts, whole) if key not in hidden]
    if not seen:
        return None if whole in withheld else whole
    # The smallest part that is not 0 tells least; a 0 goes last, for it harms nobody.
    return min(seen, key=lambda key: (values[key] == 0, key == whole, values[key]))


def _safe(whole: K, parts: tuple[K, ...], values: Mapping[K, int], hidden: set[K], withheld: set[K]) -> bool:
    if whole in withheld:  # each part alone, and nothing to set them against
        return True
    small = [key for key in parts if key in hidden - withheld and 0 < values[key] < SMALL]
    held = [key for key in parts if key in hidden and key not in small]
    shown = sum(values[key] for key in parts if key not in hidden)
    total = None if whole in hidden else values[whole]
    total_is_small = whole in hidden and 0 < values[whole] < SMALL
    one_part: set[int] = set()
    wholes: set[int] = set()
    for of_small in range(len(small), 4 * len(small) + 1):
        fits = _wholes(shown + of_small, bool(held), total, total_is_small)
        wholes |= fits
        if fits:
            first, last = max(1, of_small - 4 * (len(small) - 1)), min(4, of_small - (len(small) - 1))
            one_part |= set(range(first, last + 1))
    return (not small or len(one_part) >= _POSSIBLE) and (not total_is_small or len(wholes) >= _POSSIBLE)


def _wholes(known: int, held: bool, total: int | None, total_is_small: bool) -> set[int]:
    """Which wholes are possible (up to a sample) if the shown and small parts together are `known`."""
    rest = [0, *range(SMALL, SMALL + max(0, (total or 0) - known) + 1)] if held else [0]
    found = {known + more for more in rest}
    if total is not None:
        return found & {total}
    if total_is_small:
        return found & set(range(1, SMALL))
    return {whole for whole in found if whole == 0 or whole >= SMALL}
