"""How an agency's referral is decided about: under a yes, or under a rule that says who speaks first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, GatePassing
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.states import Holder, InitiatedBy, Route
from talkingpiece.consents.models import Consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.referrals.gates import blockers_to_accept
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters import timeline
from talkingpiece.referrals.services import change_may_know, record_asked
from talkingpiece.referrals.states import FirstContact, MayKnow, ReferralState
from tests.agreements.given import over
from tests.referrals.agencies import YESTERDAY, agreement_with, link_for, police, referred, url
from tests.referrals.test_accept import OPEN, accept
from tests.referrals.test_agency_pages import text
from tests.referrals.visitor import arrived
from tests.world import World


def by_rule(world: World, **answers: Any) -> Referral:
    """The liaison officer refers somebody whom nobody asked yet."""
    agreement_with(world, world.liaison)
    return referred(world, by=world.liaison_officer, knows="rule", **answers)


def asked(world: World, referral: Referral, *, agreed: bool = True, **changes: Any) -> Referral:
    plain: dict[str, Any] = {
        "on": YESTERDAY,
        "how": Method.TELEPHONE,
        "words": "Yes, in the mornings.",
        "may_know": MayKnow.DECISION,
    }
    return record_asked(
        referral_id=referral.pk, agreed=agreed, by=world.coordinator, at=clock.now(), **(plain | changes)
    )


def test_a_yes_or_a_rule_that_stands_opens_g1_and_neither_does_not() -> None:
    assert blockers_to_accept(OPEN).is_open
    not_asked = replace(OPEN, agreed=False)
    assert blockers_to_accept(not_asked).codes == ["not_agreed"]
    assert blockers_to_accept(replace(not_asked, by_rule=True, rule_stands=True)).is_open
    assert blockers_to_accept(replace(not_asked, by_rule=True)).codes == ["rule_over"]
    assert blockers_to_accept(replace(not_asked, rule_stands=True)).codes == ["not_agreed"]


def test_their_yes_to_the_agency_is_the_consent_dated_when_they_gave_it(world: World) -> None:
    case = accept(world, referred(world, asked_by_victim=True))
    assert (case.route, case.initiated_by) == (Route.AGENCY, InitiatedBy.VICTIM)
    consent = Consent.objects.get(case=case, item=Item.CONTACT)
    assert (consent.answer, consent.method) == (Answer.GIVEN, Method.SPOKEN)
    assert consent.happened_at.date() == YESTERDAY
    ball = open_ball(case.pk)
    assert ball
    assert (ball.what, ball.user) == (What.ALLOCATE, world.coordinator)


def test_accepted_under_a_rule_the_agency_makes_the_first_contact_and_nobody_of_ours_rings(world: World) -> None:
    case = accept(world, by_rule(world))
    assert not Consent.objects.filter(case=case).exists()
    ball = open_ball(case.pk)
    assert ball
    assert (ball.what, ball.holder, ball.agency) == (What.FIRST_CONTACT, Holder.AGENCY, world.liaison)
    assert ball.due_at
    assert GatePassing.objects.get(case=case, gate="accept")


def test_accepted_under_a_rule_that_leaves_it_to_us_somebody_is_found_who_makes_it(world: World) -> None:
    agency = police(world)
    agreement_with(world, agency)
    world.referrer.agency = agency
    world.referrer.save()
    case = accept(world, referred(world, knows="rule"))
    assert not Consent.objects.filter(case=case).exists()
    ball = open_ball(case.pk)
    assert ball
    assert (ball.what, ball.holder) == (What.ALLOCATE, Holder.USER)


def test_a_rule_whose_agreement_ended_opens_nothing_until_they_were_asked(world: World) -> None:
    agreement = agreement_with(world, world.liaison)
    sent = referred(world, by=world.liaison_officer, knows="rule")
    over(agreement)
    with pytest.raises(Blocked) as closed:
        accept(world, sent)
    assert closed.value.verdict.codes == ["rule_over"]
    page = text(world.client(world.coordinator).get(url("accept", sent.reference)))
    assert "not in force today" in page
    assert url("asked", sent.reference) in page
    asked(world, sent)
    assert accept(world, sent).is_open


def test_the_answer_of_an_asked_victim_passes_the_turn_on(world: World) -> None:
    sent = by_rule(world)
    case = accept(world, sent)
    asked(world, sent)
    sent.refresh_from_db()
    assert (sent.first_contact, sent.first_contact_agreed) == (FirstContact.ASKED, True)
    assert sent.referrer_may_know == MayKnow.DECISION
    assert set(Consent.objects.filter(case=case).values_list("item", "answer")) == {
        (Item.CONTACT, Answer.GIVEN),
        (Item.REFERRER, Answer.GIVEN),
    }
    ball = open_ball(case.pk)
    assert ball
    assert (ball.what, ball.user) == (What.ALLOCATE, world.coordinator)
    with pytest.raises(IllegalTransition):
        asked(world, sent)


def test_a_no_ends_it_before_a_case_and_after(world: World) -> None:
    before = by_rule(world)
    asked(world, before, agreed=False)
    before.refresh_from_db()
    assert before.state == ReferralState.STOPPED
    assert before.referrer_may_know == MayKnow.NOTHING
    assert open_ball(before.pk) is None

    after = referred(world, by=world.liaison_officer, knows="rule", called="Ana", ways=())
    case = accept(world, after)
    asked(world, after, agreed=False)
    assert Consent.objects.get(case=case).answer == Answer.REFUSED
    ball = open_ball(case.pk)
    assert ball
    assert ball.what == What.END_CASE


def test_somebody_who_had_agreed_is_not_asked_again(world: World) -> None:
    with pytest.raises(IllegalTransition):
        asked(world, referred(world))


def test_what_an_agency_hears_is_set_only_where_there_is_one(world: World) -> None:
    with pytest.raises(IllegalTransition):
        change_may_know(referral_id=arrived(world).pk, may_know=MayKnow.STAGE, by=world.coordinator, at=clock.now())


def test_the_page_says_who_referred_them_how_they_agreed_and_what_the_agency_hears(world: World) -> None:
    sent = referred(world, answers=(("Are they a bereaved family?", "Yes"),), agreed_words="She cried, and said yes.")
    page = text(world.client(world.coordinator).get(url("referral", sent.reference)))
    for words in (
        "Hanna Lindqvist",
        "01632 960555",
        "in person",
        "She cried",
        "Are they a bereaved family?",
        "may hear",
    ):
        assert words in page
    assert "Safe now" in page or "Phone call" in page
    assert url("asked", sent.reference) not in page
    assert url("may_know", sent.reference) in page
    assert "Referred by Victim Support" in text(world.client(world.coordinator).get(url("queue")))


def test_under_a_rule_the_page_gives_its_words_and_no_button_to_say_that_we_rang(world: World) -> None:
    sent = by_rule(world)
    client = world.client(world.coordinator)
    page = text(client.get(url("referral", sent.reference)))
    assert "You do not have to decide anything" in page
    assert "Do not call them yourself before that" in page
    assert "I rang, and we spoke" not in page
    assert "Safe to call now" not in text(client.get(url("queue")))
    assert "I rang, and we spoke" in text(client.get(url("referral", referred(world).reference)))


def test_their_answer_is_written_down_on_its_page(world: World) -> None:
    sent = by_rule(world)
    day = YESTERDAY
    when = {"on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year)}
    client = world.client(world.coordinator)
    missing = client.post(url("asked", sent.reference), {"agreed": "yes", "words": "In the mornings"})
    assert missing.status_code == 200
    assert "In the mornings" in text(missing)
    full = {"agreed": "yes", "may_know": "stage", "how": "telephone", "words": "In the mornings", **when}
    assert world.client(world.facilitator).post(url("asked", sent.reference), full).status_code == 404
    answer = client.post(url("asked", sent.reference), full)
    assert answer["Location"] == url("referral", sent.reference)
    sent.refresh_from_db()
    assert (sent.agreed_on, sent.referrer_may_know) == (day, MayKnow.STAGE)


def test_the_casefile_says_which_agency_referred_them(world: World) -> None:
    case = accept(world, referred(world))
    titles = [entry.title for entry in timeline(case)]
    assert "Maya was referred by Victim Support, Ridgeway" in titles


def test_accepting_on_the_page_says_whose_turn_it_is(world: World) -> None:
    sent = by_rule(world)
    client = world.client(world.coordinator)
    page = text(client.get(url("accept", sent.reference)))
    assert "Nobody has asked them yet" in page
    fields = {
        "age": "adult",
        "stage": "post_sentence",
        "category": "burglary",
        "victim_as": "direct",
        "incident_words": "Burglary of her home, March.",
        "offender_known": "no",
    }
    shown = text(client.post(url("accept", sent.reference), fields, follow=True))
    assert "Victim liaison, Ridgeway makes the first contact" in shown
    assert Case.objects.count() == 1


@pytest.mark.parametrize("days", [0, 7])
def test_links_are_listed_with_their_state_and_can_be_withdrawn(world: World, days: int) -> None:
    client = world.client(world.coordinator)
    link, token = link_for(world)
    if days:
        link.expires_at = world.now - timedelta(days=1)
        link.save()
    page = text(client.get(url("invite")))
    assert "Jo Marsh, family liaison officer" in page
    assert token not in page
    assert (url("invite_withdraw", link.pk) in page) is (days == 0)
    if not days:
        client.post(url("invite_withdraw", link.pk), {})
        assert "Withdrawn" in text(client.get(url("invite")))


def test_a_link_is_shown_once_to_whoever_makes_it(world: World) -> None:
    client = world.client(world.facilitator)
    shown = text(client.post(url("invite"), {"agency": str(world.victim_support.pk), "for_whom": "Jo Marsh, officer"}))
    assert "/agency/" in shown
    address = shown[shown.index("/agency/") :].split('"')[0]
    assert address not in text(client.get(url("invite")))
    empty = client.post(url("invite"), {"agency": "", "for_whom": "Jo"})
    assert "Choose the organisation" in text(empty)
    assert "/agency/" not in text(empty)


def test_nobody_outside_the_area_withdraws_a_link(world: World) -> None:
    link, _token = link_for(world)
    for user in (world.referrer, world.supervisor, world.offender_manager):
        assert world.client(user).post(url("invite_withdraw", link.pk), {}).status_code == 404
    link.refresh_from_db()
    assert link.withdrawn_at is None


def test_the_case_leads_to_where_their_answer_is_written_down(world: World) -> None:
    sent = by_rule(world)
    case = accept(world, sent)
    client = world.client(world.coordinator)
    shown = text(client.get(reverse("casefile:case", args=[case.reference])))
    assert "Victim liaison, Ridgeway makes the first contact" in shown
    door = url("answer_of", case.reference)
    assert door in shown
    assert client.get(door)["Location"] == url("asked", sent.reference)
    assert world.client(world.facilitator).get(door).status_code == 404
    assert client.get(url("answer_of", "RDG-2026-9999")).status_code == 404
    asked(world, sent)
    assert door not in text(client.get(reverse("casefile:case", args=[case.reference])))
    assert client.get(door, follow=True).redirect_chain[-1][0] == url("referral", sent.reference)
