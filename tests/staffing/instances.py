"""Small invented services: who is there, and which cases wait."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from talkingpiece.staffing.allocation.instance import Instance

ACCREDITATIONS = ("sexual_harm", "youth")
PLACES = st.tuples(st.integers(0, 60), st.integers(0, 60))
PEOPLE = st.lists(st.integers(0, 30), max_size=3, unique=True)


@st.composite
def instances(draw: st.DrawFn, *, cases: int = 4, facilitators: int = 4) -> Instance:
    people = [
        {
            "id": at,
            "level": draw(st.integers(1, 3)),
            "acc": draw(st.lists(st.sampled_from(ACCREDITATIONS), unique=True)),
            "langs": draw(st.sampled_from([["english"], ["english", "polish"]])),
            "gender": draw(st.sampled_from("FM")),
            "xy": draw(PLACES),
            "max_km": draw(st.sampled_from([20, 60, 100])),
            "remote_ok": draw(st.booleans()),
            "capacity": draw(st.integers(0, 9)),
            "load": draw(st.integers(0, 2)),
            "knows": draw(PEOPLE),
        }
        for at in range(draw(st.integers(0, facilitators)))
    ]
    waiting: list[dict[str, Any]] = [
        {
            "id": f"case {at}",
            "points": draw(st.integers(1, 5)),
            "min_level": draw(st.integers(1, 3)),
            "acc": draw(st.none() | st.sampled_from(ACCREDITATIONS)),
            "co": draw(st.booleans()),
            "lang": draw(st.sampled_from(["english", "polish"])),
            "gender_pref": draw(st.sampled_from("FM")),
            "gender_hard": draw(st.booleans()),
            "xy": draw(PLACES),
            "remote": draw(st.booleans()),
            "priority": draw(st.integers(0, 3)),
            "wait_days": draw(st.integers(0, 200)),
            "prior": draw(st.none() | st.integers(0, 3)),
            "parties": draw(PEOPLE),
        }
        for at in range(draw(st.integers(0, cases)))
    ]
    return Instance.model_validate({"facilitators": people, "cases": waiting})
