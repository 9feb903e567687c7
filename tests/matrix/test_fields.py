"""Which sealed words each kind of reader may ever meet: a different string is planted in each field of each row of
three areas, and whatever opens to somebody is searched: pages, files, what a form answers and where it leads, what is
drawn, the log, the trail, jobs and messages. The tables below are for people to read."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from uuid import UUID

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.casefile.services import write_case_list
from talkingpiece.cases.models import Ball, Responsible
from talkingpiece.config.logs import Discreet
from talkingpiece.core import clock
from talkingpiece.documents.models import PreparedFile
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.meetings.models import AgreementItem
from talkingpiece.notifications.models import Message
from talkingpiece.notifications.services import send_message
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import DataClass
from talkingpiece.protection.context import show_areas
from talkingpiece.protection.tags import tag_of
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.services import follow_up
from tests.matrix.asking import House, Told, address
from tests.matrix.canary import FAILURES
from tests.matrix.places import make_places
from tests.matrix.planted import MARK, Garden, Planted, marks_in, read_in, words_of
from tests.matrix.table import Agreement, Outcome, Reader, Relation, Row, readers, table
from tests.referrals.visitor import arrived
from tests.world import build_world

# Everybody who is not of the casework: all that they may read of what is sealed, and why. No other word, anywhere.
# A structure stands here as a whole.
EVERYBODY = {
    "referrals.Invitation.for_whom": "for whom a one-time link was made: to whoever holds the link",
    "cases.OutsideSupervisor.name": "who is asked for a second opinion: to whoever holds that link",
}
WHOM_THEY_REFERRED = {"referrals.Referral.called": "what they called the person whom they referred themselves"}
WHAT_THEY_WERE_SENT = {"information_sharing.Disclosure.sent": "what was asked of their own agency, word for word"}
MAY_READ: dict[str, dict[str, str]] = {
    "nobody": {},
    "closed": {},
    "evaluator": {},
    "scheme_manager": {
        "accounts.AccountChange.why": "why a colleague is to have a role, or to be let in again",
        "areas.Opening.words": "which sitting opened the area",
        "planning_group.EvidenceGiven.words": "what shows that a step was taken",
        "planning_group.EvidenceGiven.reference": "where the paper lies that shows it",
    },
    "privacy_officer": {
        "cases.BreakGlass.words": "why somebody opened a case in an emergency",
        "cases.BreakGlass.review_words": "what they wrote about it themselves",
        "identification.Pair.steps": "what speaks for two records being of one person: such a check is theirs alone",
    },
    "referrer": WHOM_THEY_REFERRED,
    "liaison_officer": WHOM_THEY_REFERRED,
    "offender_manager": {
        "people.Person.full_name": "of the offender whom they supervise, and of nobody else",
        "people.Person.called": "the same person's, in sentences about how far it is",
        "offender_management.OutcomeReport.paper": "the report that was sent to them",
        "offender_management.OutcomeReport.record": "the same, for their own system",
        "meetings.AgreementItem.words": "what the same person is to do, as both let it be told",
        **WHAT_THEY_WERE_SENT,
    },
    "prison_officer": WHAT_THEY_WERE_SENT,
}
# Casework reads the files of its own area. These stand on no page, not even for whoever works on the case.
COVERED = {
    "people.ContactPoint.value",
    "referrals.Referral.referrer_reach",
    "referrals.Referral.ways.value",
    "cases.Responsible.held_at",
    "cases.OffenderChange.values.prison",
    "engagement.Visit.place",
    "engagement.Visit.meet_at",
    "engagement.Visit.ring_also",
    "notifications.Message.address",
    "notifications.Letter.paper.to",
}
# The acts that uncover something of it: each in answer to a form, with its entry in the trail.
UNCOVERING = {
    "casefile:reveal",
    "casefile:uncover",
    "engagement:check_in",
    "notifications:letter_pdf",
    "referrals:reveal",
    "referrals:uncover",
}
# What else is of the class of whereabouts, and why casework reads it as it reads a file.
UNCOVERED = {
    "people.Person": "who somebody is, and what to know before one speaks with them",
    "people.ContactPoint.note": "the rule of a way, which is read before it is uncovered",
    "people.ContactPoint.ended_why": "why a way is never to be used again",
    "referrals.Referral": "who came, and what to know before one speaks with them",
    "referrals.Draft.answers": "a stranger's unfinished form, behind the session in which it is typed",
    "referrals.IntakeDraft.answers": "an unfinished form, for whoever types it and nobody else",
    "identification.Extract": "a list of an agency as it waits, for whoever looks it through before it is taken in",
    "records.BroughtList": "a list as it was brought, for whoever looks it through before it is brought in",
    "notifications.Message.body": "what was written to them: a day",
    "notifications.Letter": "the words of a letter, and to whom it is",
}
CASEWORK = ("coordinator", "supervisor", "facilitator")


@pytest.fixture(scope="module")
def planted(house: House) -> dict[str, Planted]:
    third = make_places(build_world(slug="saltmarsh", code="SLT", name="Saltmarsh"))
    areas = {places.world.area.pk for places in (house.here, house.there, third)}
    show_areas(areas)
    found = Garden().plant_all()
    for file in PreparedFile.objects.all():
        write_case_list(file_id=file.pk, at=clock.now())
    assert {one.area for one in found.values()} == areas
    return found


def opened_to(house: House, *kinds: str) -> Iterator[tuple[Row, Reader]]:
    """Everything that the table opens to readers of these kinds, in the best of their standings."""
    for row in table():
        for reader in readers():
            best = reader.agreement is Agreement.IN_FORCE and reader.relation in {Relation.ON, Relation.OFF}
            if best and reader.kind in kinds and house.expected(row, reader) in {Outcome.IN, Outcome.CLOSED}:
                yield row, reader


def one_for_each(cells: Iterable[tuple[Row, Reader]]) -> Iterator[tuple[Row, Reader]]:
    """Of all readers of a line one, each kind in its turn; of what uncovers something, all."""
    lines: dict[tuple[str, str], list[tuple[Row, Reader]]] = {}
    for row, reader in cells:
        lines.setdefault((row.address, row.method), []).append((row, reader))
    for turn, there in enumerate(lines.values()):
        yield from there if there[0][0].name in UNCOVERING else [there[turn % len(there)]]


def shown(told: Told, row: Row, planted: dict[str, Planted]) -> list[Planted]:
    """What was planted in all that one request told. Whatever it leaves behind says nothing, whoever asks."""
    for answer in told.answers:
        assert answer.status_code < 500, row.address
    assert not marks_in(*told.left), row.address
    return [planted[mark] for answer in told.answers for mark in read_in(answer)]


def is_of(one: Planted, fields: Iterable[str]) -> bool:
    """A structure with all that stands in it, in whichever place of a list."""
    name = re.sub(r"\.\d+", "", one.field)
    return any(name == field or name.startswith(f"{field}.") for field in fields)


def is_covered(one: Planted) -> bool:
    # On the first line of an address stands the name.
    return is_of(one, COVERED) and one.field != "notifications.Letter.paper.to.0"


def theirs(user: User | None) -> dict[str, set[UUID]]:
    """Of what an agency may read: the rows that concern this very reader."""
    if user is None or user.agency_id is None:
        return {}
    supervised = Responsible.objects.filter(offender_manager=user).values_list("person_id", flat=True)
    asked = Disclosure.objects.filter(agency_id=user.agency_id).values_list("pk", flat=True)
    theirs_to_do = AgreementItem.objects.filter(owner__person__in=supervised).values_list("pk", flat=True)
    received = OutcomeReport.objects.filter(recipient=user).values_list("pk", flat=True)
    referred = Referral.objects.filter(referred_by=user).values_list("pk", flat=True)
    return {
        "people.Person.full_name": set(supervised),
        "people.Person.called": set(supervised),
        "information_sharing.Disclosure.sent": set(asked),
        "offender_management.OutcomeReport.paper": set(received),
        "offender_management.OutcomeReport.record": set(received),
        "meetings.AgreementItem.words": set(theirs_to_do),
        "referrals.Referral.called": set(referred),
    }


def logged(caplog: pytest.LogCaptureFixture) -> str:
    return "\n".join(Discreet().format(record) for record in caplog.records)


@pytest.mark.parametrize("kind", MAY_READ)
def test_whoever_is_not_of_the_casework_meets_no_word_but_these(
    house: House, planted: dict[str, Planted], kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    asked, wrong = 0, set()
    for row, reader in opened_to(house, kind):
        asked += 1
        own = theirs(house.user(reader))
        for one in shown(house.told(row, reader), row, planted):
            theirs_to_read = all(not is_of(one, [field]) or one.row in rows for field, rows in own.items())
            here = one.area == house.here.world.area.pk
            if not (is_of(one, {**MAY_READ[kind], **EVERYBODY}) and theirs_to_read and here):
                wrong.add(f"{one.field} on {row.address}")
    assert wrong == set()
    assert asked > 3
    assert not MARK.search(logged(caplog))


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.nightly)], ids=["one", "everybody"])
def test_casework_meets_no_word_of_another_area_and_no_whereabouts_before_it_is_uncovered(
    house: House, planted: dict[str, Planted], whole: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    met: set[str] = set()
    cells = opened_to(house, *CASEWORK)
    for row, reader in cells if whole else one_for_each(cells):
        told = house.told(row, reader)
        for one in shown(told, row, planted):
            met.add(one.field)
            assert one.area == house.here.world.area.pk, row.address
            if is_covered(one):
                assert (row.method, row.name in UNCOVERING) == ("POST", True), f"{one.field} on {row.address}"
                assert any(line.startswith("reveal ") for line in told.left), row.address
    # The search finds what is there to be found.
    assert {"people.Person.called", "engagement.Need.words", "cases.Paper.content", "engagement.Visit.place"} <= met
    assert not MARK.search(logged(caplog))


def test_what_is_covered_and_what_is_read_is_said_of_every_whereabouts() -> None:
    """A new field of this class stands in one of the two tables, or this fails."""
    fields = [field for model in apps.get_models() for field in words_of(model)]
    whereabouts = [f"{one.model._meta.label}.{one.name}" for one in fields if tag_of(one).data_class is DataClass.V1]
    said = tuple(f"{name}." for name in [*COVERED, *UNCOVERED])
    assert [name for name in whereabouts if not f"{name}.".startswith(said)] == []


def test_no_job_carries_a_word(house: House, planted: dict[str, Planted]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        carried = [row[0] for row in cursor.fetchall()]
    assert carried
    assert not [one for one in carried if MARK.search(one)]


def test_a_message_goes_to_its_own_address_and_says_no_word(
    house: House, planted: dict[str, Planted], settings: pytest.FixtureRequest, mailoutbox: list[EmailMessage]
) -> None:
    settings.TP_MODE = "production"  # type: ignore[attr-defined]
    with transaction.atomic():
        referral = arrived(house.here.world, called="Edith", ways=(Way("email", "edith@example.org"),))
        # As if nothing had followed from it yet.
        for before in (Message.objects.filter(about_id=referral.pk), Ball.objects.filter(subject_id=referral.pk)):
            before.delete()
        Garden(planted).plant([referral])
        follow_up(referral_id=referral.pk, by_message=True, at=clock.now())
        message = Message.objects.get(about_id=referral.pk)
        with TestCase.captureOnCommitCallbacks(execute=True):
            send_message(message_id=message.pk, at=clock.now())
        transaction.set_rollback(True)
    [sent] = mailoutbox
    whole = sent.message()
    del whole["To"]
    assert not marks_in(whole.as_string(), message.body)
    [reached] = marks_in(*sent.to)
    assert (planted[reached].field, planted[reached].row) == ("referrals.Referral.ways.0.value", referral.pk)


@pytest.mark.parametrize("status", FAILURES)
def test_a_page_that_fails_says_nothing_of_what_it_held(
    house: House, planted: dict[str, Planted], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    where = {"reference": house.here.case.reference, "status": status}
    browser = house.browser(house.here.world.facilitator)
    with override_settings(ROOT_URLCONF="tests.matrix.canary"):
        answer = browser.get(address("staff/cases/<reference>/unlucky/<status>/", where))
    assert answer.status_code == status
    assert not read_in(answer)
    assert str(status) in logged(caplog)
    assert not MARK.search(logged(caplog))


def test_a_form_from_elsewhere_is_refused_without_a_word_of_it(house: House, planted: dict[str, Planted]) -> None:
    word = next(iter(planted))
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = house.browser(house.here.world.facilitator).cookies
    answer = stranger.post(reverse("casefile:cases"), {"words": word})
    assert answer.status_code == 403
    assert not read_in(answer)
