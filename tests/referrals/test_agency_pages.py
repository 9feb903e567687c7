"""The pages of somebody in an agency: a draft that loses nothing, a gate that explains, a page that tells no more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event, Kind
from talkingpiece.consents.access import targets
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.consents.states import Item
from talkingpiece.core import clock
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.states import Errand, Ground
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.queries import referrer_sees
from talkingpiece.referrals.services import accept_referral, hold_referral, signpost_referral
from talkingpiece.referrals.states import MayKnow
from tests.agreements.given import over
from tests.referrals.agencies import agreement_with, begin, colleague, draft_of, referred, typed, url
from tests.referrals.test_accept import YES
from tests.world import World


def text(answer: Any) -> str:
    """The page as it is read, without what differs in every rendering."""
    return re.sub(r'name="(csrfmiddlewaretoken|submission|who)" value="[^"]*"', "", answer.content.decode())


def sent_page(world: World, referral: Referral) -> str:
    return text(world.client(world.referrer).get(url("made_one", referral.reference)))


def test_a_draft_is_kept_as_typed_checked_and_sent(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    wrong = client.post(url("make_draft", draft.pk), typed(called="", call_number="01632 96"))
    assert "Enter the name that they like to be called by" in text(wrong)
    again = client.get(url("make_draft", draft.pk))
    assert "01632 96" in text(again)
    assert "Her home was broken into." in text(again)
    assert "Enter the name" not in text(again)
    right = client.post(url("make_draft", draft.pk), typed(version="2"))
    assert right["Location"] == url("make_check", draft.pk)
    check = text(client.get(right["Location"]))
    assert "10am" in check
    assert "Her home was broken into." in check
    assert "Phone call" in check
    answer = client.post(url("make_check", draft.pk), {})
    sent = Referral.objects.get()
    assert answer["Location"] == url("made_one", sent.reference)
    assert (sent.called, sent.conceal_from, sent.category, sent.hopes) == (
        "Maya",
        "Her brother",
        "burglary",
        ["ask_why"],
    )
    assert sent.ways[0]["value"] == "01632 960417"
    assert sent.ways[0]["from_time"] == "10:00"
    assert not IntakeDraft.objects.exists()


def test_the_receipt_names_nobody_and_says_who_reads_it_and_by_when(world: World) -> None:
    sent = referred(world, called="Maya", what_happened="Broken into", safe_now="no")
    page = sent_page(world, sent)
    receipt = page[page.index('id="receipt"') : page.index("</section>")]
    assert "The person on duty" in receipt
    assert sent.reference in receipt
    assert "stands first on the list" in receipt
    assert "Maya" not in receipt
    assert "Broken" not in page
    assert "01632" not in page


def test_saving_for_later_asks_for_nothing(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    later = client.post(url("make_draft", draft.pk), {"called": "Maya", "later": "1", "version": "1"})
    assert later["Location"] == url("made")
    page = text(client.get(url("made")))
    assert "Maya" in page
    assert url("make_draft", draft.pk) in page
    assert not Referral.objects.exists()


def test_a_draft_with_slips_is_not_checked_before_they_are_mended(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    client.post(url("make_draft", draft.pk), typed(called="", later="1"))
    answer = client.get(url("make_check", draft.pk), follow=True)
    assert "Enter the name that they like to be called by" in text(answer)
    assert "Her brother" in text(answer)


def test_somebody_who_was_not_asked_stays_a_draft_with_the_reason(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    client.post(url("make_draft", draft.pk), typed(knows="not_yet"))
    check = client.get(url("make_check", draft.pk))
    assert "Ask them first" in text(check)
    assert ">Send<" not in text(check)
    refused = client.post(url("make_check", draft.pk), {})
    assert refused.status_code == 409
    assert "Ask them first" in text(refused)
    assert IntakeDraft.objects.get() == draft
    assert not Referral.objects.exists()


def test_an_agreement_that_ended_meanwhile_is_said_on_the_page(world: World) -> None:
    client, officer = world.client(world.liaison_officer), world.liaison_officer
    agreement = agreement_with(world, world.liaison)
    draft = draft_of(world, officer)
    client.post(url("make_draft", draft.pk), typed(knows="rule"))
    assert ">Send<" in re.sub(r"\s+", "", text(client.get(url("make_check", draft.pk))))
    over(agreement)
    assert "No agreement with your organisation is in force today" in text(client.get(url("make_check", draft.pk)))


def test_the_offender_is_named_only_where_an_agreement_lets_them(world: World) -> None:
    draft = draft_of(world, world.liaison_officer)
    page = url("make_draft", draft.pk)
    client = world.client(world.liaison_officer)
    assert "The name of the person who did it" not in text(client.get(page))
    client.post(page, typed(offender_name="Callum Reeve"))
    client.post(url("make_check", draft.pk), {})
    assert Referral.objects.get().offender_name == ""
    agreement_with(world, world.liaison)
    assert "The name of the person who did it" in text(
        client.get(url("make_draft", draft_of(world, world.liaison_officer).pk))
    )


def test_each_kind_of_agency_is_asked_its_own_questions(world: World) -> None:
    officer, referrer = world.client(world.liaison_officer), world.client(world.referrer)
    draft = draft_of(world, world.liaison_officer)
    assert "Victim Contact Scheme" in text(officer.get(url("make_draft", draft.pk)))
    assert "Victim Contact Scheme" not in text(referrer.get(url("make_draft", draft_of(world).pk)))
    officer.post(url("make_draft", draft.pk), typed(asked_contact_scheme="yes", asked_contact_level="Key dates only"))
    officer.post(url("make_check", draft.pk), {})
    assert Referral.objects.get().agency_answers == [
        ["Have they opted in to the Victim Contact Scheme?", "Yes"],
        ["Which level of contact have they chosen?", "Key dates only"],
    ]


def test_two_windows_lose_nothing(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    client.post(url("make_draft", draft.pk), typed(conceal_from="Her sister", later="1"))
    other = client.post(url("make_draft", draft.pk), typed(conceal_from="Her neighbour", version="1"))
    assert other.status_code == 409
    assert "Her neighbour" in text(other)
    assert "Her sister" in text(other)
    draft.refresh_from_db()
    assert draft.answers["conceal_from"] == ["Her sister"]
    version = re.search(r'name="version" value="(\d+)"', text(other))
    assert version
    client.post(url("make_draft", draft.pk), typed(conceal_from="Her neighbour", version=version.group(1)))
    draft.refresh_from_db()
    assert draft.answers["conceal_from"] == ["Her neighbour"]


def test_a_second_referral_begins_empty(world: World) -> None:
    client = world.client(world.referrer)
    first = begin(client, world)
    client.post(url("make_draft", first.pk), typed(later="1"))
    second = begin(client, world)
    assert second != first
    page = text(client.get(url("make_draft", second.pk)))
    assert not re.search("Maya|01632 960417|Her brother|broken into", page)


def test_what_is_thrown_away_is_gone(world: World) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    client.post(url("make_throw", draft.pk), {})
    assert not IntakeDraft.objects.exists()
    assert client.get(url("make_draft", draft.pk)).status_code == 404


def test_nobody_else_finds_a_draft_or_a_referral(world: World) -> None:
    draft, sent = draft_of(world), referred(world)
    strangers = [world.liaison_officer, colleague(world, world.victim_support), world.offender_manager]
    for user in strangers:
        client = world.client(user)
        for address in (url("make_draft", draft.pk), url("make_check", draft.pk), url("made_one", sent.reference)):
            assert client.get(address).status_code == 404, (user, address)
        assert client.post(url("make_throw", draft.pk)).status_code == 404
    own = world.client(world.referrer)
    assert own.get(url("make_draft", draft.pk)).status_code == 200
    assert own.get(url("made_one", sent.reference)).status_code == 200
    refused = Event.objects.filter(kind=Kind.REFUSAL, detail__asked__reference=sent.reference)
    assert {event.actor_id for event in refused} == {user.pk for user in strangers}


def test_workers_of_the_service_make_no_agency_referrals_and_referrers_read_no_front_door(world: World) -> None:
    sent = referred(world)
    assert world.client(world.coordinator).get(url("made")).status_code == 404
    for name, args in (("queue", ()), ("referral", (sent.reference,)), ("accept", (sent.reference,)), ("invite", ())):
        assert world.client(world.referrer).get(url(name, *args)).status_code == 404


def test_a_draft_whose_time_is_over_is_not_opened(world: World) -> None:
    draft = draft_of(world)
    draft.expires_at = clock.now() - timedelta(seconds=1)
    draft.save()
    client = world.client(world.referrer)
    assert client.get(url("make_draft", draft.pk)).status_code == 404
    assert "not named yet" not in text(client.get(url("made")))


def test_an_organisation_that_does_not_refer_is_told_so(world: World) -> None:
    adopt_profile(area=world.area, differences={"agency_referrals": {"kinds": {"police": {}}}}, at=world.now)
    page = text(world.client(world.referrer).get(url("make")))
    assert "does not refer people in Ridgeway yet" in page
    assert ">Begin<" not in page


def hold(world: World, referral: Referral) -> None:
    hold_referral(
        referral_id=referral.pk,
        until=None,
        why="Her own words.",
        by=world.coordinator,
        at=clock.now(),
        remit_version=0,
        remit_reason="court_not_decided",
    )


def turn_away(world: World, referral: Referral, reason: str = "court_not_decided") -> None:
    signpost_referral(
        referral_id=referral.pk,
        to="A secret refuge",
        words="What we said to her.",
        told_how="call",
        by=world.coordinator,
        at=clock.now(),
        remit_version=0,
        remit_reason=reason,
    )


def take_up(world: World, referral: Referral) -> None:
    accept_referral(referral_id=referral.pk, acceptance=YES, by=world.coordinator, at=clock.now())


def take_up_and_end(world: World, referral: Referral) -> None:
    take_up(world, referral)
    referral.refresh_from_db()
    assert referral.case
    referral.case.ended_at = clock.now()
    referral.case.save(update_fields=["ended_at"])


@pytest.mark.parametrize("happens", [hold, turn_away, take_up, take_up_and_end])
def test_with_nothing_agreed_the_page_is_the_same_whatever_happens(world: World, happens: Any) -> None:
    sent = referred(world, called="Maya")
    client = world.client(world.referrer)
    one, every = sent_page(world, sent), text(client.get(url("made")))
    happens(world, sent)
    assert sent_page(world, sent) == one
    assert text(client.get(url("made"))) == every


def test_what_they_agreed_to_is_told_and_marked_as_new_until_it_was_read(world: World) -> None:
    sent = referred(world, may_know=MayKnow.DECISION)
    client = world.client(world.referrer)
    sent_page(world, sent)
    assert "New since you last looked" not in text(client.get(url("made")))
    take_up(world, sent)
    assert "New since you last looked" in text(client.get(url("made")))
    assert "Taken up" in sent_page(world, sent)
    assert "New since you last looked" not in text(client.get(url("made")))


def test_what_the_agency_sees_of_the_case_is_written_down_once_as_what_left(world: World) -> None:
    sent = referred(world, may_know=MayKnow.STAGE)
    sent_page(world, sent)
    assert not Disclosure.objects.exists()
    take_up(world, sent)
    for _again in range(2):
        assert "Taken up" in sent_page(world, sent)
    told = Disclosure.objects.get()
    assert (told.purpose, told.ground, told.agency) == (Errand.TELL_REFERRER, Ground.CONSENT, world.victim_support)
    assert told.consent == Consent.objects.get(item=Item.REFERRER)
    assert told.sent["told"] == "Taken up"
    assert told.recipient == world.referrer


def test_with_nothing_agreed_nothing_leaves_and_nothing_is_written_down(world: World) -> None:
    sent = referred(world)
    take_up(world, sent)
    sent_page(world, sent)
    assert not Disclosure.objects.exists()
    assert not Consent.objects.filter(item=Item.REFERRER).exists()


def test_taken_back_in_the_ledger_the_page_falls_silent(world: World) -> None:
    sent = referred(world, may_know=MayKnow.STAGE)
    before = sent_page(world, sent)
    take_up(world, sent)
    assert "Taken up" in sent_page(world, sent)
    given = Consent.objects.get(item=Item.REFERRER)
    assert "how far it has come" in given.wording
    withdraw_consent(consent_id=given.pk, how="spoken", by=world.coordinator, at=clock.now())
    assert "Taken up" not in sent_page(world, sent)
    sent.refresh_from_db()
    assert sent.case
    assert referrer_sees(sent.case.pk, clock.today()) == (world.victim_support.name, "Nothing more")
    assert "Received" in before
    assert "New since you last looked" not in text(world.client(world.referrer).get(url("made")))
    assert Disclosure.objects.count() == 1


def test_the_ledger_names_whoever_referred_them_and_nobody_else_can_be_added(world: World) -> None:
    sent = referred(world, may_know=MayKnow.DECISION)
    take_up(world, sent)
    sent.refresh_from_db()
    assert sent.case
    assert [key for key, _label in targets(sent.case, Item.REFERRER)] == [str(world.victim_support.pk)]
    other = world.case("Leszek")
    assert targets(other, Item.REFERRER) == []


def test_a_refusal_is_the_remits_published_reason_and_nothing_that_anybody_wrote(world: World) -> None:
    sent = referred(world, may_know=MayKnow.STAGE)
    turn_away(world, sent)
    page = sent_page(world, sent)
    assert "The court has not decided yet." in page
    assert "refuge" not in page
    assert "What we said" not in page


def test_helped_elsewhere_although_in_our_remit_gives_no_reason(world: World) -> None:
    sent = referred(world, may_know=MayKnow.STAGE)
    turn_away(world, sent, reason="harmed")
    page = sent_page(world, sent)
    assert "It has ended." in page
    assert "no court case stands in the way" not in page


def test_the_victim_can_say_later_what_the_agency_may_hear(world: World) -> None:
    sent = referred(world)
    take_up(world, sent)
    assert "Taken up" not in sent_page(world, sent)
    staff = world.client(world.coordinator)
    staff.post(url("may_know", sent.reference), {"may_know": "stage"})
    assert "Taken up" in sent_page(world, sent)
    staff.post(url("may_know", sent.reference), {"may_know": "nothing"})
    assert "Taken up" not in sent_page(world, sent)
    changed = Event.objects.filter(name="referral.may_know_changed").order_by("recorded_at")
    assert [event.detail["may_know"] for event in changed] == ["stage", "nothing"]
    assert {event.side for event in changed} == {Side.VICTIM}


def test_only_somebody_who_decides_changes_what_the_agency_hears(world: World) -> None:
    sent = referred(world)
    for user in (world.supervisor, world.facilitator, world.referrer):
        assert world.client(user).post(url("may_know", sent.reference), {"may_know": "stage"}).status_code == 404
    sent.refresh_from_db()
    assert sent.referrer_may_know == MayKnow.NOTHING


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(world.referrer, backend="django.contrib.auth.backends.ModelBackend")

    def asked() -> int:
        with django_assert_max_num_queries(40) as seen:
            client.get(url("made"))
        return len(seen)

    turn_away(world, referred(world, may_know=MayKnow.STAGE))
    draft_of(world)
    client.get(url("made"))
    few = asked()
    for _number in range(4):
        turn_away(world, referred(world, may_know=MayKnow.STAGE))
        draft_of(world)
    assert asked() == few


def test_somebody_signed_in_lands_on_their_own_referrals(world: World) -> None:
    client = world.client(world.referrer)
    page = text(client.get(url("made")))
    assert "Your referrals" in page
    assert "Front door" not in page


@pytest.mark.parametrize(("knows", "words"), [("yes", "stands first on the list"), ("not_yet", "0808 157 0140")])
def test_whoever_may_not_be_safe_is_spoken_of_before_anything_is_sent(world: World, knows: str, words: str) -> None:
    client = world.client(world.referrer)
    draft = begin(client, world)
    client.post(url("make_draft", draft.pk), typed(knows=knows, safe_now="not_sure"))
    page = text(client.get(url("make_check", draft.pk)))
    warning = page[page.index("You say that they may not be safe now") :].split("</div>")[0]
    assert "call 999" in warning
    assert words in warning
    client.post(url("make_draft", draft.pk), typed(knows=knows, version="2"))
    assert "may not be safe" not in text(client.get(url("make_check", draft.pk)))
