"""How long somebody waits who types whom they are about to enter: the whole request, among people of one area."""

from __future__ import annotations

import os
import random
import time
from datetime import date, timedelta
from statistics import median, quantiles

from django.test import Client
from django.urls import reverse

from benchmarks.linkage_people import _families, _frequent
from talkingpiece.cases.models import Case, Incident, Member
from talkingpiece.cases.services import record_incident
from talkingpiece.cases.states import InitiatedBy, MemberRole, Route
from talkingpiece.linkage.names import _pairs
from talkingpiece.people.models import Person
from talkingpiece.people.services import Way, create_person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key
from talkingpiece.protection.models import DataKey
from tests.world import World

SIZES = tuple(int(size) for size in os.environ.get("TP_BENCH_PEOPLE", "100,1000,10000").split(","))
ASKED = 60
Names = tuple[tuple[list[str], list[float]], tuple[list[str], list[float]]]


def measure_how_long_somebody_waits_who_looks(world: World) -> None:
    chance = random.Random(31)
    names = _frequent(sorted({name for name, _short in _pairs()})[:400], chance), _frequent(_families(), chance)
    incident = record_incident(area_id=world.area.pk, category="burglary", at=world.now, words="Burglary.")
    key, people = make_data_key(world.area.pk), list[Person]()
    print(f"\n\n{'ms, the whole request':<26}{'people':>8}{'median':>9}{'p95':>9}{'most':>9}")
    for size in SIZES:
        while len(people) < size:
            people.append(_case(world, chance, names, incident, key, len(people)))
        for who in ("coordinator", "facilitator"):
            client = world.client(getattr(world, who))
            for what in ("name and day", "name, begun", "telephone"):
                took = sorted(_asks(client, _words(chance, chance.choice(people), what)) for _time in range(ASKED))
                p95 = quantiles(took, n=20)[-1]
                print(f"{who + ', ' + what:<26}{size:>8}{median(took):>9.1f}{p95:>9.1f}{took[-1]:>9.1f}")


def _case(world: World, chance: random.Random, names: Names, incident: Incident, key: DataKey, number: int) -> Person:
    (first, w1), (family, w2) = names
    full = f"{chance.choices(first, w1)[0].title()} {chance.choices(family, w2)[0].title()}"
    born = date(1940, 1, 1) + timedelta(days=chance.randrange(25_000))
    way = Way("call", f"01632 {960000 + number % 1000:06}" if number < 1000 else f"07700 {900000 + number:06}")
    person = create_person(
        area_id=world.area.pk, called=full.split()[0], full_name=full, birth_date=born, ways=(way,), side=Side.VICTIM,
        by=world.coordinator, at=world.now,
    )  # fmt: skip
    case = Case(
        area=world.area, key=key, reference=f"RDG-25-{number:05}", victim=person, incident=incident,
        initiated_by=InitiatedBy.VICTIM, route=Route.SELF, opened_at=world.now, profile_version=1,
    )  # fmt: skip
    case.save()
    # One case in a hundred is the facilitator's.
    user = world.facilitator if number % 100 == 0 else world.other_facilitator
    Member.objects.create(area=world.area, case=case, user=user, role=MemberRole.OWNER, starts_at=world.now)
    return person


def _words(chance: random.Random, person: Person, what: str) -> str:
    if what == "telephone":
        return str(person.contact_points.get().value)
    first, family = str(person.full_name).split(" ", 1)
    if what == "name, begun":
        return f"{first} {family[:3]}"
    born = date.fromisoformat(str(person.birth_date))
    return f"{first} {family} {born.day}.{born.month}.{born.year}"


def _asks(client: Client, words: str) -> float:
    start = time.perf_counter()
    answer = client.post(reverse("cases:known", args=["victim"]), {"fields": "called", "called": words})
    assert answer.status_code == 200
    return (time.perf_counter() - start) * 1000
