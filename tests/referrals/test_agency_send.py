"""An agency's referral arrives like every other: owned, found again, and on top of the list if somebody is not safe."""

from __future__ import annotations

from datetime import timedelta

import pytest

from talkingpiece.accounts.models import User
from talkingpiece.areas.services import add_agency
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.states import InitiatedBy, Route
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.models import Message
from talkingpiece.protection.models import DataKey
from talkingpiece.referrals import services
from talkingpiece.referrals.models import IntakeDraft, Invitation, Referral
from talkingpiece.referrals.queries import referrals_like, tokens_of
from talkingpiece.referrals.services import Answers
from talkingpiece.referrals.states import FirstContact, Form, MayKnow
from tests.agreements.given import replaced
from tests.referrals.agencies import (
    YESTERDAY,
    agreement_with,
    colleague,
    draft_of,
    link_for,
    police,
    referred,
    said,
)
from tests.referrals.visitor import CALL, TEXT, arrived
from tests.world import World


def test_it_says_who_referred_whom_and_how_they_agreed(world: World) -> None:
    sent = referred(world, asked_by_victim=True, may_know=MayKnow.STAGE, answers=(("Why?", "Because"),))
    assert (sent.route, sent.form, sent.initiated_by) == (Route.AGENCY, Form.AGENCY, InitiatedBy.VICTIM)
    assert (sent.agency, sent.referred_by, sent.taken_by) == (world.victim_support, world.referrer, None)
    assert (sent.first_contact, sent.first_contact_agreed) == (FirstContact.ASKED, True)
    assert (sent.agreed_on, sent.agreed_how, sent.referrer_reach) == (YESTERDAY, "spoken", "01632 960555")
    assert sent.agency_answers == [["Why?", "Because"]]
    assert sent.referrer_may_know == MayKnow.STAGE


def test_one_that_the_agency_offered_was_not_initiated_by_the_victim(world: World) -> None:
    assert referred(world, asked_by_victim=False).initiated_by == InitiatedBy.AGENCY


def test_it_is_on_the_duty_owners_list_at_once(world: World) -> None:
    ball = open_ball(referred(world, ways=(TEXT,)).pk)
    assert ball
    assert (ball.user, ball.what) == (world.coordinator, What.TRIAGE)


@pytest.mark.parametrize("safe_now", ["no", "not_sure"])
def test_somebody_who_may_not_be_safe_stands_first(world: World, safe_now: str) -> None:
    ball = open_ball(referred(world, safe_now=safe_now).pk)
    assert ball
    assert ball.what == What.DANGER


def test_it_meets_the_same_person_who_came_by_themselves(world: World) -> None:
    herself = arrived(world, called="Maya", ways=(CALL,))
    sent = referred(world, called="Maja", ways=(CALL,))
    assert [found.referral for found in referrals_like(sent, tokens_of(sent))] == [herself]


def test_no_machine_writes_to_somebody_who_wrote_to_an_agency(world: World) -> None:
    arrived(world, ways=(TEXT,))
    assert Message.objects.count() == 1
    referred(world, ways=(TEXT,))
    assert Message.objects.count() == 1


def test_the_draft_is_destroyed_with_its_key_once_it_is_sent(world: World) -> None:
    draft = draft_of(world)
    services.send_agency_referral(
        draft_id=draft.pk, answers=Answers("Maya"), said=said(), by=world.referrer, at=world.now
    )
    assert not IntakeDraft.objects.exists()
    assert DataKey.objects.get(pk=draft.key_id).destroyed_at is not None


def test_a_draft_is_sent_once_and_by_its_author(world: World) -> None:
    draft, other = draft_of(world), colleague(world, world.victim_support)

    def send(by: User) -> Referral:
        return services.send_agency_referral(
            draft_id=draft.pk,
            answers=Answers("Maya"),
            said=said(),
            by=by,
            at=world.now,
        )

    with pytest.raises(IllegalTransition):
        send(other)
    send(world.referrer)
    with pytest.raises(IllegalTransition):
        send(world.referrer)
    assert Referral.objects.count() == 1


def test_nobody_is_referred_who_was_not_asked(world: World) -> None:
    draft = draft_of(world)
    with pytest.raises(Blocked) as closed:
        services.send_agency_referral(
            draft_id=draft.pk, answers=Answers("Maya"), said=said(knows="not_yet"), by=world.referrer, at=world.now
        )
    assert closed.value.verdict.codes == ["ask_first"]
    assert not Referral.objects.exists()
    assert IntakeDraft.objects.get() == draft


