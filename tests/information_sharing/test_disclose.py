"""The third ground: nothing refuses it, managers see it at once, and the person is told unless that is unsafe."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from talkingpiece.cases.services import pause_case
from talkingpiece.core.blockers import Blocked, digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.information_sharing import services
from talkingpiece.information_sharing.models import Disclosure, DisclosureReview
from talkingpiece.information_sharing.presenters.disclosures import disclosure_row
from talkingpiece.information_sharing.queries import disclosures_of, duty_disclosures_since
from talkingpiece.information_sharing.services import disclose_under_duty, record_person_told, review_disclosure
from talkingpiece.information_sharing.states import Errand, Ground
from talkingpiece.protection.classes import Side
from talkingpiece.risk.services import raise_flag
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
    setting.ask()  # another ground is no news for them
    assert duty_disclosures_since(area, setting.at - timedelta(hours=1)).count() == 1


def test_it_goes_through_against_everything_and_a_second_person_reviews_it(setting: Setting) -> None:
    world, case = setting.world, setting.case
    setting.agreement_ends()
    raise_flag(
        case_id=case.pk, kind="threats", side=Side.OFFENDER, words="He rang.", by=world.facilitator, at=setting.at
    )
    teller = world.client(world.supervisor)
    typed = TYPED | {"kind": "health", "categories": ["safety", "account"]}
    assert teller.post(reverse("information_sharing:disclose", args=[case.reference]), typed).status_code == 302
    row = Disclosure.objects.get()
    assert (row.agreement, row.consent, row.approved_by) == (None, None, world.supervisor)
    url = reverse("information_sharing:review", args=[case.reference, row.pk])
    assert "Told under a duty" in world.client(world.coordinator).get(reverse("casefile:my_work")).content.decode()
    assert "You told it yourself" in teller.get(url).content.decode()
    assert "You told it yourself" in teller.post(url, {"words": "Fine."}).content.decode()
    with pytest.raises(Blocked):
        review_disclosure(disclosure_id=row.pk, words="Fine.", by=world.supervisor, at=setting.at)
    other = world.client(world.coordinator)
    page = other.get(url).content.decode()
    assert "Beyond what such a recipient gets as a rule:" in page
    assert "What somebody told us" in page
    assert "Write down what you say to it" in other.post(url, {"words": ""}).content.decode()
    assert other.post(url, {"words": "It was needed."}).status_code == 302
    review = DisclosureReview.objects.get()
    assert (review.words, review.recorded_by) == ("It was needed.", world.coordinator)
    later = setting.at + timedelta(days=30)
    assert not duty_disclosures_since(world.area.pk, later).exists()


def test_until_it_is_reviewed_it_stays_on_the_list(setting: Setting) -> None:
    disclosure = disclose(setting)
    later = setting.at + timedelta(days=300)
    assert list(duty_disclosures_since(setting.world.area.pk, later)) == [disclosure]


def test_what_goes_beyond_is_said_beside_the_boxes_and_refuses_nothing(setting: Setting) -> None:
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:disclose", args=[setting.case.reference])
    assert "As a rule for nobody" in client.get(url).content.decode()
    assert client.post(url, TYPED | {"kind": "other", "categories": ["account", "outcome"]}).status_code == 302


@pytest.mark.parametrize("field", ["purpose", "sent_digest", "person_told", "manager_told_at", "categories"])
def test_the_database_lets_nothing_of_it_be_changed(setting: Setting, field: str) -> None:
    disclosure = disclose(setting)
    changed = {"purpose": "legal_visit", "sent_digest": "0" * 64, "person_told": "agreed", "categories": ["risk"]}
    value = changed.get(field, setting.at - timedelta(days=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=disclosure.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Disclosure.objects.filter(pk=disclosure.pk).delete()


def test_it_is_corrected_by_another_that_names_it(setting: Setting) -> None:
    first = setting.ask().disclosure
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:correct", args=[setting.case.reference, first.pk])
    now = timezone.localtime()
    at = {"at_day": str(now.day), "at_month": str(now.month), "at_year": str(now.year), "at_time": f"{now:%H:%M}"}
    told = {"told": "The date of birth was wrong: it is 18 May 1994."} | at
    assert "who asked: Maya" in client.post(url, told | {"told": "Maya told us that it is wrong."}).content.decode()
    assert client.post(url, told).status_code == 302
    second = Disclosure.objects.get(corrects=first)
    assert (second.ground, second.recipient, second.agreement) == ("agreement", first.recipient, first.agreement)
    page = client.get(reverse("information_sharing:disclosures", args=[setting.case.reference])).content.decode()
    assert "It puts right what they were told" in page
    assert "they were told what is right" in page
    setting.agreement_ends()  # what was wrong is put right all the same, and a manager hears of it
    assert client.post(url, told).status_code == 302
    third = Disclosure.objects.filter(corrects=first).order_by("-recorded_at")[0]
    assert (third.ground, third.manager_told_at is not None) == ("duty", True)


def test_the_database_too_asks_for_a_ground(setting: Setting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        services.disclose(
            case=setting.case,
            purpose=Errand.PACKAGE,
            categories=["safety"],
            ground=Ground.AGREEMENT,
            sent={},
            person_told="told",
            side=Side.JOINT,
            by=setting.world.facilitator,
            at=setting.at,
        )


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
