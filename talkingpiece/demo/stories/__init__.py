"""Twelve stories, each at another point of the way, and three people who wait at the front door."""

from __future__ import annotations

from collections.abc import Callable

from talkingpiece.demo.live import Tale
from talkingpiece.demo.stories import (
    anneke,
    front_door,
    grace,
    ifan,
    kerry_ann,
    kwame,
    lakshmi,
    lorna,
    margaret,
    maya,
    peter,
    selam,
    sunil,
    walter,
    zainab,
)
from talkingpiece.demo.telling import Story

Telling = Callable[[Story], Tale]

TWELVE: tuple[Telling, ...] = (
    kwame.tell,
    walter.tell,
    maya.tell,
    margaret.tell,
    selam.tell,
    ifan.tell,
    grace.tell,
    lorna.tell,
    kerry_ann.tell,
    peter.tell,
    zainab.tell,
    sunil.tell,
)
# Circles, companions, papers and visits.
TOGETHER: tuple[Telling, ...] = (
    anneke.tell,
    anneke.idris,
    lakshmi.tell,
)
AT_THE_DOOR: tuple[Telling, ...] = (front_door.nell, front_door.hamid, front_door.bethan)
