"""He is recalled before they meet: the meeting stands no longer, and its workers read why."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from talkingpiece.cases.models import Responsible
from talkingpiece.cases.services import record_restriction
from talkingpiece.demo.upstream import HOUR, Upstream, play
from talkingpiece.meetings.queries import standing
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from tests.journeys.conftest import inside
from tests.journeys.given import conference_tomorrow
from tests.journeys.visitor import Visitor
from tests.world import World

CALLUM = Upstream("A1234BC")


def test_a_recall_before_the_meeting_is_felt_and_told(service: World, somebody: Visitor) -> None:
    with inside(service):
        given, meeting = conference_tomorrow(service)
        row = given.responsible
        Responsible.objects.filter(pk=row.pk).update(held_since=timezone.now() - timedelta(days=9))
        name_number(
            person=row.person, kind="prison_no", value="A1234BC", by=None, at=timezone.now(), side=Side.OFFENDER
        )
        assert standing([meeting], timezone.now())[meeting.pk].is_open
    with inside(service):
        play([CALLUM.recalled(timezone.now() - HOUR, "HMP Foxcombe")], area_id=service.area.pk, at=timezone.now())
    case, daniel = given.case, somebody.sign_in(service.facilitator)
    daniel.open("casefile:my_work").sees("What changed for an offender", "Callum: Recalled to prison")
    daniel.sees("no longer stands")
    daniel.open("meetings:meeting", case.reference, meeting.pk).sees("No longer stands")
    daniel.open("cases:changes", case.reference).sees("The risk is looked at again, and signed")
    daniel.open("cases:change_add", case.reference, row.pk).choose("Moved to another prison")
    daniel.open("cases:changes", case.reference)
    daniel.sees_not("Foxcombe").press("I have read it").sees("Written down that you have read it.")
    daniel.open("casefile:my_work").sees_not("Callum: Recalled to prison")
    daniel.open("casefile:case", case.reference).sees("Recalled to prison")


def test_changes_and_permissions_are_written_down_on_a_small_screen(service: World, on_an_old_phone: Visitor) -> None:
    with inside(service):
        given, _meeting = conference_tomorrow(service)
        now = timezone.now()
        record_restriction(
            responsible_id=given.responsible.pk,
            kind="licence_no_contact",
            forbids=["direct", "indirect"],
            issuer="Probation",
            starts_on=timezone.localdate() - timedelta(days=9),
            by=service.facilitator,
            at=now,
        )
    case, row = given.case, given.responsible
    daniel = on_an_old_phone.sign_in(service.facilitator)
    daniel.open("cases:permission_add", case.reference, row.pk).press("Save").sees("Choose what is asked for")
    daniel.page.get_by_label("Licence varied: Licence: no contact").check()
    daniel.fill("Of whom?", "Tom Adeyemi").press("Save")
    daniel.sees("Asked for", "It was granted in writing").follow("It was granted in writing")
    daniel.press("Save").sees("Tick what it allows")
    daniel.choose("Meeting in person").fill("Or: which writing did you see?", "Letter of 3 May")
    daniel.day("Allowed from", timezone.localdate()).day(
        "Last day on which it is allowed", timezone.localdate() + timedelta(days=4)
    )
    daniel.press("Save").sees("Runs out on", "Seen: Letter of 3 May")
    daniel.open("cases:permissions", case.reference, row.pk).sees("Licence varied: Licence: no contact")
    daniel.open("cases:legal_check", case.reference, row.pk).sees("Licence varied")
    daniel.open("cases:change_add", case.reference, row.pk).press("Save").sees("Choose what has changed")
    daniel.choose("Licence conditions changed").fill("From whom do you know it, and what did they say?", "Tom rang.")
    daniel.moment("When did it happen?", timezone.localtime() - timedelta(minutes=5)).press("Save")
    daniel.sees("Licence conditions changed", "Each written permission is read again")
    daniel.open("cases:permissions", case.reference, row.pk).sees("To be looked at again")
    priya = on_an_old_phone.sign_in(service.coordinator)
    priya.open("offender_management:changes_file").press("Take it in").sees("Choose a file")
