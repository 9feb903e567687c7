"""The pages on which a case ends: all that was typed stays, and each missing thing stands beside its field."""

from typing import Any

from django.test import Client
from django.urls import reverse

from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.states import ClosureReason, OffenderTold, VictimTold
from talkingpiece.consents.queries import live
from talkingpiece.engagement.states import Reply
from tests.casefile import rows
from tests.world import World

TYPED = {
    "reason": ClosureReason.VICTIM_WITHDREW,
    "victim_told": VictimTold.CALL,
    "victim_words": "She was glad that I rang.",
    "other_help": "Victim Support.",
    "ask_later": "no",
}


def page(client: Client, case: Case, name: str = "end", **data: Any) -> Any:
    return client.post(reverse(f"casefile:{name}", args=[case.reference]), data)


def test_a_withdrawal_is_one_form(world: World) -> None:
    case = world.case()
    answer = page(world.client(world.facilitator), case, **TYPED)
    assert answer.status_code == 302
    ending = Ending.objects.get(case=case)
    assert (ending.reason, ending.offender_told) == (ClosureReason.VICTIM_WITHDREW, OffenderTold.NEVER_APPROACHED)
    assert ending.victim_words == "She was glad that I rang."


def test_an_empty_form_names_everything_beside_its_field(world: World) -> None:
    case = world.case()
    html = page(world.client(world.facilitator), case, victim_words="She was glad.").content.decode()
    assert "Choose one reason from the list." in html
    assert "Say what was offered, or that they wanted nothing." in html
    assert "She was glad." in html
    assert not Ending.objects.exists()


def test_an_offender_who_never_knew_is_not_spoken_of(world: World) -> None:
    case = world.case()
    html = world.client(world.facilitator).get(reverse("casefile:end", args=[case.reference])).content.decode()
    assert "never approached" in html
    assert 'name="offender_told"' not in html


def test_an_approached_offender_hears_neutral_words_whatever_the_reason(world: World) -> None:
    case = world.case()
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    client = world.client(world.facilitator)
    html = client.get(reverse("casefile:end", args=[case.reference])).content.decode()
    assert "This will not be going ahead. Nobody is to blame for that, and nothing is expected of you." in html
    html = page(client, case, **TYPED, offender_words="This will not be going ahead.").content.decode()
    assert "Tell them, or ask the offender manager to do it." in html
    answer = page(client, case, **TYPED, offender_told="told", offender_words="This will not be going ahead.")
    assert answer.status_code == 302
    assert Ending.objects.get(case=case).offender_words == "This will not be going ahead."


def test_what_the_record_waits_for_is_shown_as_a_gate_with_a_door(world: World) -> None:
    case = world.case()
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    meeting = rows.meeting(world, case, held=True)
    rows.seat(meeting, case, case.victim)
    told = {"offender_told": "told", "follow_up": "done", "completion_told": "yes", "feedback_offered": "yes"}
    complete = {**TYPED, **told, "reason": "completed_direct"}
    html = page(world.client(world.facilitator), case, **complete).content.decode()
    assert "One person has not been talked with after the meeting" in html
    assert "Go to the meeting" in html
    assert reverse("meetings:meeting", args=[case.reference, meeting.pk]) in html
    assert not Ending.objects.exists()


def test_nobody_was_asked_who_was_not_spoken_with(world: World) -> None:
    typed = {**TYPED, "victim_told": VictimTold.CHOSE_NOT, "ask_later": "yes"}
    html = page(world.client(world.facilitator), world.case(), **typed).content.decode()
    assert "nobody asked them" in html


def test_stopping_is_one_button_that_leads_to_the_form(world: World) -> None:
    case = world.case()
    rows.consent(world, case)
    client = world.client(world.facilitator)
    answer = page(client, case, "stop")
    assert answer["Location"].endswith("?reason=victim_withdrew")
    assert not live([case.pk], on=world.now.date()).exists()
    assert 'value="victim_withdrew" selected' in client.get(answer["Location"]).content.decode()


def test_a_link_cannot_stop_a_case(world: World) -> None:
    case = world.case()
    rows.consent(world, case)
    assert world.client(world.facilitator).get(reverse("casefile:stop", args=[case.reference])).status_code == 405
    assert live([case.pk], on=world.now.date()).exists()


def test_an_ended_case_is_opened_again_with_a_reason(world: World) -> None:
    case = world.case()
    client = world.client(world.facilitator)
    page(client, case, **TYPED)
    assert "Say why the case goes on" in page(client, case, "reopen", why="").content.decode()
    assert page(client, case, "reopen", why="She rang.").status_code == 302
    case.refresh_from_db()
    assert case.is_open


def test_strangers_find_none_of_these_pages(world: World) -> None:
    case = world.case()
    for user in (world.other_facilitator, world.offender_manager):
        client = world.client(user)
        for name in ("end", "stop", "reopen"):
            assert page(client, case, name, **TYPED).status_code == 404
    case.refresh_from_db()
    assert case.is_open


def test_whoever_was_slower_gets_back_what_they_typed(world: World) -> None:
    case = world.case()
    page(world.client(world.coordinator), case, **TYPED)
    answer = page(world.client(world.facilitator), case, **{**TYPED, "victim_words": "She wept, and was glad."})
    assert answer.status_code == 409
    assert "She wept, and was glad." in answer.content.decode()
    assert Ending.objects.filter(case=case).count() == 1
