"""What an agency sees: bounded by the victim's yes to the approach, the offender's to being told, and the agreement."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.cases.models import Case, Ending, Responsible
from talkingpiece.cases.services import add_responsible, record_restriction
from talkingpiece.cases.states import ClosureReason
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.meetings.models import AgreementItem
from talkingpiece.offender_management import services
from talkingpiece.offender_management.feed import OffenderEntry, Terms, feed
from talkingpiece.offender_management.models import ActionReported
from talkingpiece.offender_management.states import Kind
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from tests.agreements.given import over, replaced
from tests.journeys.given import Given, approach_is_open, conference_tomorrow, days_ago
from tests.offender_management.conftest import HERS, ITEM, Told, let_it_be_told
from tests.offender_management.test_report import end
from tests.world import World

EVERYTHING = frozenset(Category.values)


def seen(world: World, **more: Any) -> tuple[OffenderEntry, ...]:
    return feed(world.probation, world.offender_manager, clock.now(), **more)


def as_bytes(entries: tuple[OffenderEntry, ...]) -> bytes:
    return json.dumps([entry.data() for entry in entries], sort_keys=True).encode()


def kinds(entries: tuple[OffenderEntry, ...]) -> list[str]:
    return [fact.kind.value for entry in entries for fact in entry.facts]


def terms(world: World, send: frozenset[str], receive: frozenset[str] = EVERYTHING) -> Terms:
    return Terms(world.area.pk, world.probation.pk, "DRAFT", send, receive)


def told_by_offender(given: Given, answer: str, agency: Agency) -> None:
    record_consent(
        case_id=given.case.pk,
        person=given.offender,
        side=Side.OFFENDER,
        item="share",
        answer=answer,
        wording="As it stands.",
        method="spoken",
        target=str(agency.pk),
        by=given.worker,
        at=clock.now(),
    )


def test_an_offender_whom_nobody_approached_is_not_there(world: World) -> None:
    approach_is_open(world)
    assert seen(world) == ()


@pytest.mark.parametrize(("reply", "found"), [("", []), ("no", []), ("not_now", []), ("yes", ["exploring"])])
def test_only_who_said_yes_is_known(
    world: World, approached: Callable[[str], Responsible], reply: str, found: list[str]
) -> None:
    approached(reply)
    assert kinds(seen(world)) == found


def test_whoever_agreed_that_they_are_told_is_known_and_who_took_it_back_is_not(world: World) -> None:
    given, _meeting = conference_tomorrow(world)
    told_by_offender(given, "refused", world.probation)
    assert seen(world) == ()
    told_by_offender(given, "given", world.probation)
    assert "exploring" in kinds(seen(world))
    consent = Consent.objects.get(person=given.offender, item="share", answer="given")
    withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=clock.now())
    assert seen(world) == ()


def test_appointments_are_told_while_they_stand_and_neither_where_nor_with_whom(world: World) -> None:
    given, _meeting = conference_tomorrow(world)
    [entry] = seen(world)
    [date] = entry.of(Kind.DATES)
    assert "appointment with us" in date.words
    assert "2pm" in date.words
    text = as_bytes((entry,)).decode()
    for hidden in ("Tanner", "Maya", "Deol", given.case.reference, "01632", "conference", "victim", "harmed"):
        assert hidden not in text
    consent = Consent.objects.get(person=given.case.victim, item="attend")
    withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=clock.now())
    assert kinds(seen(world)) == ["exploring"]


def test_a_permission_is_asked_for_while_an_order_forbids_a_meeting(world: World) -> None:
    given, _meeting = conference_tomorrow(world)
    assert "permission" not in kinds(seen(world))
    record_restriction(
        responsible_id=given.responsible.pk,
        kind="restraining_order",
        forbids=["direct"],
        issuer="Crown Court",
        words="Not to contact Maya Deol.",
        starts_on=timezone.localdate() - timedelta(days=3),
        ends_on=None,
        by=world.facilitator,
        at=clock.now(),
    )
    [entry] = seen(world)
    [needed] = entry.of(Kind.PERMISSION)
    assert "writing" in needed.words
    assert "Deol" not in needed.words


def test_what_was_agreed_is_told_once_both_let_it_and_never_what_the_victim_does(world: World, told: Told) -> None:
    [entry] = seen(world)
    [action] = entry.of(Kind.ACTIONS)
    assert ITEM in action.words
    assert HERS not in as_bytes((entry,)).decode()
    assert "took part" not in as_bytes((entry,)).decode(), "that they met is told by a report alone"


def test_what_somebody_objected_to_in_a_report_is_not_told_here_either(world: World, told: Told) -> None:
    [entry] = seen(world)
    [action] = entry.of(Kind.ACTIONS)
    told.show(told.victim, "objects", objects_to=[action.key])
    assert "actions" not in kinds(seen(world))


def test_without_both_yes_nothing_agreed_is_told(world: World, held_case: Given) -> None:
    assert kinds(seen(world)) == ["exploring"]


def test_a_report_is_there_until_the_agreement_ends_and_then_nothing_is(world: World, told: Told) -> None:
    told.show_both()
    told.release()
    assert kinds(seen(world)) == ["actions", "outcome"]
    last = timezone.make_aware(datetime.combine(world.agreement.ends_on, time()))
    minute = timedelta(minutes=1)
    assert feed(world.probation, world.offender_manager, last - minute) != ()
    assert feed(world.probation, world.offender_manager, last) == ()


@pytest.mark.parametrize(
    ("purposes", "there"),
    [(["outcome"], ["actions", "outcome"]), (["suitability", "arranging"], []), (["referral"], []), ([], [])],
)
def test_what_the_agreement_is_for_decides_what_is_there(
    world: World, told: Told, purposes: list[str], there: list[str]
) -> None:
    told.show_both()
    told.release()
    replaced(world.agreement, purposes=purposes)
    assert kinds(seen(world)) == there


def test_an_agreement_that_is_ended_early_closes_the_page_at_that_minute(world: World, told: Told) -> None:
    client, page = world.client(world.offender_manager), reverse("offender_management:where_it_stands")
    done = reverse("offender_management:done", args=[AgreementItem.objects.get(owner__person=told.offender).pk])
    assert "Callum" in client.get(page).content.decode()
    assert client.get(done).status_code == 200
    over(world.agreement, at=clock.now())
    assert "Callum" not in client.get(page).content.decode()
    assert client.get(done).status_code == 404


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(send=st.frozensets(st.sampled_from(Category.values)), receive=st.frozensets(st.sampled_from(Category.values)))
def test_nothing_beyond_the_categories_of_the_agreement_is_ever_there(
    world: World, everything: Given, send: frozenset[str], receive: frozenset[str]
) -> None:
    found = seen(world, agreements=[terms(world, send, receive)])
    assert {fact.category for entry in found for fact in entry.facts} <= send
    if Category.IDENTITY not in send:
        assert found == ()
    whole = seen(world, agreements=[terms(world, EVERYTHING)])
    assert {fact.key for entry in found for fact in entry.facts} <= {f.key for entry in whole for f in entry.facts}


@pytest.fixture
def everything(world: World) -> Given:
    """Exploring, with a date, a permission to get, and two things to be done."""
    given, meeting = conference_tomorrow(world)
    let_it_be_told(given, clock.now())
    record_restriction(
        responsible_id=given.responsible.pk,
        kind="licence_no_contact",
        forbids=["direct"],
        issuer="Probation",
        words="No contact.",
        starts_on=timezone.localdate() - timedelta(days=3),
        ends_on=None,
        by=world.facilitator,
        at=clock.now(),
    )
    return given


SECRETS = ("case", "asked_first", "approach_allowed", "refused")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secrets=st.lists(st.sampled_from(SECRETS), min_size=1, max_size=4, unique=True))
def test_an_offender_with_a_secret_enquiry_gives_the_same_bytes_as_one_without(
    world: World, known: bytes, secrets: list[str]
) -> None:
    for secret in secrets:
        _secretly(world, secret)
    assert as_bytes(seen(world)) == known
    assert as_bytes(feed(world.probation, None, clock.now())) == known


@pytest.fixture
def known(world: World, told: Told) -> bytes:
    found = as_bytes(seen(world))
    assert b"Callum" in found
    return found


def _secretly(world: World, secret: str) -> None:
    """About the very man of whom they know already, in another victim's case."""
    callum = Person.objects.filter(pk__in=Responsible.objects.values("person"))[0]
    case = world.case("Joan")
    row = add_responsible(
        case_id=case.pk,
        person=callum,
        by=world.coordinator,
        at=world.now,
        agency=world.probation,
        offender_manager=world.offender_manager,
    )
    if secret == "approach_allowed":
        Given(world, Case.objects.get(pk=case.pk), row).agrees(case.victim, "approach", clock.now(), target=str(row.pk))
    if secret == "refused":
        told_by_offender(Given(world, Case.objects.get(pk=case.pk), row), "refused", world.probation)
    if secret == "asked_first":
        told_by_offender(Given(world, Case.objects.get(pk=case.pk), row), "given", world.probation)


