"""The page of a call, with and without its script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.referrals import services
from talkingpiece.referrals.codes import code_of, grouped
from talkingpiece.referrals.forms.call import CallForm, posted_names
from talkingpiece.referrals.models import IntakeDraft, Referral
from tests.world import World

FILLED = {"called": "Grace", "safe": ["call"], "call_number": "01632 960 417"}


def taking(world: World, user: User) -> tuple[Client, IntakeDraft]:
    client = world.client(user)
    answer = client.post(reverse("referrals:call"))
    draft = IntakeDraft.objects.get(user=user)
    assert answer["Location"] == page(draft)
    return client, draft


def page(draft: IntakeDraft) -> str:
    return reverse("referrals:call_draft", args=[draft.pk])


def saving(client: Client, draft: IntakeDraft, **posted: Any) -> Any:
    body = urlencode({"version": 1, "window": "w", **posted}, doseq=True)
    url = reverse("referrals:call_save", args=[draft.pk])
    return client.post(url, body, content_type="application/x-www-form-urlencoded")


def test_a_script_saves_only_the_fields_that_changed(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    assert saving(client, draft, changed=["called"], called="Grace", what_happened="left out").status_code == 200
    answer = saving(client, draft, changed=["safe"], version=2).json()
    assert answer["version"] == 2
    assert answer["words"].startswith("Saved ")
    assert IntakeDraft.objects.get().answers["typed"] == {"called": ["Grace"]}
    assert saving(client, draft, changed=["seed", "marks"], seed="stolen").json()["version"] == 2


def test_the_script_hears_when_another_window_wrote_too(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    saving(client, draft, changed="called", called="Grace", window="left")
    answer = saving(client, draft, changed="called", called="Gracie", window="right").json()
    assert "What shall I call you?" in answer["words"]
    shown = client.get(page(draft)).content.decode()
    assert "Also written, in another window" in shown
    assert "Grace" in shown
    assert 'value="Gracie"' in shown


def test_a_stranger_a_wrong_worker_and_a_call_that_is_over_get_the_same_404(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    others = world.client(world.other_facilitator)
    for who in (others, world.client(world.coordinator), world.client(world.supervisor)):
        assert saving(who, draft, changed="called", called="Mine").status_code == 404
        assert who.get(page(draft)).status_code == 404
        assert who.post(reverse("referrals:call_drop", args=[draft.pk])).status_code == 404
    assert IntakeDraft.objects.get(pk=draft.pk).answers["typed"] == {}
    with clock.pretend(draft.expires_at):
        later = world.client(world.facilitator)  # no session lasts that long
        assert saving(later, draft, changed="called", called="Late").status_code == 404
    assert saving(client, draft, changed="called", called="In time").status_code == 200


def test_without_a_script_the_button_saves_the_page_as_it_is(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    typed = {"called": "Grace", "birth_date_day": "31", "birth_date_month": "2", "hopes": ["ask_why", "apology"]}
    answer = client.post(page(draft), {**typed, "save": "1", "version": "1", "window": "w"}, follow=True)
    shown = answer.content.decode()
    assert "Saved." in shown
    assert 'value="Grace"' in shown
    assert 'value="31"' in shown
    assert len(re.findall(r'name="hopes"[^>]*checked', shown)) == 2
    assert "govuk-error" not in shown


def test_what_is_missing_is_said_and_nothing_typed_is_lost(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    shown = client.post(page(draft), {"send": "1", "what_happened": "He took my bag."}).content.decode()
    assert "Write what to call them" in shown
    assert "Tick one safe way" in shown
    assert "He took my bag." in shown
    assert IntakeDraft.objects.get().answers["typed"]["what_happened"] == ["He took my bag."]
    assert not Referral.objects.exists()


@pytest.mark.parametrize("ways", [{"safe": ["none"]}, {"safe": ["call"], "call_number": "01632 960 417"}])
def test_a_name_and_one_way_back_are_enough(world: World, ways: dict[str, Any]) -> None:
    client, draft = taking(world, world.facilitator)
    answer = client.post(page(draft), {"send": "1", "called": "the caller", **ways})
    referral = Referral.objects.get()
    assert answer["Location"] == reverse("referrals:call_sent", args=[referral.reference])
    assert len(referral.ways) == (0 if ways["safe"] == ["none"] else 1)


def test_a_facilitator_hears_where_it_is_and_what_to_do_but_not_what_becomes_of_it(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    answer = client.post(page(draft), {"send": "1", **FILLED, "safe_now": "no"}, follow=True)
    shown = answer.content.decode()
    assert "They may not be safe" in shown
    assert world.coordinator.name in shown
    referral = Referral.objects.get()
    sent = reverse("referrals:call_sent", args=[referral.reference])
    assert world.client(world.other_facilitator).get(sent).status_code == 404
    assert client.get(reverse("referrals:referral", args=[referral.reference])).status_code == 404


def test_a_coordinator_lands_on_the_referral_and_finds_the_form_filled(world: World) -> None:
    client, draft = taking(world, world.coordinator)
    more = {
        "full_name": "Grace Ade",
        "birth_date_day": "2",
        "birth_date_month": "4",
        "birth_date_year": "1980",
        "category": "robbery",
        "stage": "post_sentence",
        "crime_reference": "44/19",
        "offender_name": "Callum Reeve",
        "victim_as": "family",
    }
    answer = client.post(page(draft), {"send": "1", **FILLED, **more}, follow=True)
    referral = Referral.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("referrals:referral", args=[referral.reference])
    assert "took the call" in answer.content.decode()
    form = client.get(reverse("referrals:accept", args=[referral.reference])).context["form"]
    initial = {name: form[name].value() for name in ("full_name", "category", "stage", "crime_reference", "victim_as")}
    assert initial == {name: more[name] for name in initial}
    assert form["offender_name"].value() == "Callum Reeve"
    assert form["offender_known"].value() == "yes"
    assert form["birth_date"].value().isoformat() == "1980-04-02"


def test_a_time_to_ring_needs_a_way_that_may_be_rung(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    day = timezone.localdate() + timedelta(days=1)
    ring = {"ring_at_day": day.day, "ring_at_month": day.month, "ring_at_year": day.year, "ring_at_time": "6pm"}
    text = {"called": "Grace", "safe": ["text"], "text_number": "07700 900417"}
    shown = client.post(page(draft), {"send": "1", **text, **ring}).content.decode()
    assert "Tick “Phone call” as a safe way" in shown
    assert not Referral.objects.exists()
    client.post(page(draft), {"send": "1", **FILLED, **ring})
    ring_at = Referral.objects.get().ring_at
    assert ring_at is not None
    assert timezone.localtime(ring_at).hour == 18


def test_a_call_sent_in_another_window_does_not_take_what_was_typed_here_with_it(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    client.post(page(draft), {"send": "1", **FILLED})
    shown = client.post(page(draft), {"save": "1", "called": "Grace", "support": "My aunt"}, follow=True)
    assert "sent or put away meanwhile" in shown.content.decode()
    assert IntakeDraft.objects.get().answers["typed"]["support"] == ["My aunt"]
    assert Referral.objects.count() == 1


def test_the_number_can_be_read_out_while_they_talk_and_never_afterwards(world: World) -> None:
    client, draft = taking(world, world.coordinator)
    code = grouped(code_of(world.area.pk, draft.answers["seed"]))
    assert code in client.get(page(draft)).content.decode()
    after = client.post(page(draft), {"send": "1", **FILLED}, follow=True).content.decode()
    assert code not in after
    assert client.get(page(draft)).status_code == 404


def test_opening_a_call_is_recorded_and_throwing_it_away_leads_to_the_list(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    client.get(page(draft))
    assert Event.objects.filter(name="call.read", about_id=draft.pk).exists()
    client.post(page(draft), {"save": "1", "called": "Grace"})
    listed = client.get(reverse("referrals:call")).content.decode()
    assert "Call with Grace" in listed
    gone = client.post(reverse("referrals:call_drop", args=[draft.pk]), follow=True).content.decode()
    assert "Nothing of it is kept" in gone
    assert "Call with Grace" not in gone


def test_my_work_has_the_button_and_the_calls_not_sent_yet(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    client.post(page(draft), {"save": "1", "called": "Grace", "safe_now": "not_sure"})
    own = client.get(reverse("casefile:my_work")).content.decode()
    assert "Take a call" in own
    assert "Call with Grace" in own
    duty = world.client(world.coordinator).get(reverse("casefile:my_work")).content.decode()
    assert f"A caller may not be safe: {world.facilitator.name} took the call" in duty
    assert "Grace" not in duty
    other = world.client(world.other_facilitator).get(reverse("casefile:my_work")).content.decode()
    assert "A caller may not be safe" not in other
    assert "Take a call" not in world.client(world.supervisor).get(reverse("casefile:my_work")).content.decode()


def test_the_front_door_says_why_a_caller_is_rung(world: World) -> None:
    client, draft = taking(world, world.coordinator)
    client.post(page(draft), {"early": "1", **FILLED})
    door = client.get(reverse("referrals:queue")).content.decode()
    assert "The call was cut off. Ring back." in door
    assert "Rang us" in door
    assert "say “wrong number”" in door
    reference = Referral.objects.get().reference
    client.post(reverse("referrals:called", args=[reference]), {"reached": "yes"})
    assert "The call was cut off" not in client.get(reverse("referrals:queue")).content.decode()


def test_every_field_is_one_that_the_page_shows_and_the_server_keeps(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    shown = set(re.findall(r'name="(\w+)"', client.get(page(draft)).content.decode()))
    guards = {"csrfmiddlewaretoken", "submission", "version", "who", "window", "save", "send", "early", "viewport"}
    guards |= {"robots", "theme"}
    guards |= {"look", "same_person_words", "same_person_page"}  # a question to the page, and nothing of the call
    assert posted_names() <= shown
    assert shown - guards <= posted_names()
    assert {"called", "ring_at_time", "birth_date_day"} <= posted_names()
    assert "ring_at" not in posted_names()
    assert "ring_at" in CallForm.base_fields


def test_a_double_click_sends_one(world: World) -> None:
    client, draft = taking(world, world.facilitator)
    once = {"send": "1", **FILLED, "submission": "6c2f4d0a-3f57-4f8e-9d0e-0c1f5b8f1a11"}
    first, second = client.post(page(draft), once), client.post(page(draft), once)
    assert first["Location"] == second["Location"]
    assert Referral.objects.count() == 1
    assert not IntakeDraft.objects.exists()
    assert services.begin_call(area=world.area, by=world.facilitator, at=clock.now()).version == 1


def test_what_one_window_mends_after_an_error_is_not_called_the_words_of_another(world: World) -> None:
    client, draft = taking(world, world.coordinator)
    first = {"send": "1", "version": "1", "window": "a", **FILLED, "safe": ["call"], "call_number": "01632 960 417"}
    asked = client.post(page(draft), {**first, "call_from": "half past 9"}).content.decode()
    assert "error-summary" in asked
    seen = re.search(r'name="version" value="(\d+)"', asked)
    assert seen is not None
    client.post(page(draft), {**first, "version": seen.group(1), "window": "b", "call_from": "9.30"})
    assert IntakeDraft.objects.get().answers["aside"] == []
