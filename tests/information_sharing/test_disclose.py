"""The third ground: nothing refuses it, managers see it at once, and the person is told unless that is unsafe."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from talkingpiece.cases.services import pause_case
from talkingpiece.core.blockers import digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.presenters.disclosures import disclosure_row
from talkingpiece.information_sharing.queries import disclosures_of, duty_disclosures_since
from talkingpiece.information_sharing.services import disclose_under_duty, record_person_told
from tests.information_sharing.conftest import Setting

TYPED: dict[str, Any] = {
    "to": "PC Ellis Ward, Ridgeway police",
    "categories": ["safety", "whereabouts"],
    "told": "He said that he will go to her house tonight.",
    "duty": "She could be badly hurt.",
    "person_told": "told",
    "not_told_why": "",
    "at_day": "21",
    "at_month": "11",
    "at_year": "2026",
    "at_time": "9am",
}


def disclose(setting: Setting, **changes: Any) -> Disclosure:
    given: dict[str, Any] = {
        "case_id": setting.case.pk,
        "to": TYPED["to"],
        "categories": TYPED["categories"],
        "told": TYPED["told"],
        "duty": TYPED["duty"],
        "person_told": "told",
        "by": setting.world.facilitator,
        "at": setting.at,
    }
    return disclose_under_duty(**(given | changes))


@pytest.mark.parametrize("trouble", ["none", "ended", "paused", "no_agreement"])
def test_it_is_open_whatever_else_is_closed(setting: Setting, trouble: str) -> None:
    if trouble == "ended":
        setting.case.ended_at = setting.at
        setting.case.save()
    if trouble == "paused":
        pause_case(case_id=setting.case.pk, words="", resume_on=None, by=setting.world.facilitator, at=setting.at)
    if trouble == "no_agreement":
        setting.agreement_ends()
    for user in [setting.world.facilitator, setting.world.coordinator, setting.world.supervisor]:
        url = reverse("information_sharing:disclose", args=[setting.case.reference])
        assert setting.world.client(user).post(url, TYPED).status_code == 302
    assert Disclosure.objects.filter(ground="duty").count() == 3


def test_what_was_told_is_kept_and_fingerprinted(setting: Setting) -> None:
    disclosure = Disclosure.objects.get(pk=disclose(setting).pk)
    assert disclosure.sent == {"kind": "told_under_duty", "to": TYPED["to"], "told": TYPED["told"]}
    assert disclosure.sent_digest == digest(disclosure.sent)
    assert disclosure.duty == TYPED["duty"]


def test_managers_of_the_area_see_it_at_once(setting: Setting) -> None:
    disclosure = disclose(setting)
    assert disclosure.manager_told_at is not None
    area = setting.world.area.pk
    assert list(duty_disclosures_since(area, setting.at - timedelta(hours=1))) == [disclosure]
    assert not duty_disclosures_since(area, disclosure.manager_told_at + timedelta(seconds=1)).exists()
    setting.ask()  # another ground is no news for them
    assert duty_disclosures_since(area, setting.at - timedelta(hours=1)).count() == 1


def test_the_database_too_asks_for_a_ground(setting: Setting) -> None:
    disclosure = disclose(setting)
    disclosure.manager_told_at = None
    with pytest.raises(IntegrityError), transaction.atomic():
        disclosure.save()


def test_that_it_is_unsafe_to_tell_the_person_needs_a_reason(setting: Setting) -> None:
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:disclose", args=[setting.case.reference])
    page = client.post(url, TYPED | {"person_told": "unsafe"})
    assert "Say why it would not be safe to tell them" in page.content.decode()
    assert TYPED["told"] in page.content.decode()
    assert client.post(url, TYPED | {"person_told": "unsafe", "not_told_why": "He reads her post."}).status_code == 302
    assert disclosures_of(setting.case.pk)[0].not_told_why == "He reads her post."


def test_whoever_is_still_to_be_told_stays_on_the_page_until_they_are(setting: Setting) -> None:
    disclosure = disclose(setting, person_told="to_tell")
    assert disclosure_row(disclosure).to_be_told
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:told", args=[setting.case.reference, disclosure.pk])
    assert client.post(url).status_code == 302
    disclosure.refresh_from_db()
    first = disclosure.person_told_at
    assert first is not None
    assert not disclosure_row(disclosure).to_be_told
    record_person_told(disclosure_id=disclosure.pk, by=setting.world.facilitator, at=setting.at + timedelta(days=1))
    disclosure.refresh_from_db()
    assert disclosure.person_told_at == first
    told = disclose(setting)
    with pytest.raises(IllegalTransition):
        record_person_told(disclosure_id=told.pk, by=setting.world.facilitator, at=setting.at)


def test_the_list_can_be_read_out(setting: Setting) -> None:
    disclose(setting)
    setting.ask()
    client = setting.world.client(setting.world.facilitator)
    page = client.get(reverse("information_sharing:disclosures", args=[setting.case.reference])).content.decode()
    assert "Daniel Okafor told PC Ellis Ward, Ridgeway police" in page
    assert "That somebody is in danger, and from what; Where somebody is, or how to reach them" in page
    assert "Daniel Okafor told Tom Adeyemi, Probation, Ridgeway" in page
    assert "The agreement RDG-PROB-3" in page