@pytest.mark.parametrize("reason", [reason for reason in ClosureReason if reason != ClosureReason.COMPLETED_INDIRECT])
def test_whatever_stopped_it_reads_the_same_byte_for_byte(
    world: World, approached: Callable[[str], Responsible], reason: str
) -> None:
    responsible = approached("yes")
    case = Case.objects.get(pk=responsible.case_id)
    end(case, ClosureReason.COMPLETED_DIRECT, world)
    first = as_bytes(seen(world))
    Ending.objects.filter(case=case).delete()
    end(case, reason, world)
    assert as_bytes(seen(world)) == first
    assert kinds(seen(world)) == ["ended"]


def test_a_question_is_there_for_the_one_who_is_asked(world: World) -> None:
    from talkingpiece.information_sharing.services import ask_agency

    given = approach_is_open(world)
    with days_ago(1) as at:
        asked = ask_agency(
            responsible_id=given.responsible.pk, questions=["suitable"], message="", by=world.facilitator, at=at
        )
    [entry] = seen(world)
    assert [fact.subject_id for fact in entry.facts] == [asked.pk]
    page = world.client(world.offender_manager).get(reverse("offender_management:where_it_stands"))
    assert reverse("information_sharing:answer", args=[asked.pk]) in page.content.decode()


def test_a_colleague_sees_nothing_of_those_whom_somebody_else_supervises(world: World, told: Told) -> None:
    from talkingpiece.accounts.roles import Role
    from tests.matrix.places import worker

    other = worker(world, "Ola Berg", Role.OFFENDER_MANAGER, world.probation)
    assert feed(world.probation, other, clock.now()) == ()
    item = AgreementItem.objects.get(owner__person=told.offender)
    assert world.client(other).get(reverse("offender_management:done", args=[item.pk])).status_code == 404


