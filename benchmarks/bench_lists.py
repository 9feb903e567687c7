"""`./dev bench lists`: seconds in which one list of an agency is read, taken in and held against the area's rules."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import median

from django.db import reset_queries
from django.urls import reverse

from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.models import Extract
from tests.identification.given import as_csv, looked_at, police, police_row
from tests.world import World, undone

SIZES = (200, 2_000, 20_000)
TIMES = 3
_STARTS = ("Ros", "Bram", "Sask", "Idr", "Mar", "Tob", "Linn", "Casp", "Yus", "Ott", "Del", "Fen")
_ENDS = ("a", "in", "ley", "on", "ette", "is", "o", "ia")
_PLACES = ("Ash", "Brack", "Corri", "Dun", "Ever", "Fair", "Gars", "Hollo", "Thorn", "Win", "Kes", "Lang", "Mort")
_FORMS = ("down", "ley", "gan", "more", "burn", "side", "way", "ton", "wick", "by")


def _list(rows: int) -> bytes:
    """Invented people, seed 3; a list of ten columns as a police force writes it."""
    chance = random.Random(3)

    def name() -> str:
        first = chance.choice(_STARTS) + chance.choice(_ENDS)
        return f"{first} {chance.choice(_PLACES)}{chance.choice(_FORMS)}"

    def born() -> str:
        return f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1940, 2004)}"

    return as_csv(police_row(n, Aggrieved=name(), DOB=born(), Suspect=name()) for n in range(rows))


def measure_lists(world: World) -> None:
    agency = police(world)
    pages = world.client(world.coordinator)
    pages.get(reverse("identification:screen"))
    print(f"\n\n{'seconds, median of three':<26}" + "".join(f"{f'{size:,} rows':>14}" for size in SIZES))
    found: dict[str, list[float]] = {}
    for size in SIZES:
        content = _list(size)
        taken: dict[str, list[float]] = {}

        def timed(what: str, act: Callable[[], object], taken: dict[str, list[float]] = taken) -> object:
            begun = time.perf_counter()
            done = act()
            taken.setdefault(what, []).append(time.perf_counter() - begun)
            reset_queries()
            return done

        for _time in range(TIMES):
            with undone(world):
                extract = timed("brought, columns chosen", lambda: looked_at(world, agency, content))
                assert isinstance(extract, Extract)
                one = {"extract_id": extract.pk, "version": extract.version, "by": world.coordinator}
                timed("taken in", lambda: services.take_in(**one, at=clock.now()))
                for what in ("held against the rules", "the same once more"):
                    timed(what, lambda: services.screen_area(area_id=world.area.pk, at=clock.now()))
                timed("the work list", lambda: pages.get(reverse("identification:screen")))
        for what, seconds in taken.items():
            found.setdefault(what, []).append(median(seconds))
    for what, medians in found.items():
        print(f"{what:<26}" + "".join(f"{seconds:>14.2f}" for seconds in medians))
