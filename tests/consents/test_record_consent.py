"""One answer to one question, in the exact words that were put."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from talkingpiece.audit.models import Event
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import live_consent
from talkingpiece.protection.classes import Side
from tests.consents.conftest import Setting


def is_live(setting: Setting, item: str = "contact", target: str = "", days: int = 0) -> bool:
    on = timezone.localdate(setting.world.now) + timedelta(days=days)
    return live_consent(setting.case.pk, setting.case.victim_id, item, on=on, target=target) is not None


def test_a_yes_is_live_and_a_no_is_not(setting: Setting) -> None:
    setting.give(answer="refused")
    assert not is_live(setting)
    setting.give()
    assert is_live(setting)


def test_a_later_no_ends_an_earlier_yes(setting: Setting) -> None:
    first = setting.give()
    setting.give(answer="refused")
    first.refresh_from_db()
    assert first.withdrawn_at is not None
    assert not is_live(setting)


def test_asking_again_leaves_one_live_answer(setting: Setting) -> None:
    setting.give()
    newest = setting.give(method="written")
    live = Consent.objects.filter(answer="given", withdrawn_at__isnull=True)
    assert [consent.pk for consent in live] == [newest.pk]


def test_the_database_too_keeps_one_live_answer(setting: Setting) -> None:
    first = setting.give()
    first.pk = None
    first._state.adding = True
    first.wording = "Again."
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_each_thing_is_agreed_by_itself(setting: Setting) -> None:
    setting.give("mode", target="conference")
    assert is_live(setting, "mode", "conference")
    assert not is_live(setting, "mode", "shuttle")
    assert not is_live(setting, "contact")
    assert not is_live(setting, "approach")


def test_no_consent_is_for_ever(setting: Setting) -> None:
    setting.give()
    assert is_live(setting, days=365)
    assert not is_live(setting, days=366)


def test_the_exact_words_and_their_version_are_kept(setting: Setting) -> None:
    consent = Consent.objects.get(pk=setting.give("approach", wording="Maya would like to know why.").pk)
    assert (consent.wording, consent.wording_version) == ("Maya would like to know why.", 1)
    event = Event.objects.get(name="consent.given", about_id=consent.pk)
    assert event.detail == {"item": "approach", "target": "", "version": 1}
    assert "Maya" not in str(event.detail)


def test_a_side_is_not_asked_what_it_is_never_asked(setting: Setting) -> None:
    with pytest.raises(KeyError):
        setting.give("approach", side=Side.OFFENDER, person=setting.responsible.person)
    assert not Consent.objects.filter(item="approach").exists()
