"""A supervisor of another organisation decides on one assessment, by a link that is bound to its very words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, GatePassing, OutsideSupervisor
from talkingpiece.cases.services import LinkOver, name_supervisor
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from talkingpiece.risk.gates import blockers_to_accept_risk
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import policy_of, risk_facts
from talkingpiece.risk.services import (
    answer_outside,
    ask_outside,
    raise_flag,
    return_assessment,
    sign_assessment,
    submit_assessment,
)
from talkingpiece.risk.states import AssessmentState, Decision, FlagKind
from tests.cases.outside import OUTSIDE, follow
from tests.risk.desk import FINE, ball_of, filled, submitted, write
from tests.world import World


def asked(world: World, assessment: Assessment) -> str:
    return ask_outside(assessment_id=assessment.pk, by=world.coordinator, at=clock.now(), **OUTSIDE)[1]


def page_of(world: World, token: str, **posted: str) -> tuple[int, str]:
    return follow(world, "risk:outside", token, **posted)


def test_they_sign_under_their_name_and_organisation_and_the_gate_opens(world: World) -> None:
    case = world.case()
    assessment = submitted(world, case)
    token = asked(world, assessment)
    assert (ball_of(case).what, ball_of(case).user) == (What.SIGN_RISK, world.coordinator)
    status, page = page_of(world, token)
    assert status == 200
    assert "She knows what she wants." in page
    status, page = page_of(world, token, answer="sign", words="I would do the same.")
    assert "Your decision has arrived" in page
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.SIGNED
    assert assessment.signed_name == "Rhona Blackwood, Fenmoor Mediation"
    assert assessment.signed_by is None
    facts = risk_facts(case.pk, assessment.approach, clock.now().date())
    assert blockers_to_accept_risk(facts, policy_of(case)).is_open
    (entry,) = Event.objects.filter(name="risk_assessment.signed")
    assert entry.actor_id is None
    assert entry.detail["outside"] == str(assessment.signed_outside_id)
    assert GatePassing.objects.get(gate="sign_risk").by is None
    staff = world.client(world.facilitator)
    read = staff.get(reverse("risk:assessment", args=[case.reference, assessment.pk])).content.decode()
    assert "Rhona Blackwood, Fenmoor Mediation" in read
    assert "Rhona Blackwood" in staff.get(reverse("casefile:case", args=[case.reference])).content.decode()


def test_they_give_it_back_with_words_and_its_writer_goes_on(world: World) -> None:
    case = world.case()
    assessment = submitted(world, case)
    page_of(world, asked(world, assessment), answer="return", words="What if he knows the street?")
    assessment.refresh_from_db()
    assert (assessment.state, assessment.returned_words) == (AssessmentState.RETURNED, "What if he knows the street?")
    assert (ball_of(case).what, ball_of(case).user) == (What.RISK_RETURNED, world.facilitator)
    page = world.client(world.facilitator).get(reverse("risk:assessment", args=[case.reference, assessment.pk]))
    assert "Rhona Blackwood, Fenmoor Mediation gave it back" in page.content.decode()


def test_nobody_is_named_and_nothing_tells_where_anybody_is(world: World) -> None:
    case = world.case("Maya", ways=(Way("call", "01632 960001"), Way("post", "4 Quarry Lane\nAshdown")))
    offender = world.responsible(case)
    name_supervisor(
        responsible_id=offender.pk,
        version=1,
        agency=world.probation,
        offender_manager=world.offender_manager,
        without_manager=False,
        held_at="HMP Foxcombe",
        by=world.facilitator,
        at=world.now,
    )
    assessment = filled(world, case)
    factor = policy_of(case).required(assessment.approach)[0].key
    note = (
        "Maya Deol lives at 4 Quarry Lane in Ashdown, AB1 2CD. Callum is in HMP Foxcombe. Ring 01632 960001, or m@x.org"
    )
    write(
        assessment,
        factor,
        replace(FINE, note=note, victim_view="Mr Reeve knows Deol’s street."),
        world.facilitator,
        world.now,
    )
    assessment.refresh_from_db()
    submit_assessment(
        assessment_id=assessment.pk,
        version=assessment.version,
        decision=Decision.PROCEED,
        reasons="Maya wants it, and Callum said yes.",
        plan=f"See {case.reference}.",
        by=world.facilitator,
        at=world.now,
    )
    _status, page = page_of(world, asked(world, assessment))
    read = page.split("<main")[1]
    for planted in ("Maya", "Deol", "Callum", "Reeve", "Quarry", "Ashdown", "AB1", "Foxcombe", "960001", "m@x.org"):
        assert planted not in read, planted
    for planted in (case.reference, world.facilitator.name, world.offender_manager.name):
        assert planted not in read, planted
    assert "the victim wants it, and the offender said yes." in read


def dead(world: World, case: Case, how: str) -> str:
    """A link that opened something a moment ago, and does no longer."""
    assessment = submitted(world, case)
    token = asked(world, assessment)
    if how == "used":
        answer_outside(token=token, answer="return", words="No.", at=clock.now())
    elif how == "made again":
        asked(world, assessment)
    elif how == "signed by a colleague":
        sign_assessment(assessment_id=assessment.pk, words="Yes", by=world.supervisor, at=clock.now())
    elif how == "the words changed":
        return_assessment(assessment_id=assessment.pk, words="Once more", by=world.supervisor, at=clock.now())
        assessment.refresh_from_db()
        submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=Decision.PROCEED,
            reasons="She is quite sure.",
            plan="",
            by=world.facilitator,
            at=clock.now(),
        )
    elif how == "over":
        OutsideSupervisor.objects.update(expires_at=clock.now())
    elif how == "the case ended":
        Case.objects.filter(pk=case.pk).update(ended_at=clock.now())
    return token


WAYS = ["used", "made again", "signed by a colleague", "the words changed", "over", "the case ended"]


@pytest.mark.parametrize("how", WAYS)
def test_a_dead_link_is_one_page_byte_for_byte_and_decides_nothing(world: World, how: str) -> None:
    case = world.case()
    token = dead(world, case, how)
    states = list(Assessment.objects.values_list("state", flat=True))
    never = page_of(world, "never-made")
    assert never[0] == 404
    assert page_of(world, token) == never
    assert page_of(world, token, answer="sign", words="Yes")[0] == 404
    with pytest.raises(LinkOver):
        answer_outside(token=token, answer="sign", words="Yes", at=clock.now())
    assert list(Assessment.objects.values_list("state", flat=True)) == states


def test_what_they_read_is_entered_and_a_dead_link_reads_nothing(world: World) -> None:
    case = world.case()
    token = asked(world, submitted(world, case))
    page_of(world, token)
    page_of(world, "never-made")
    (entry,) = Event.objects.filter(name="outside_supervisor.read")
    assert (entry.kind, entry.case_id, entry.actor_id) == (Kind.READING, case.pk, None)
    assert entry.about_id == OutsideSupervisor.objects.get().pk


def test_a_link_of_another_area_opens_nothing(world: World) -> None:
    token = asked(world, submitted(world, world.case()))
    path = reverse("risk:outside", args=["elsewhere", token])
    assert Client().get(path).content.decode() == page_of(world, "never-made")[1]


def test_it_lives_three_days(world: World) -> None:
    token = asked(world, submitted(world, world.case()))
    with clock.pretend(clock.now() + timedelta(hours=71)):
        assert page_of(world, token)[0] == 200
    with clock.pretend(clock.now() + timedelta(hours=73)):
        assert page_of(world, token)[0] == 404


def test_whoever_wrote_it_never_holds_the_link(world: World) -> None:
    give_role(user=world.facilitator, area=world.area, role=Role.COORDINATOR, by=None, at=world.now)
    case = world.case()
    assessment = submitted(world, case)
    with pytest.raises(Blocked, match="own_work"):
        ask_outside(assessment_id=assessment.pk, by=world.facilitator, at=clock.now(), **OUTSIDE)
    path = reverse("risk:ask_outside", args=[case.reference, assessment.pk])
    page = world.client(world.facilitator).post(path, OUTSIDE).content.decode()
    assert "You took part in this" in page
    assert not OutsideSupervisor.objects.exists()


def test_the_address_of_somebody_with_an_account_is_refused(world: World) -> None:
    case = world.case()
    assessment = submitted(world, case)
    path = reverse("risk:ask_outside", args=[case.reference, assessment.pk])
    for user in (world.facilitator, add_user(email="old@example.org", name="Old", at=world.now)):
        page = world.client(world.coordinator).post(path, {**OUTSIDE, "email": user.email.upper()}).content.decode()
        assert "Give the address of somebody outside" in page
    assert not OutsideSupervisor.objects.exists()


def test_the_link_is_shown_once_and_kept_nowhere(world: World) -> None:
    case = world.case()
    path = reverse("risk:ask_outside", args=[case.reference, submitted(world, case).pk])
    client = world.client(world.coordinator)
    before = client.get(path).content.decode()
    assert "What they will read" in before
    made = client.post(path, OUTSIDE).content.decode()
    found = re.search(r"second-opinion/[\w-]+/([\w-]+)/", made)
    assert found
    assert page_of(world, found[1])[0] == 200
    assert found[1] not in client.get(path).content.decode()
    row = OutsideSupervisor.objects.get()
    assert found[1] not in repr(vars(row))
    assert all(found[1] not in str(event.detail) for event in Event.objects.all())


@pytest.mark.parametrize("who", ["facilitator", "offender_manager", "scheme_manager"])
def test_nobody_else_asks(world: World, who: str) -> None:
    case = world.case()
    path = reverse("risk:ask_outside", args=[case.reference, submitted(world, case).pk])
    assert world.client(getattr(world, who)).post(path, OUTSIDE).status_code == 404


def test_while_a_red_flag_is_open_they_can_only_give_it_back(world: World) -> None:
    case = world.case()
    token = asked(world, submitted(world, case))
    raise_flag(
        case_id=case.pk, kind=FlagKind.THREATS, side=Side.VICTIM, words="He wrote", by=world.facilitator, at=clock.now()
    )
    _status, page = page_of(world, token)
    assert "It can only be given back now." in page
    assert 'value="sign"' not in page
    with pytest.raises(Blocked):
        answer_outside(token=token, answer="sign", words="Yes", at=clock.now())
    assert not OutsideSupervisor.objects.exclude(answer="").exists()


def test_the_database_lets_nobody_sign_twice_over(world: World) -> None:
    assessment = submitted(world, world.case())
    answer_outside(token=asked(world, assessment), answer="sign", words="Yes", at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=assessment.pk).update(signed_by=world.supervisor)