def test_what_is_reported_as_done_is_made_sure_of_before_it_counts(world: World, told: Told) -> None:
    item = AgreementItem.objects.get(owner__person=told.offender)
    client = world.client(world.offender_manager)
    for _twice in range(2):
        client.post(reverse("offender_management:done", args=[item.pk]), {"words": "The course wrote to me."})
    said = ActionReported.objects.get()
    item.refresh_from_db()
    assert item.result == ""
    page = client.get(reverse("offender_management:where_it_stands")).content.decode()
    assert "We are making sure." in page
    desk = world.client(world.facilitator)
    address = reverse("offender_management:reported", args=[told.case.reference, said.pk])
    assert address in desk.get(reverse("casefile:my_work")).content.decode()
    assert address in desk.get(reverse("offender_management:reports", args=[told.case.reference])).content.decode()
    desk.post(address, {"answer": "done", "words": "She has it in her hand."})
    item.refresh_from_db()
    assert (item.result, item.victim_told_at) == ("done", None)
    assert kinds(seen(world)) == ["exploring", "completed"]
    with pytest.raises(IllegalTransition):
        services.make_sure(reported_id=said.pk, answer="done", words="", by=world.facilitator, at=clock.now())


def test_not_done_yet_leaves_it_to_be_done(world: World, told: Told) -> None:
    item = AgreementItem.objects.get(owner__person=told.offender)
    said = services.report_done(
        item_id=item.pk,
        responsible_id=told.given.responsible.pk,
        agency=world.probation,
        words="",
        by=world.offender_manager,
        at=clock.now(),
    )
    services.make_sure(
        reported_id=said.pk, answer="not_yet", words="Not there yet.", by=world.facilitator, at=clock.now()
    )
    [entry] = seen(world)
    assert [fact.waits_since for fact in entry.of(Kind.ACTIONS)] == [None]


