"""Forty cases of a spreadsheet: all of them or none, once, and no gate opens because of them."""

import pytest

from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, Responsible, Sentence
from talkingpiece.cases.queries import owner_of
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.models import ContactPoint
from talkingpiece.protection.models import DataKey
from talkingpiece.records.models import BroughtList, TakenOver
from talkingpiece.records.services import answer_rows, bring_in, keep_list
from talkingpiece.records.states import ListState
from talkingpiece.referrals.models import Referral
from tests.records.lists import as_csv, as_xlsx, cells, checked, kept, looked_at, row
from tests.world import World


def bring(world: World, found: BroughtList) -> list[Case]:
    return bring_in(list_id=found.pk, version=found.version, by=world.coordinator, at=clock.now())


def test_each_row_becomes_a_case_with_its_people(world: World) -> None:
    found = looked_at(world, as_csv([row(1, facilitator=world.facilitator.email), row(2)]))
    assert [one.errors for one in checked(world, found)] == [{}, {}]

    made = bring(world, found)

    assert len(made) == 2
    first = Case.objects.get(pk=made[0].pk)
    assert (first.victim.called, first.victim.full_name) == ("Ottilie", "Ottilie Ashdown")
    assert first.opened_at.date().isoformat() == "2026-03-12"
    assert owner_of(first.pk) == world.facilitator
    assert owner_of(made[1].pk) == world.coordinator
    responsible = Responsible.objects.get(case=first)
    assert Sentence.objects.get(responsible=responsible).known_from == "earlier_records"
    way = ContactPoint.objects.get(person=first.victim)
    assert (way.channel, way.value, way.days) == ("call", "07700 900001", "weekdays")
    assert "still safe" in way.note
    referral = Referral.objects.get(case=first)
    assert (referral.form, referral.route, referral.first_contact_agreed) == ("list", "self", False)
