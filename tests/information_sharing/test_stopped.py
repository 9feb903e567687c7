"""What was begun stops when its ground goes, and My work says so in one line with what would help."""

from django.urls import reverse

from talkingpiece.casefile.queries.pending import PendingKind, pending_without_ground
from talkingpiece.consents.services import withdraw_consent
from tests.information_sharing.conftest import Setting


def kinds(setting: Setting) -> list[PendingKind]:
    return [one.kind for one in pending_without_ground([setting.case.pk], setting.at)]


def work(setting: Setting) -> str:
    return setting.world.client(setting.world.facilitator).get(reverse("casefile:my_work")).content.decode()


def test_an_agreement_that_ended_stops_the_request_and_says_so(setting: Setting) -> None:
    setting.ask()
    assert not kinds(setting)
    assert "Stopped: no ground" not in work(setting)
    setting.agreement_ends()
    assert kinds(setting) == [PendingKind.REQUEST]
    page = work(setting)
    assert "The questions to Probation, Ridgeway about Callum are closed to them" in page
    assert reverse("information_sharing:ask", args=[setting.case.reference, setting.responsible.pk]) in page


def test_a_consent_taken_back_does_too(setting: Setting) -> None:
    setting.agreement_ends()
    consent = setting.consent()
    setting.ask()
    assert not kinds(setting)
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.at)
    assert kinds(setting) == [PendingKind.REQUEST]


def test_what_is_settled_is_not_pending(setting: Setting) -> None:
    setting.answer(setting.ask())
    setting.agreement_ends()
    assert not kinds(setting)


def test_nobody_but_those_who_work_on_the_case_is_told(setting: Setting) -> None:
    setting.ask()
    setting.agreement_ends()
    page = setting.world.client(setting.world.offender_manager).get(reverse("information_sharing:requests"))
    assert "Stopped" not in page.content.decode()
