"""The pages of an enquiry: who reads what, and that nobody learns of a victim from them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event
from talkingpiece.referrals.models import OffenderEnquiry
from tests.referrals.test_enquiry import accept, enquired, lets_ask
from tests.referrals.visitor import arrived
from tests.world import World

RECORD = reverse("referrals:enquiry_record")
TYPED = {"called": "Callum", "full_name": "Callum Reeve", "words": "I want to say sorry."}


def url(name: str, enquiry: OffenderEnquiry) -> str:
    return reverse(f"referrals:{name}", args=[enquiry.reference])


def rule(**changes: Any) -> dict[str, Any]:
    typed = {"decision": "rule", "rule_words": "Graham Ellis asks.", "legal_bar": "none", "names_no_victim": "on"}
    return typed | changes


def test_whoever_writes_it_down_hears_the_same_whatever_becomes_of_it(world: World) -> None:
    client = world.client(world.facilitator)
    answer = client.post(RECORD, TYPED)
    assert answer["Location"] == reverse("referrals:enquiry_recorded")
    enquiry = OffenderEnquiry.objects.get()
    first = client.get(reverse("referrals:enquiry_recorded")).content.decode()
    assert enquiry.reference in first  # once, in the message
    before = client.get(reverse("referrals:enquiry_recorded")).content
    assert b"You will not hear whether the other person wants anything" in before
    accept(world, arrived(world))
    after = client.get(reverse("referrals:enquiry_recorded")).content
    assert before.split(b"<main", 1)[1] == after.split(b"<main", 1)[1]
    for name in ("enquiry", "enquiry_decide"):
        assert client.get(url(name, enquiry)).status_code == 404


def test_what_is_missing_is_said_and_kept(world: World) -> None:
    shown = world.client(world.facilitator).post(RECORD, {"called": "Callum"}).content.decode()
    assert "Write down what they ask for" in shown
    assert 'value="Callum"' in shown
    assert not OffenderEnquiry.objects.exists()


@pytest.mark.parametrize("who", ["referrer", "offender_manager", "evaluator", "scheme_manager"])
def test_strangers_find_nothing(world: World, who: str) -> None:
    enquiry = enquired(world)
    client = world.client(getattr(world, who))
    for address in (RECORD, url("enquiry", enquiry), url("enquiry_decide", enquiry)):
        assert client.get(address).status_code == 404
    assert client.post(url("enquiry_met", enquiry), {"case": ""}).status_code == 404


def test_it_stands_at_the_front_door_below_the_victims(world: World) -> None:
    enquired(world)
    arrived(world, called="Grace")
    shown = world.client(world.coordinator).get(reverse("referrals:queue")).content.decode()
    assert shown.index("Grace") < shown.index("Offenders who asked first") < shown.index("Callum asked for something")


def test_a_coordinator_reads_it_and_a_supervisor_decides(world: World) -> None:
    enquiry = enquired(world)
    coordinator, supervisor = world.client(world.coordinator), world.client(world.supervisor)
    assert coordinator.get(url("enquiry", enquiry)).status_code == 200
    assert Event.objects.filter(name="enquiry.read").exists()
    assert coordinator.get(url("enquiry_decide", enquiry)).status_code == 404
    assert supervisor.get(url("enquiry_decide", enquiry)).status_code == 200


def test_the_page_refuses_with_the_gates_reason_and_keeps_what_was_typed(world: World) -> None:
    enquiry = enquired(world)
    client = world.client(world.supervisor)
    refused = client.post(url("enquiry_decide", enquiry), rule())
    assert refused.status_code == 409
    assert "The area’s rule is to hold it" in refused.content.decode()
    assert "Graham Ellis asks." in refused.content.decode()
    assert Event.objects.get(name="enquiry.rule_refused").detail == {"codes": ["rule"]}
    lets_ask(world)
    shown = client.post(url("enquiry_decide", enquiry), rule(), follow=True).content.decode()
    assert "No victim was contacted" in shown
    assert "Graham Ellis asks." in shown


def test_the_tick_that_no_victim_is_named_cannot_be_left_out(world: World) -> None:
    lets_ask(world)
    enquiry = enquired(world)
    client = world.client(world.supervisor)
    shown = client.post(url("enquiry_decide", enquiry), rule(names_no_victim="")).content.decode()
    assert "Tick that no victim is named by us" in shown
    enquiry.refresh_from_db()
    assert enquiry.state == "held"


def test_it_is_ended_and_held_again_on_the_page(world: World) -> None:
    enquiry = enquired(world)
    client = world.client(world.supervisor)
    now = timezone.localtime()
    told = {"told_at_day": now.day, "told_at_month": now.month, "told_at_year": now.year, "told_at_time": "00:01"}
    client.post(url("enquiry_decide", enquiry), {"decision": "end", "end_words": "As agreed.", **told})
    enquiry.refresh_from_db()
    assert enquiry.state == "ended"
    client.post(url("enquiry_decide", enquiry), {"decision": "hold", "hold_words": "They asked again."})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.decision_words) == ("held", "They asked again.")


def test_triage_says_that_an_offender_asked_first_and_who_may_look(world: World) -> None:
    enquired(world, by=world.coordinator)
    referral = arrived(world, offender_name="Callum Reeve")
    page, looked = (reverse(f"referrals:{name}", args=[referral.reference]) for name in ("referral", "looked"))
    own = world.client(world.coordinator).get(page).content.decode()
    assert "An offender of this name asked first" in own
    assert "You worked on that" in own
    assert "I have looked" not in own
    assert world.client(world.coordinator).post(looked).status_code == 409
    assert "I have looked" in world.client(world.supervisor).get(page).content.decode()
    assert world.client(world.facilitator).post(looked).status_code == 404
    world.client(world.supervisor).post(looked)
    referral.refresh_from_db()
    assert referral.looked_by == world.supervisor
    quiet = reverse("referrals:referral", args=[arrived(world, called="Ines").reference])
    assert "asked first" not in world.client(world.coordinator).get(quiet).content.decode()


def test_a_name_told_only_on_acceptance_is_kept_so_that_somebody_else_can_look(world: World) -> None:
    enquired(world, by=world.coordinator)
    referral = arrived(world)
    accepting = reverse("referrals:accept", args=[referral.reference])
    typed = {"age": "adult", "stage": "post_sentence", "category": "burglary", "incident_words": "Burglary."}
    typed |= {"offender_known": "yes", "offender_name": "Callum Reeve", "sentence_kind": "custody"}
    typed |= {"known_from": "victim", "supervised": "not_known"}
    refused = world.client(world.coordinator).post(accepting, typed)
    assert refused.status_code == 409
    assert "An offender of this name asked first, and you worked on that" in refused.content.decode()
    looked = reverse("referrals:looked", args=[referral.reference])
    assert world.client(world.supervisor).post(looked).status_code == 302
    assert world.client(world.coordinator).post(accepting, typed).status_code == 302


def test_it_is_met_from_its_page(world: World) -> None:
    enquiry = enquired(world)
    client = world.client(world.coordinator)
    assert "A victim came by themselves" not in client.get(url("enquiry", enquiry)).content.decode()
    case = accept(world, arrived(world))
    assert case.reference in client.get(url("enquiry", enquiry)).content.decode()
    assert client.post(url("enquiry_met", enquiry), {"case": "nonsense"}).status_code == 404
    client.post(url("enquiry_met", enquiry), {"case": str(case.pk)})
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.met_case) == ("met", case)
    assert "Callum asked for something" not in client.get(reverse("referrals:queue")).content.decode()
