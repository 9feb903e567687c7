from __future__ import annotations

from collections.abc import Mapping


class IllegalTransition(Exception):
    """The record is no longer in a state from which this act is possible; usually somebody else acted first."""

    def __init__(self, current: str, to: str) -> None:
        self.current, self.to = current, to
        super().__init__(f"{current} -> {to}")


def check_transition(table: Mapping[str, frozenset[str]], *, current: str, to: str) -> None:
    """Raises IllegalTransition unless `table` lets `to` follow `current`."""
    if to not in table.get(current, frozenset()):
        raise IllegalTransition(current, to)
