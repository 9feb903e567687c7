"""Asking an offender manager: only on a ground, and every word that leaves is accounted for."""

from datetime import timedelta

import pytest

from talkingpiece.accounts.models import RoleHolding
from talkingpiece.agreements.states import Category
from talkingpiece.audit.models import Event
from talkingpiece.cases.models import GatePassing
from talkingpiece.cases.queries import open_ball, promised
from talkingpiece.cases.services import name_supervisor, pause_case
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core.blockers import Blocked, digest
from talkingpiece.information_sharing.models import Disclosure, InformationRequest
from talkingpiece.information_sharing.queries import with_ground
from tests.agreements.given import replaced
from tests.information_sharing.conftest import PLANTED, Setting


def refused(setting: Setting, **changes: object) -> list[str]:
    with pytest.raises(Blocked) as refusal:
        setting.ask(**changes)
    assert not InformationRequest.objects.exists()
    assert not Disclosure.objects.exists()
    return refusal.value.verdict.codes


def test_under_an_agreement_in_force_the_questions_go_out(setting: Setting) -> None:
    request = setting.ask(message="Could this wait?")
    sent = request.disclosure
    assert (sent.ground, sent.agreement_id, sent.consent_id) == ("agreement", setting.world.agreement.pk, None)
    assert (sent.recipient_id, sent.categories) == (setting.world.offender_manager.pk, [Category.IDENTITY])
    assert request.do_not_tell
    assert request.due_at == promised(setting.case, "agency_answer", setting.at)


def test_what_was_sent_is_kept_word_for_word_with_its_fingerprint(setting: Setting) -> None:
    disclosure = Disclosure.objects.get(pk=setting.ask(message="Could this wait?").disclosure_id)
    assert disclosure.sent_digest == digest(disclosure.sent)
    assert disclosure.sent["about"] == {"name": "Callum Reeve", "birth_date": "1994-05-17"}
    assert [question["code"] for question in disclosure.sent["questions"]] == ["suitable", "conditions"]
    assert disclosure.sent["message"] == "Could this wait?"
    assert not [word for word in PLANTED if word in str(disclosure.sent)]


def test_the_ball_goes_to_the_agency_and_the_gate_is_on_record(setting: Setting) -> None:
    request = setting.ask()
    ball = open_ball(setting.case.pk)
    assert ball is not None
    assert (ball.holder, ball.agency_id, ball.what) == ("agency", setting.world.probation.pk, "agency_answer")
    assert ball.due_at == request.due_at
    assert GatePassing.objects.get(gate="ask_agency").subject_id == request.pk
    names = set(Event.objects.filter(case_id=setting.case.pk).values_list("name", flat=True))
    assert {"disclosure.made", "information_request.sent"} <= names


def test_without_a_ground_nothing_leaves(setting: Setting) -> None:
    setting.agreement_ends()
    assert refused(setting) == ["no_ground"]


def test_the_victims_consent_is_a_ground_until_it_is_taken_back(setting: Setting) -> None:
    setting.agreement_ends()
    consent = setting.consent()
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.at)
    assert refused(setting) == ["no_ground"]
    again = setting.consent()
    disclosure = setting.ask().disclosure
    assert (disclosure.ground, disclosure.consent_id, disclosure.agreement_id) == ("consent", again.pk, None)


def test_a_consent_to_ask_another_agency_is_no_ground(setting: Setting) -> None:
    setting.agreement_ends()
    consent = setting.consent()
    consent.target = "11111111-1111-4111-8111-111111111111"
    consent.save()
    assert refused(setting) == ["no_ground"]


def test_an_agreement_covers_the_questions_that_it_names(setting: Setting) -> None:
    replaced(setting.world.agreement, they_may_send=[Category.SUITABILITY])
    assert refused(setting, questions=["suitable", "dates"]) == ["no_ground"]
    assert setting.ask(questions=["suitable", "stance"]).questions == ["suitable", "stance"]


def test_an_agreement_that_does_not_let_us_name_the_offender_is_no_ground(setting: Setting) -> None:
    replaced(setting.world.agreement, we_may_send=[Category.OUTCOME])
    assert refused(setting) == ["no_ground"]


@pytest.mark.parametrize("purposes", [["outcome"], ["referral"], []])
def test_an_agreement_for_something_else_is_no_ground_for_asking(setting: Setting, purposes: list[str]) -> None:
    """It names every category: what it is for decides all the same."""
    replaced(setting.world.agreement, purposes=purposes)
    assert refused(setting) == ["no_ground"]


def test_it_may_be_asked_what_the_purposes_need_and_no_more(setting: Setting) -> None:
    replaced(setting.world.agreement, purposes=["safety"])
    assert refused(setting, questions=["suitable", "risk"]) == ["no_ground"]
    assert setting.ask(questions=["risk", "conditions"]).questions == ["risk", "conditions"]


def test_a_request_is_closed_once_its_purpose_has_left_the_agreement(setting: Setting) -> None:
    asked = setting.ask(questions=["suitable"])
    assert with_ground([asked], at=setting.at) == {asked.pk}
    replaced(setting.world.agreement, purposes=["outcome"])
    assert with_ground([asked], at=setting.at) == set()


def test_a_message_that_tells_who_asked_is_not_sent(setting: Setting) -> None:
    assert refused(setting, message="Ms Quillfeather would like to know.") == ["message_tells"]


def test_nothing_is_asked_while_the_victim_pauses(setting: Setting) -> None:
    pause_case(case_id=setting.case.pk, words="", resume_on=None, by=setting.world.facilitator, at=setting.at)
    assert refused(setting) == ["paused"]


def test_there_must_be_somebody_to_ask(setting: Setting) -> None:
    name_supervisor(
        responsible_id=setting.responsible.pk,
        version=1,
        agency=setting.world.probation,
        offender_manager=None,
        without_manager=False,
        held_at="",
        by=setting.world.facilitator,
        at=setting.at,
    )
    assert refused(setting) == ["manager_unknown"]


def test_somebody_who_no_longer_holds_the_role_is_not_asked(setting: Setting) -> None:
    RoleHolding.objects.filter(user=setting.world.offender_manager).update(ends_at=setting.at - timedelta(days=1))
    assert refused(setting) == ["manager_left"]


def test_one_request_at_a_time_and_another_after_the_answer(setting: Setting) -> None:
    first = setting.ask()
    with pytest.raises(Blocked) as refusal:
        setting.ask()
    assert refusal.value.verdict.codes == ["asked_already"]
    assert refusal.value.blockers[0].door_args == (str(first.pk),)
    setting.answer(first)
    assert setting.ask().pk != first.pk
