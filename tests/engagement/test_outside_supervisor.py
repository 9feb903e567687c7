"""A supervisor of another organisation says whether an offender may be approached, by a one-time link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import give_role
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, OutsideSupervisor, Responsible
from talkingpiece.cases.services import LinkOver, mark_sensitive, pass_ball, record_restriction
from talkingpiece.cases.states import Holder
from talkingpiece.consents.services import record_consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement import services
from talkingpiece.engagement.gates import facts_for_approach
from talkingpiece.engagement.models import SupervisorAgreement
from talkingpiece.engagement.presenters.timeline import timeline
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from talkingpiece.risk.services import answer_outside as answer_about_risk
from talkingpiece.risk.services import ask_outside as ask_about_risk
from tests.cases.outside import OUTSIDE, follow
from tests.risk.desk import ball_of, submitted
from tests.world import World


@dataclass
class Question:
    """A sensitive case, in which somebody else must agree before Callum hears anything."""

    world: World
    case: Case
    offender: Responsible

    def ask(self, **more: Any) -> str:
        given = {"responsible_id": self.offender.pk, "by": self.world.coordinator, "at": clock.now(), **OUTSIDE}
        return services.ask_outside(**(given | more))[1]

    def read(self, token: str, **posted: str) -> tuple[int, str]:
        return follow(self.world, "engagement:outside", token, **posted)

    def waits(self) -> str:
        return facts_for_approach(self.case, self.offender, clock.now()).supervisor

    @property
    def path(self) -> str:
        return reverse("engagement:ask_outside", args=[self.case.reference, self.offender.pk])


@pytest.fixture
def question(world: World) -> Question:
    case = world.case("Maya", ways=(Way("call", "01632 960001"), Way("post", "4 Quarry Lane\nAshdown")))
    offender = world.responsible(case)
    mark_sensitive(case_id=case.pk, by=world.coordinator, at=world.now)
    record_consent(
        case_id=case.pk,
        person=case.victim,
        side=Side.VICTIM,
        item="approach",
        answer="given",
        wording="Tell Callum Reeve that Maya of Quarry Lane asks.",
        method="spoken",
        by=world.facilitator,
        at=world.now,
        target=str(offender.pk),
    )
    case.refresh_from_db()
    return Question(world, case, offender)


def test_they_agree_under_their_name_and_organisation(question: Question) -> None:
    world, case = question.world, question.case
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.APPROACH, at=world.now)
    token = question.ask()
    assert (ball_of(case).what, ball_of(case).user) == (What.AGREE_APPROACH, world.coordinator)
    assert question.waits() == "none"

    _status, page = question.read(token, agreed="yes", words="Both were heard.")

    assert "Your decision has arrived" in page
    assert question.waits() == "agreed"
    answer = SupervisorAgreement.objects.get()
    assert (answer.answered_name, answer.recorded_by) == ("Rhona Blackwood, Fenmoor Mediation", None)
    assert (ball_of(case).what, ball_of(case).user) == (What.APPROACH, world.facilitator)
    (entry,) = Event.objects.filter(name="approach.agreed")
    assert (entry.actor_id, entry.detail["outside"]) == (None, str(OutsideSupervisor.objects.get().pk))
    assert "Rhona Blackwood, Fenmoor Mediation" in [entry.by for entry in timeline(case)]
    seen = reverse("engagement:supervise", args=[case.reference, question.offender.pk])
    assert "Rhona Blackwood, Fenmoor Mediation" in world.client(world.facilitator).get(seen).content.decode()


def test_they_say_no_and_the_gate_stays_closed(question: Question) -> None:
    question.read(question.ask(), agreed="no", words="Ask her once more.")
    assert question.waits() == "against"


def test_nobody_is_named_and_nothing_tells_where_anybody_is(question: Question) -> None:
    status, page = question.read(question.ask())
    read = page.split("<main")[1]
    assert status == 200
    assert "Tell the offender that the victim of [left out] asks." in read
    for planted in ("Maya", "Deol", "Callum", "Reeve", "Quarry", question.case.reference, "Okafor", "Adeyemi"):
        assert planted not in read, planted


def dead(question: Question, how: str) -> str:
    """A link that opened something a moment ago, and does no longer."""
    world, offender, token = question.world, question.offender, question.ask()
    assert question.read(token)[0] == 200
    if how == "used":
        services.answer_outside(token=token, agreed=False, words="No.", at=clock.now())
    elif how == "made again":
        question.ask()
    elif how == "answered by a colleague":
        services.agree_to_approach(
            responsible_id=offender.pk, agreed=True, words="Yes.", by=world.supervisor, at=clock.now()
        )
    elif how == "what they read changed":
        record_restriction(
            responsible_id=offender.pk,
            kind="licence_no_contact",
            forbids=["approach"],
            starts_on=clock.today(),
            issuer="Probation",
            by=world.facilitator,
            at=clock.now(),
        )
    elif how == "over":
        OutsideSupervisor.objects.update(expires_at=clock.now())
    elif how == "the case ended":
        Case.objects.filter(pk=question.case.pk).update(ended_at=clock.now())
    return token


WAYS = ["used", "made again", "answered by a colleague", "what they read changed", "over", "the case ended"]


@pytest.mark.parametrize("how", WAYS)
def test_a_dead_link_is_one_page_byte_for_byte_and_decides_nothing(question: Question, how: str) -> None:
    token = dead(question, how)
    answers = list(SupervisorAgreement.objects.values_list("pk", flat=True))
    never = question.read("never-made")

    assert never[0] == 404
    assert question.read(token) == never
    assert question.read(token, agreed="yes", words="Yes.")[0] == 404
    with pytest.raises(LinkOver):
        services.answer_outside(token=token, agreed=True, words="Yes.", at=clock.now())
    assert list(SupervisorAgreement.objects.values_list("pk", flat=True)) == answers


def test_a_link_for_one_decision_decides_no_other(question: Question) -> None:
    world, now = question.world, clock.now()
    assessment = submitted(world, world.case("Joan"))
    about_risk = ask_about_risk(assessment_id=assessment.pk, by=world.coordinator, at=now, **OUTSIDE)[1]
    about_approach = question.ask()
    never = question.read("never-made")

    assert question.read(about_risk) == never
    assert follow(world, "risk:outside", about_approach) == never
    with pytest.raises(LinkOver):
        services.answer_outside(token=about_risk, agreed=True, words="Yes.", at=now)
    with pytest.raises(LinkOver):
        answer_about_risk(token=about_approach, answer="sign", words="Yes.", at=now)
    assert not OutsideSupervisor.objects.exclude(answer="").exists()


def test_it_lives_three_days(question: Question) -> None:
    token = question.ask()
    with clock.pretend(clock.now() + timedelta(hours=71)):
        assert question.read(token)[0] == 200
    with clock.pretend(clock.now() + timedelta(hours=73)):
        assert question.read(token)[0] == 404


def test_whoever_works_on_the_case_never_holds_the_link(question: Question) -> None:
    world = question.world
    give_role(user=world.facilitator, area=world.area, role=Role.COORDINATOR, by=None, at=world.now)
    with pytest.raises(Blocked, match="own_work"):
        question.ask(by=world.facilitator)

    page = world.client(world.facilitator).post(question.path, OUTSIDE).content.decode()

    assert "You took part in this, so somebody else asks" in page
    assert not OutsideSupervisor.objects.exists()


def test_the_address_of_somebody_with_an_account_is_refused(question: Question) -> None:
    world = question.world
    typed = OUTSIDE | {"email": world.supervisor.email.upper()}

    assert (
        "Give the address of somebody outside"
        in world.client(world.coordinator).post(question.path, typed).content.decode()
    )
    assert not OutsideSupervisor.objects.exists()


def test_where_nothing_waits_for_a_supervisor_nobody_outside_is_asked(world: World) -> None:
    case = world.case()
    offender = world.responsible(case)
    with pytest.raises(Blocked, match="not_waiting"):
        services.ask_outside(responsible_id=offender.pk, by=world.coordinator, at=clock.now(), **OUTSIDE)

    answer = world.client(world.coordinator).get(reverse("engagement:ask_outside", args=[case.reference, offender.pk]))

    assert answer.status_code == 302


@pytest.mark.parametrize("who", ["facilitator", "offender_manager", "scheme_manager"])
def test_nobody_else_asks(question: Question, who: str) -> None:
    assert question.world.client(getattr(question.world, who)).post(question.path, OUTSIDE).status_code == 404


def test_the_link_is_shown_once_and_offered_to_whoever_may_make_it(question: Question) -> None:
    world = question.world
    client = world.client(world.coordinator)
    supervise = reverse("engagement:supervise", args=[question.case.reference, question.offender.pk])
    assert question.path in client.get(supervise).content.decode()
    assert question.path not in world.client(world.facilitator).get(supervise).content.decode()

    made = client.post(question.path, OUTSIDE).content.decode()

    found = re.search(r"second-opinion/approach/[\w-]+/([\w-]+)/", made)
    assert found
    assert question.read(found[1])[0] == 200
    assert found[1] not in client.get(question.path).content.decode()
    assert "Rhona Blackwood, Fenmoor Mediation was asked" in client.get(supervise).content.decode()


def test_the_database_lets_one_person_answer_not_two(question: Question) -> None:
    services.answer_outside(token=question.ask(), agreed=True, words="Yes.", at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisorAgreement.objects.update(recorded_by=question.world.supervisor)


def test_a_page_of_another_area_opens_nothing(question: Question) -> None:
    path = reverse("engagement:outside", args=["elsewhere", question.ask()])
    assert Client().get(path).content.decode() == question.read("never-made")[1]