def test_the_liaison_officer_hears_how_far_it_is_once_the_victim_lets_her(world: World) -> None:
    from tests.matrix.places import _agreement

    given, _meeting = conference_tomorrow(world)
    _agreement(world, world.liaison)
    let_it_be_told(given, clock.now())
    officer = world.liaison_officer
    assert feed(world.liaison, officer, clock.now()) == ()
    given.agrees(given.case.victim, "share", clock.now(), target=str(world.liaison.pk))
    found = feed(world.liaison, officer, clock.now())
    assert kinds(found) == ["exploring", "dates"]
    assert "Callum" in world.client(officer).get(reverse("offender_management:where_it_stands")).content.decode()


def test_a_prison_hears_of_appointments_alone(world: World) -> None:
    from talkingpiece.accounts.roles import Role
    from talkingpiece.areas.services import add_agency
    from tests.matrix.places import _agreement, worker

    given, _meeting = conference_tomorrow(world)
    prison = add_agency(name="HMP Foxcombe", kind="prison")
    _agreement(world, prison)
    officer = worker(world, "Leila Haddad", Role.OFFENDER_MANAGER, prison)
    assert feed(prison, officer, clock.now()) == ()
    Responsible.objects.filter(pk=given.responsible.pk).update(agency=prison)
    assert kinds(feed(prison, officer, clock.now())) == ["dates"]


def test_what_this_agency_would_see_is_shown_beside_what_it_sees_now(world: World, told: Told) -> None:
    client = world.client(world.coordinator)
    address = reverse("offender_management:agency_view", args=[told.case.reference])
    page = client.get(address).content.decode()
    assert page.count(ITEM) == 2
    day = world.agreement.ends_on
    posted = {"on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}
    after = client.post(address, posted).content.decode()
    assert after.count(ITEM) == 1, "then the agreement is over"
    assert "to check" in client.post(address, posted | {"on_month": "soon"}).content.decode()
    over(world.agreement, at=clock.now())
    tried = client.post(address, {"as_if": str(world.agreement.pk)}).content.decode()
    assert tried.count(ITEM) == 1
    assert f"as if {world.agreement.reference} held" in tried


def test_a_draft_is_tried_on_over_the_cases_of_today_and_nobody_is_named(world: World, told: Told) -> None:
    over(world.agreement, at=clock.now())
    address = reverse("offender_management:agreement_view", args=[world.agreement.pk])
    page = world.client(world.scheme_manager).get(address).content.decode()
    assert "Callum" not in page
    cells = [cell.split("<")[0] for cell in page.replace("<strong>", "").split('numeric">')[3:]]
    assert cells == ["0", "1", "0", "1", "0", "1"], "the person, that it is talked about, and what is to be done"
