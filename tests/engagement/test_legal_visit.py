"""A prison is asked to let our workers in: on a ground, with nothing of the victim in it, and answered with a date."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.areas.models import AgencyKind
from talkingpiece.areas.services import add_agency
from talkingpiece.casefile.queries.pending import pending_without_ground
from talkingpiece.cases.services import record_restriction
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.engagement.models import LegalVisit, Visit
from talkingpiece.engagement.queries import asked_of, legal_visits_of
from talkingpiece.engagement.services import (
    answer_legal_visit,
    ask_legal_visit,
    chase_legal_visit,
    withdraw_legal_visit,
)
from talkingpiece.information_sharing.models import Disclosure
from tests.agreements.given import over
from tests.engagement.conftest import one_act

DAY = timedelta(days=1)


def ask(stage, **changes) -> LegalVisit:
    given: dict[str, Any] = {"wished": [stage.now + 14 * DAY], "needs": "A quiet room."} | changes
    return ask_legal_visit(responsible_id=stage.responsible.pk, by=stage.worker, at=stage.now, **given)


def codes(stage, **changes) -> list[str]:
    with pytest.raises(Blocked) as refused:
        ask(stage, **changes)
    assert not LegalVisit.objects.exists()
    assert not Disclosure.objects.filter(purpose="legal_visit").exists()
    return refused.value.verdict.codes


@pytest.fixture(autouse=True)
def held_in_a_prison(stage) -> None:
    stage.world.probation.kind = AgencyKind.PRISON
    stage.world.probation.save()


def test_an_office_that_holds_nobody_is_not_asked(stage):
    stage.ready()
    stage.world.probation.kind = AgencyKind.PROBATION
    stage.world.probation.save()
    assert codes(stage) == ["no_agency", "no_ground"]


def end_agreement(stage) -> None:
    over(stage.world.agreement)


def test_a_prison_is_asked_and_what_left_is_accounted_for(stage):
    stage.ready()
    asked = ask(stage)
    sent = Disclosure.objects.get(pk=asked.disclosure_id)
    assert (sent.purpose, sent.ground, sent.categories) == ("legal_visit", "agreement", ["identity"])
    assert (asked.addressed_to, asked.agency) == (stage.world.offender_manager, stage.world.probation)
    assert sorted(sent.sent) == [
        "about",
        "answer_by",
        "do_not_tell",
        "from",
        "interpreter",
        "kind",
        "needs",
        "opening",
        "photo_id",
        "visitors",
        "wished",
    ]
    assert "Maya" not in str(sent.sent)
    assert stage.case.reference not in str(sent.sent)


def test_before_the_approach_is_open_nobody_in_a_prison_learns_of_it(stage):
    assert codes(stage) == ["not_approachable"]
    stage.ready()
    assert ask(stage).waits


def test_without_an_agreement_the_victim_s_yes_is_the_ground_and_without_either_nothing_leaves(stage):
    stage.ready()
    end_agreement(stage)
    assert codes(stage) == ["no_ground"]
    stage.consent(item="ask_agency", target=str(stage.world.probation.pk), words="Yes.")
    assert ask(stage).disclosure.ground == "consent"


def test_a_word_of_the_victim_stays_here(stage):
    stage.ready()
    assert codes(stage, needs="Maya would like a quiet room.") == ["leak"]
    assert ask(stage, needs="A quiet room.").needs == "A quiet room."


def test_a_yes_is_a_planned_visit_to_the_prison(stage):
    stage.ready()
    asked = ask(stage, with_user=stage.world.other_facilitator)
    when = stage.now + 14 * DAY
    answered = answer_legal_visit(
        ask_id=asked.pk,
        answer="granted",
        granted_for=when,
        gate="North gate, photo ID.",
        by=stage.world.offender_manager,
        at=stage.now,
    )
    visit = answered.visit
    assert visit is not None
    assert (visit.person_id, visit.planned_at, visit.worker) == (stage.responsible.person_id, when, stage.worker)
    assert (visit.with_user, visit.meet_at) == (stage.world.other_facilitator, "North gate, photo ID.")
    with pytest.raises(IllegalTransition):
        answer_legal_visit(ask_id=asked.pk, answer="refused", by=stage.world.offender_manager, at=stage.now)


@pytest.mark.parametrize("answer", ["another", "refused"])
def test_another_answer_plans_nothing_and_keeps_the_words(stage, answer):
    stage.ready()
    asked = ask(stage)
    words = "The hall is closed until May."
    with one_act("legal_visit.answered"):
        answer_legal_visit(ask_id=asked.pk, answer=answer, words=words, by=stage.world.offender_manager, at=stage.now)
    assert not Visit.objects.exists()
    assert legal_visits_of(stage.case.pk)[0].answer_words == words
    with pytest.raises(ValueError, match="has a date"):
        answer_legal_visit(ask_id=ask(stage).pk, answer="granted", by=stage.worker, at=stage.now)


def test_what_is_overdue_is_chased_and_what_is_not_needed_is_taken_back(stage):
    stage.ready()
    asked = ask(stage)
    later = asked.due_at + DAY
    chased = chase_legal_visit(ask_id=asked.pk, by=stage.worker, at=later)
    assert (chased.chased_count, chased.due_at > later) == (1, True)
    assert asked_of(stage.world.offender_manager, timezone.now()) == [asked]
    withdraw_legal_visit(ask_id=asked.pk, by=stage.worker, at=later)
    assert asked_of(stage.world.offender_manager, timezone.now()) == []
    with pytest.raises(IllegalTransition):
        chase_legal_visit(ask_id=asked.pk, by=stage.worker, at=later)


def test_a_prison_sees_its_own_requests_while_their_ground_holds(stage):
    stage.ready()
    asked, world = ask(stage), stage.world
    other = add_user(
        email="pom@example.org", name="Other", at=world.now, agency=add_agency(name="HMP X", kind="prison")
    )
    give_role(user=other, area=world.area, role=Role.OFFENDER_MANAGER, by=None, at=world.now)
    page = reverse("engagement:legal_visit_answer", args=[asked.pk])
    assert world.client(world.offender_manager).get(page).status_code == 200
    for stranger in (other, world.liaison_officer, world.facilitator, world.scheme_manager):
        assert world.client(stranger).get(page).status_code in {403, 404}
    end_agreement(stage)
    assert world.client(world.offender_manager).get(page).status_code == 404


def moment(name: str, at) -> dict[str, Any]:
    local = timezone.localtime(at)
    return {
        f"{name}_day": local.day,
        f"{name}_month": local.month,
        f"{name}_year": local.year,
        f"{name}_time": "10:00",
    }


def test_asked_here_and_answered_there_without_a_word_of_the_victim(stage):
    stage.ready()
    world, when = stage.world, stage.now + 14 * DAY
    client, prison = world.client(stage.worker), world.client(world.offender_manager)
    url = reverse("engagement:legal_visit", args=[stage.case.reference, stage.responsible.pk])
    assert "Enter a date and a time" in client.post(url, {"asked_by": "system"}).content.decode()
    typed = {"asked_by": "system", "photo_id": "on", **moment("first", when)}
    assert "tells of Maya" in client.post(url, typed | {"needs": "For Maya Deol"}).content.decode()
    assert client.post(url, typed | {"needs": "A table"}).status_code == 302
    asked = LegalVisit.objects.get()
    desk = prison.get(reverse("engagement:legal_visits")).content.decode()
    page = reverse("engagement:legal_visit_answer", args=[asked.pk])
    assert page in desk
    shown = prison.get(page).content.decode()
    assert "Callum Reeve" in shown
    for secret in ("Maya", "Deol", stage.case.reference, "01632 960001"):
        assert secret not in desk + shown
    assert "a bare no helps nobody" in prison.post(page, {"answer": "refused"}).content.decode()
    granted = {"answer": "granted", "gate": "North gate", **moment("granted_for", when)}
    assert prison.post(page, granted).status_code == 302
    assert Visit.objects.get().state == "planned"
    again = reverse("engagement:legal_visit_asked", args=[stage.case.reference, asked.pk])
    assert "North gate" in client.get(again).content.decode()


def test_what_was_asked_by_telephone_is_answered_in_the_file_and_not_on_the_prison_s_list(stage):
    stage.ready()
    asked = ask(stage, asked_by="phone")
    assert asked_of(stage.world.offender_manager, timezone.now()) == []
    client = stage.world.client(stage.worker)
    url = reverse("engagement:legal_visit_asked", args=[stage.case.reference, asked.pk])
    assert client.post(url, {"chase": "1"}).status_code == 302
    assert client.post(url, {"answer": "another", "other_words": "In June."}).status_code == 302
    assert legal_visits_of(stage.case.pk)[0].answer == "another"
    for user in (stage.world.other_facilitator, stage.world.offender_manager):
        assert stage.world.client(user).get(url).status_code in {403, 404}


def test_an_order_that_is_made_meanwhile_closes_it_to_the_prison_and_my_work_says_so(stage):
    stage.ready()
    asked = ask(stage)
    manager, now = stage.world.offender_manager, stage.now
    assert asked_of(manager, now) == [asked]
    order: dict[str, Any] = {
        "kind": "restraining_order",
        "issuer": "Ridgeway court",
        "starts_on": timezone.localdate(now),
    }
    order |= {"by": stage.worker, "at": now}
    record_restriction(responsible_id=stage.responsible.pk, forbids=["direct"], **order)
    of_this = reverse("engagement:legal_visit_asked", args=[stage.case.reference, asked.pk])
    assert "An order forbids it now." not in stage.world.client(stage.worker).get(of_this).content.decode()
    assert asked_of(manager, now) == [asked]  # it does not forbid that he is told by us
    record_restriction(responsible_id=stage.responsible.pk, forbids=["approach"], **order)
    assert asked_of(manager, now) == []
    assert [one.kind for one in pending_without_ground([stage.case.pk], now)] == ["barred"]
    page = stage.world.client(stage.worker).get(reverse("casefile:my_work")).content.decode()
    assert "An order forbids the visit to Callum" in page
    assert "An order forbids it now." in stage.world.client(stage.worker).get(of_this).content.decode()
    end_agreement(stage)  # what is stopped twice stands there once
    assert [one.kind for one in pending_without_ground([stage.case.pk], now)] == ["barred"]
