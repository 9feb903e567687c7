"""The stories: twelve along the way, those of people together and of a working day, and three at the front door."""

from __future__ import annotations

from collections.abc import Callable

from talkingpiece.demo.live import Tale
from talkingpiece.demo.stories import (
    agency_list,
    agreements,
    anneke,
    asked_first,
    dilip,
    efua,
    femi,
    front_door,
    grace,
    greta,
    halina,
    hanna_refers,
    ifan,
    kerry_ann,
    kwame,
    lakshmi,
    learning,
    list_of_three,
    lorna,
    margaret,
    maya,
    on_the_telephone,
    peter,
    selam,
    sunil,
    systems,
    thandeka,
    the_team,
    under_the_rule,
    waiting,
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
# Circles, companions, papers and visits; and what happens to an offender meanwhile.
TOGETHER: tuple[Telling, ...] = (
    anneke.tell,
    anneke.idris,
    lakshmi.tell,
    femi.tell,
    halina.tell,
    thandeka.tell,
    dilip.tell,
    greta.tell,
)
# The other ways in, and the days of those who work here.
WORKING_DAY: tuple[Telling, ...] = (
    the_team.tell,
    learning.tell,
    agreements.tell,
    systems.tell,
    on_the_telephone.odile,
    on_the_telephone.tadeusz,
    hanna_refers.mercy,
    hanna_refers.joao,
    under_the_rule.annette,
    efua.tell,
    asked_first.dean,
    asked_first.ines,
    list_of_three.tell,
    agency_list.tell,
    waiting.nerys,
    waiting.yasin,
)
AT_THE_DOOR: tuple[Telling, ...] = (front_door.nell, front_door.hamid, front_door.bethan)
