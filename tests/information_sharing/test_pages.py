"""The pages of the service: a refusal becomes a to-do list, and nothing that was typed is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.agreements.states import Category
from talkingpiece.audit.models import Event, Kind
from talkingpiece.information_sharing.models import Consultation, InformationRequest
from talkingpiece.information_sharing.presenters.timeline import timeline
from talkingpiece.information_sharing.services import chase_request
from tests.agreements.given import replaced
from tests.information_sharing.conftest import Setting


def ask_url(setting: Setting) -> str:
    return reverse("information_sharing:ask", args=[setting.case.reference, setting.responsible.pk])


def get(setting: Setting, url: str, who: str = "facilitator") -> Any:
    return setting.world.client(getattr(setting.world, who)).get(url)


def post(setting: Setting, url: str, data: dict[str, Any], who: str = "facilitator") -> Any:
    return setting.world.client(getattr(setting.world, who)).post(url, data)


def request_url(setting: Setting, request: InformationRequest, name: str = "request") -> str:
    return reverse(f"information_sharing:{name}", args=[setting.case.reference, request.pk])


def test_with_a_ground_the_page_offers_the_questions(setting: Setting) -> None:
    page = get(setting, ask_url(setting)).content.decode()
    assert "Ask Tom Adeyemi about Callum" in page
    assert "Do not tell Callum Reeve" in page
    assert post(setting, ask_url(setting), {"questions": ["suitable"], "message": ""}).status_code == 302
    assert InformationRequest.objects.get().questions == ["suitable"]


def test_without_a_ground_the_page_says_why_and_where_to_go(setting: Setting) -> None:
    setting.agreement_ends()
    page = get(setting, ask_url(setting)).content.decode()
    assert "Not yet: one thing comes before asking the offender manager of Callum" in page
    assert "The agreement RDG-PROB-3 ended on" in page
    consent = reverse(
        "consents:ask",
        args=[setting.case.reference, setting.case.victim_id, "ask_agency", str(setting.world.probation.pk)],
    )
    for door in [
        consent,
        reverse("agreements:list"),
        reverse("information_sharing:disclose", args=[setting.case.reference]),
    ]:
        assert door in page
        assert get(setting, door).status_code == 200
    assert 'name="message"' not in page


def test_what_was_written_is_still_there_when_the_gate_closed_meanwhile(setting: Setting) -> None:
    setting.agreement_ends()
    page = post(setting, ask_url(setting), {"questions": ["suitable"], "message": "Is he well?"}).content.decode()
    assert "Is he well?" in page
    assert not InformationRequest.objects.exists()


def test_a_question_outside_the_agreement_is_named_beside_the_field(setting: Setting) -> None:
    replaced(setting.world.agreement, they_may_send=[Category.SUITABILITY])
    page = get(setting, ask_url(setting)).content.decode()
    assert page.count("Not covered by the agreement") == 3
    page = post(setting, ask_url(setting), {"questions": ["dates"], "message": "Is he well?"}).content.decode()
    assert "does not cover all of this" in page
    assert "Is he well?</textarea>" in page


def test_a_message_that_tells_who_asked_comes_back_with_the_words_to_take_out(setting: Setting) -> None:
    page = post(setting, ask_url(setting), {"questions": ["suitable"], "message": "For Maya"}).content.decode()
    assert "The message would tell them who asked: Maya" in page
    assert "For Maya</textarea>" in page
    assert not InformationRequest.objects.exists()


def test_the_answer_is_read_and_the_reading_is_in_the_trail(setting: Setting) -> None:
    request = setting.answer(setting.ask())
    page = get(setting, request_url(setting, request)).content.decode()
    assert "Yes, at the office." in page
    assert "I support an approach" in page
    assert Event.objects.filter(kind=Kind.READING, name="information_request.read", about_id=request.pk).count() == 1
    assert "I have read it" in page
    assert post(setting, request_url(setting, request, "noted"), {}).status_code == 302
    assert "I have read it" not in get(setting, request_url(setting, request)).content.decode()


def test_reminding_and_deciding_have_their_own_people(setting: Setting) -> None:
    request = setting.ask()
    assert get(setting, request_url(setting, request, "close")).status_code == 404
    closed = get(setting, request_url(setting, request, "close"), "supervisor").content.decode()
    assert "Not yet: 2 things come before deciding without an answer" in closed
    assert get(setting, request_url(setting, request, "chase"), "supervisor").status_code == 404
    assert post(setting, request_url(setting, request, "chase"), {}).status_code == 302
    InformationRequest.objects.update(due_at=setting.at - timedelta(days=1))
    assert "Ask a case supervisor to decide" in get(setting, request_url(setting, request)).content.decode()
    assert post(setting, request_url(setting, request, "close"), {"why": ""}, "supervisor").status_code == 200
    done = post(setting, request_url(setting, request, "close"), {"why": "The prison knows him."}, "supervisor")
    assert done.status_code == 302
    assert "The prison knows him." in get(setting, request_url(setting, request)).content.decode()


def test_a_request_of_another_case_is_not_found(setting: Setting) -> None:
    request = setting.ask()
    other = setting.world.case("Nadia")
    url = reverse("information_sharing:request", args=[other.reference, request.pk])
    assert get(setting, url).status_code == 404


@pytest.mark.parametrize("name", ["request", "chase"])
def test_a_worker_of_other_cases_finds_nothing(setting: Setting, name: str) -> None:
    url = request_url(setting, setting.ask(), name)
    assert get(setting, url).status_code == 200
    assert get(setting, url, "other_facilitator").status_code == 404
    assert get(setting, url, "offender_manager").status_code == 404


def test_who_was_consulted_outside_is_written_down_with_their_words(setting: Setting) -> None:
    url = reverse("information_sharing:consultation", args=[setting.case.reference])
    when = {"at_day": "20", "at_month": "11", "at_year": "2026", "at_time": "9am"}
    page = post(setting, url, {"whom": "liaison", "outcome": "consulted", **when})
    assert "Write down who it was and what they said" in page.content.decode()
    typed = {"whom": "liaison", "outcome": "consulted", "words": "Helen Croft: nothing against it.", **when}
    assert post(setting, url, typed).status_code == 302
    assert Consultation.objects.get().responsible_id is None
    manager = {"whom": str(setting.responsible.pk), "outcome": "none", "none_words": "Sentence complete.", **when}
    assert post(setting, url, manager).status_code == 302
    assert Consultation.objects.get(whom="offender_manager").responsible_id == setting.responsible.pk
    assert "Helen Croft: nothing against it." in get(setting, url).content.decode()


def test_history_tells_what_was_asked_and_answered(setting: Setting, django_assert_num_queries: Any) -> None:
    request = setting.ask()
    chase_request(request_id=request.pk, by=setting.world.facilitator, at=setting.at)
    setting.answer(request)
    setting.ask()
    with django_assert_num_queries(3):
        titles = [str(entry.title) for entry in timeline(setting.case)]
    assert titles.count("Asked Tom Adeyemi, Probation, Ridgeway, about Callum") == 2
    assert titles.count("Tom Adeyemi answered") == 1
