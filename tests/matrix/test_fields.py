"""Which sealed words each kind of reader may ever meet: a different string is planted in each field of each row, and
every page that opens to somebody is searched, with its head, its papers, the log and the queue. The table below is
for people to read."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import pytest
from django.db import connection

from talkingpiece.cases.models import Responsible
from talkingpiece.config.logs import Discreet
from talkingpiece.protection.context import show_areas
from tests.matrix.asking import House, address
from tests.matrix.planted import MARK, Planted, plant, read_in
from tests.matrix.table import Agreement, Outcome, Reader, Relation, Row, readers, table

# Everybody who is not of the casework: all that they may read of what is sealed, and why. No other word, anywhere.
WHOM_THEY_REFERRED = {"referrals.Referral.called": "what they called the person whom they referred themselves"}
MAY_READ: dict[str, dict[str, str]] = {
    "nobody": {},
    "closed": {},
    "evaluator": {},
    "scheme_manager": {},
    "privacy_officer": {
        "cases.BreakGlass.words": "why somebody opened a case in an emergency",
        "cases.BreakGlass.review_words": "what they wrote about it themselves",
    },
    "referrer": WHOM_THEY_REFERRED,
    "liaison_officer": WHOM_THEY_REFERRED,
    "offender_manager": {"people.Person.full_name": "of the offender whom they supervise, and of nobody else"},
    "prison_officer": {},
}
# Casework reads the files of its own area. These stand on no page: each is uncovered by an act of its own.
UNCOVERED_ONLY = {"people.ContactPoint.value", "referrals.Referral.referrer_reach"}
CASEWORK = ("coordinator", "facilitator")


@pytest.fixture(scope="module")
def planted(house: House) -> dict[str, Planted]:
    show_areas([house.here.world.area.pk, house.there.world.area.pk])
    return plant()


def opened_to(house: House, kinds: Iterable[str]) -> Iterable[tuple[Row, Reader]]:
    """Every page that the table opens to a reader of these kinds, in the best of their standings."""
    for row in table():
        for reader in readers():
            best = reader.agreement is Agreement.IN_FORCE and reader.relation in {Relation.ON, Relation.OFF}
            asks = row.method == "GET" and best and reader.kind in kinds
            if asks and house.expected(row, reader) in {Outcome.IN, Outcome.CLOSED}:
                yield row, reader


def shown(house: House, row: Row, reader: Reader, planted: dict[str, Planted]) -> list[Planted]:
    answer = house.fetch(row, reader, address(row.address, house.given(row, reader)))
    assert answer.status_code < 500, row.address
    return [planted[mark] for mark in read_in(answer)]


@pytest.mark.parametrize("kind", MAY_READ)
def test_whoever_is_not_of_the_casework_meets_no_word_but_these(
    house: House, planted: dict[str, Planted], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    offenders = set(Responsible.objects.filter(area=house.here.world.area).values_list("person_id", flat=True))
    asked = 0
    for row, reader in opened_to(house, [kind]):
        asked += 1
        for one in shown(house, row, reader, planted):
            assert one.field in MAY_READ[kind], f"{one.field} on {row.address}"
            assert one.area == house.here.world.area.pk, row.address
            assert one.field != "people.Person.full_name" or one.row in offenders, row.address
    assert asked > 3
    assert not MARK.search("\n".join(Discreet().format(record) for record in caplog.records))


def test_casework_meets_no_word_of_another_area_and_no_way_of_contact_before_it_is_uncovered(
    house: House, planted: dict[str, Planted]
) -> None:
    met: set[str] = set()
    for row, reader in opened_to(house, CASEWORK):
        for one in shown(house, row, reader, planted):
            met.add(one.field)
            assert one.area == house.here.world.area.pk, row.address
            assert one.field not in UNCOVERED_ONLY, f"{one.field} on {row.address}"
    # The search finds what is there to be found.
    assert {"people.Person.called", "engagement.Need.words", "consents.Consent.words"} & met


def test_no_job_carries_a_word(house: House, planted: dict[str, Planted]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        carried = [row[0] for row in cursor.fetchall()]
    assert carried
    assert not [one for one in carried if MARK.search(one)]
