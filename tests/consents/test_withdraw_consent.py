"""Taking back: one step, never refused, no reason; and whoever stood on it is stopped, also in a race."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.cases.services import lock_case, pause_case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.services import ask_agency
from talkingpiece.protection.classes import Side
from tests.agreements.given import over
from tests.consents.conftest import Setting
from tests.database import other_connection
from tests.world import World, as_area


def url_of(setting: Setting, consent: Consent) -> str:
    return reverse("consents:withdraw", args=[setting.case.reference, consent.pk])


def post(setting: Setting, user: User, consent: Consent, **typed: Any) -> int:
    return setting.world.client(user).post(url_of(setting, consent), typed).status_code


@pytest.mark.parametrize("who", ["facilitator", "coordinator", "supervisor"])
@pytest.mark.parametrize("trouble", ["none", "ended", "paused"])
def test_one_empty_post_takes_it_back_whatever_the_case_is_like(setting: Setting, who: str, trouble: str) -> None:
    consent = setting.give("approach")
    if trouble == "ended":
        setting.case.ended_at = setting.world.now
        setting.case.save()
    if trouble == "paused":
        by = setting.world.facilitator
        pause_case(case_id=setting.case.pk, words="", resume_on=None, by=by, at=setting.world.now)
    assert post(setting, getattr(setting.world, who), consent) == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert consent.withdrawn_by == getattr(setting.world, who)
    assert consent.withdrawn_how == "spoken"
    assert consent.withdrawn_words == ""


@pytest.mark.parametrize(
    "typed",
    [{"how": "by pigeon"}, {"how": "", "words_said": "x" * 30_000}, {"words_said": "\x00"}, {"said_at_day": "x"}],
)
def test_nothing_that_is_typed_can_stop_it(setting: Setting, typed: dict[str, str]) -> None:
    consent = setting.give()
    assert post(setting, setting.world.facilitator, consent, **typed) == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None


def moment(at: datetime) -> dict[str, str]:
    local = timezone.localtime(at)
    names = {"day": local.day, "month": local.month, "year": local.year, "time": local.strftime("%H:%M")}
    return {f"said_at_{name}": str(value) for name, value in names.items()}


def test_it_may_have_been_said_before_it_is_written_down(setting: Setting) -> None:
    now = setting.world.now
    consent = setting.give(at=now - timedelta(days=5))
    said = (now - timedelta(days=2)).replace(second=0, microsecond=0)
    assert post(setting, setting.world.facilitator, consent, **moment(said)) == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at == said
    assert consent.withdrawn_recorded_at is not None
    assert consent.withdrawn_recorded_at >= now
    assert live_consent(setting.case.pk, consent.person_id, consent.item, on=timezone.localdate()) is None
    assert Event.objects.get(name="consent.withdrawn", about_id=consent.pk).happened_at == said


@pytest.mark.parametrize("days", [1, -9], ids=["still to come", "before the yes"])
def test_a_time_that_cannot_be_stops_nothing_and_is_said(setting: Setting, days: int) -> None:
    now = setting.world.now
    consent = setting.give(at=now - timedelta(days=5))
    client = setting.world.client(setting.world.facilitator)
    answer = client.post(url_of(setting, consent), moment(now + timedelta(days=days)), follow=True)
    assert "It is written down as said now." in answer.content.decode()
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert consent.withdrawn_at >= now


def test_what_they_said_is_kept_if_they_want_it(setting: Setting) -> None:
    consent = setting.give()
    post(setting, setting.world.facilitator, consent, how="telephone", words_said="I changed my mind.")
    consent.refresh_from_db()
    assert (consent.withdrawn_how, consent.withdrawn_words) == ("telephone", "I changed my mind.")


def test_the_page_says_what_stops_and_never_asks_why(setting: Setting) -> None:
    consent = setting.give("mode", target="conference")
    page = setting.world.client(setting.world.facilitator).get(url_of(setting, consent)).content.decode()
    assert "A meeting that rests on it falls." in page
    assert "This will not be going ahead." in page
    assert "Why" not in page
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_twice_is_once(setting: Setting) -> None:
    consent = setting.give()
    post(setting, setting.world.facilitator, consent)
    consent.refresh_from_db()
    first = consent.withdrawn_at
    post(setting, setting.world.facilitator, consent)
    consent.refresh_from_db()
    assert consent.withdrawn_at == first
    assert Event.objects.filter(name="consent.withdrawn", about_id=consent.pk).count() == 1


def test_a_stranger_finds_neither_the_consent_nor_the_case(setting: Setting) -> None:
    consent = setting.give()
    assert post(setting, setting.world.other_facilitator, consent) == 404
    assert post(setting, setting.world.offender_manager, consent) == 404
    other = setting.world.case("Nadia")
    wrong = reverse("consents:withdraw", args=[other.reference, consent.pk])
    assert setting.world.client(setting.world.facilitator).post(wrong).status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def make_grounded_case(world: World) -> tuple[UUID, UUID, UUID]:
    """(case, responsible, consent) where the consent is the only ground for asking the agency."""
    with as_area(world):
        case = world.case()
        responsible = world.responsible(case)
        over(world.agreement)
        consent = record_consent(
            case_id=case.pk,
            person=case.victim,
            side=Side.VICTIM,
            item="ask_agency",
            target=str(world.probation.pk),
            answer="given",
            wording="May we?",
            method="spoken",
            by=world.facilitator,
            at=world.now,
        )
    return case.pk, responsible.pk, consent.pk


def take_back(world: World, consent_id: UUID) -> None:
    with as_area(world):
        withdraw_consent(consent_id=consent_id, how="spoken", by=world.facilitator, at=world.now)


def ask(world: World, responsible_id: UUID) -> None:
    with as_area(world):
        ask_agency(
            responsible_id=responsible_id, questions=["suitable"], message="", by=world.facilitator, at=world.now
        )


def test_an_act_that_stands_on_it_waits_for_the_withdrawal_and_is_then_refused(committed_world: World) -> None:
    world = committed_world
    case_id, responsible_id, consent_id = make_grounded_case(world)
    with other_connection() as run:
        with as_area(world):
            lock_case(case_id)  # the withdrawal has begun
            asking = run(ask, world, responsible_id)
            with pytest.raises(TimeoutError):
                asking.result(timeout=0.5)
            withdraw_consent(consent_id=consent_id, how="spoken", by=world.facilitator, at=world.now)
        with pytest.raises(Blocked):
            asking.result(timeout=10)
    with as_area(world):
        assert not InformationRequest.objects.exists()


def test_a_withdrawal_waits_for_an_act_that_has_begun_and_is_never_lost(committed_world: World) -> None:
    world = committed_world
    case_id, responsible_id, consent_id = make_grounded_case(world)
    with other_connection() as run:
        with as_area(world):
            ask_agency(
                responsible_id=responsible_id, questions=["suitable"], message="", by=world.facilitator, at=world.now
            )
            withdrawal = run(take_back, world, consent_id)
            with pytest.raises(TimeoutError):
                withdrawal.result(timeout=0.5)
        withdrawal.result(timeout=10)
    with as_area(world):
        on = timezone.localdate(world.now)
        consent = Consent.objects.get(pk=consent_id)
        assert consent.withdrawn_at is not None
        assert live_consent(case_id, consent.person_id, "ask_agency", on=on, target=consent.target) is None


def test_two_withdrawals_at_the_same_moment_are_one(committed_world: World) -> None:
    world = committed_world
    case_id, _responsible_id, consent_id = make_grounded_case(world)
    with other_connection() as run:
        with as_area(world):
            lock_case(case_id)
            second = run(take_back, world, consent_id)
            withdraw_consent(consent_id=consent_id, how="telephone", by=world.facilitator, at=world.now)
        second.result(timeout=10)
    with as_area(world):
        assert Event.objects.filter(name="consent.withdrawn", about_id=consent_id).count() == 1
        assert Consent.objects.get(pk=consent_id).withdrawn_how == "telephone"