def test_under_a_rule_the_referral_carries_its_words_and_owes_no_call_of_ours(world: World) -> None:
    agreement_with(world, world.liaison)
    sent = referred(world, by=world.liaison_officer, knows="rule", may_know=MayKnow.STAGE)
    assert (sent.first_contact, sent.first_contact_by, sent.first_contact_agreed) == (
        FirstContact.RULE,
        "agency",
        False,
    )
    assert "You do not have to decide anything" in sent.first_contact_words
    # Nobody asked the victim, so nobody knows what they would let the agency hear.
    assert sent.referrer_may_know == MayKnow.NOTHING
    ball = open_ball(sent.pk)
    assert ball
    assert ball.what == What.TRIAGE
    asked = open_ball(referred(world).pk)
    assert asked
    assert asked.what == What.CALL_BACK


def test_without_an_agreement_in_force_the_rule_opens_nothing(world: World) -> None:
    with pytest.raises(Blocked) as closed:
        referred(world, by=world.liaison_officer, knows="rule")
    assert closed.value.verdict.codes == ["rule_over"]


def test_an_agreement_for_something_else_opens_nothing_either(world: World) -> None:
    replaced(agreement_with(world, world.liaison), purposes=["outcome", "safety"])
    with pytest.raises(Blocked) as closed:
        referred(world, by=world.liaison_officer, knows="rule")
    assert closed.value.verdict.codes == ["rule_over"]


def test_the_trail_knows_who_sent_it(world: World) -> None:
    sent = referred(world)
    event = Event.objects.get(name="referral.sent", about_id=sent.pk)
    assert event.actor_id == world.referrer.pk
    assert event.detail == {"form": "agency", "safe_now": ""}


def test_a_link_refers_one_person_and_is_used_up(world: World) -> None:
    link, _token = link_for(world, police(world))
    services.begin_link_draft(invitation=link, at=world.now)
    sent = services.send_by_link(
        invitation_id=link.pk, answers=Answers("Ana"), said=said(words="Jo Marsh, officer"), at=world.now
    )
    assert (sent.form, sent.agency, sent.referred_by) == (Form.LINK, link.agency, None)
    assert sent.referrer_words == "Jo Marsh, officer"
    link.refresh_from_db()
    assert (link.used_at, link.referral) == (world.now, sent)
    assert not IntakeDraft.objects.exists()
    with pytest.raises(IllegalTransition):
        services.send_by_link(invitation_id=link.pk, answers=Answers("Ben"), said=said(), at=world.now)
    assert Referral.objects.count() == 1


def test_a_link_that_is_over_or_withdrawn_sends_nothing(world: World) -> None:
    over, _ = link_for(world)
    withdrawn, _ = link_for(world)
    services.withdraw_link(invitation_id=withdrawn.pk, by=world.coordinator, at=world.now)
    for link, at in ((over, world.now + timedelta(days=7)), (withdrawn, world.now)):
        with pytest.raises(IllegalTransition):
            services.send_by_link(invitation_id=link.pk, answers=Answers("Ben"), said=said(), at=at)
    assert not Referral.objects.exists()


def test_a_link_lives_no_longer_than_the_profile_says_and_only_its_digest_is_kept(world: World) -> None:
    link, token = link_for(world, days=90)
    assert link.expires_at == world.now + timedelta(days=7)
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values().get(pk=link.pk))


def test_an_agency_that_does_not_refer_gets_no_link(world: World) -> None:
    prison = add_agency(name="HMP Somewhere", kind="prison")
    with pytest.raises(IllegalTransition):
        link_for(world, prison)
    assert not Invitation.objects.exists()


def test_a_withdrawn_link_takes_what_was_typed_with_it(world: World) -> None:
    link, _token = link_for(world)
    draft = services.begin_link_draft(invitation=link, at=world.now)
    assert services.begin_link_draft(invitation=link, at=world.now) == draft
    services.withdraw_link(invitation_id=link.pk, by=world.coordinator, at=world.now)
    assert not IntakeDraft.objects.exists()
    with pytest.raises(IllegalTransition):
        services.withdraw_link(invitation_id=link.pk, by=world.coordinator, at=world.now)


def test_a_draft_that_nobody_sent_is_destroyed_in_time(world: World) -> None:
    draft = draft_of(world)
    assert not services.expire_agency_draft(draft_id=draft.pk, at=draft.expires_at - timedelta(seconds=1))
    assert services.expire_agency_draft(draft_id=draft.pk, at=draft.expires_at)
    assert not IntakeDraft.objects.exists()
    assert DataKey.objects.get(pk=draft.key_id).destroyed_at is not None
    assert not services.expire_agency_draft(draft_id=draft.pk, at=draft.expires_at)


def test_the_draft_of_a_link_dies_with_the_link_at_the_latest(world: World) -> None:
    link, _token = link_for(world, days=2)
    assert services.begin_link_draft(invitation=link, at=world.now).expires_at == link.expires_at
