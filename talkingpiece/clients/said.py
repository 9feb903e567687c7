"""What a form says is wrong, at its place in the message that a system sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict

from talkingpiece.clients.problems import Fault, Problem, pointer
from talkingpiece.ui.forms import Form

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def as_posted(values: Mapping[str, Any], *, days: Iterable[str] = ()) -> QueryDict:
    """As a browser would post them, so that one form judges both. `days`: which of them are dates."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        if value is None:
            continue
        if isinstance(value, str) and _DAY.match(value) and name in days:
            for part, number in zip(("year", "month", "day"), value.split("-"), strict=True):
                data[f"{name}_{part}"] = number
        elif isinstance(value, bool):
            data[name] = "yes" if value else "no"
        elif isinstance(value, list | tuple):
            data.setlist(name, [str(one) for one in value])
        else:
            data[name] = str(value)
    return data


def require_valid(form: Form, place: Callable[[str], Iterable[object]]) -> None:
    """Raises Problem with every fault. `place`: where the field of that name stands in the message."""
    if form.is_valid():
        return
    faults = [
        Fault(str(words), pointer=pointer(*place(name)) if name != "__all__" else "")
        for name, found in form.errors.items()
        for words in found
    ]
    raise Problem("invalid", faults=faults)
