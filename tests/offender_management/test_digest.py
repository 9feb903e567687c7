"""An e-mail says how much waits for somebody in an agency: never of whom, and nothing of what is closed to them."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.offender_management import services
from talkingpiece.offender_management.tasks import digests
from tests.agreements.given import over, replaced
from tests.offender_management.conftest import Told
from tests.world import World


@pytest.fixture
def outbox(settings: Any, tmp_path: Path) -> Path:
    settings.TP_OUTBOX = tmp_path
    return tmp_path


def sent(outbox: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text()) for path in sorted(outbox.glob("*.json"))]


def digest(world: World, at: datetime, user: User | None = None) -> bool:
    return services.send_digest(user=user or world.offender_manager, area=world.area, at=at) is not None


def test_it_counts_and_names_nobody(told: Told, outbox: Path, django_capture_on_commit_callbacks: Any) -> None:
    told.show_both()
    told.release()
    with django_capture_on_commit_callbacks(execute=True):
        assert digest(told.world, told.now)
    (mail,) = sent(outbox)
    assert mail["address"] == told.world.offender_manager.email
    assert "1 report to read" in mail["body"]
    for hidden in ("Callum", "Reeve", "Maya", told.case.reference, "http"):
        assert hidden not in json.dumps(mail)


def test_it_goes_once_a_day_and_again_only_for_something_new_or_after_a_week(told: Told) -> None:
    told.show_both()
    told.release()
    assert digest(told.world, told.now)
    assert not digest(told.world, told.now)
    assert not digest(told.world, told.now + timedelta(days=1))
    assert digest(told.world, told.now + timedelta(days=7))
    # What was agreed is due within a week by then, and that is new.
    assert digest(told.world, told.now + timedelta(days=9))


def test_what_was_read_does_not_wait(told: Told) -> None:
    told.show_both()
    told.release()
    services.note_first_reading(report_id=told.report.pk, by=told.world.offender_manager, at=told.now)
    assert not digest(told.world, told.now)


def test_its_last_minute_closes_the_digest_too(told: Told) -> None:
    ends = timezone.localdate(told.now) + timedelta(days=1)
    replaced(told.world.agreement, ends_on=ends)
    told.show_both()
    told.release()
    midnight = timezone.make_aware(datetime.combine(ends, time()))
    assert not digest(told.world, midnight)
    assert digest(told.world, midnight - timedelta(minutes=1))


def test_without_an_agreement_nothing_waits(told: Told, world: World) -> None:
    told.show_both()
    told.release()
    over(world.agreement)
    assert not digest(world, told.now)


def test_on_a_working_day_each_person_in_an_agency_gets_a_job(world: World) -> None:
    with clock.pretend(timezone.make_aware(datetime(2026, 11, 30, 6, 2))):
        digests()
    assert _queued() == {str(world.offender_manager.pk), str(world.liaison_officer.pk)}


def test_on_a_holiday_nobody_does(world: World) -> None:
    with clock.pretend(timezone.make_aware(datetime(2026, 12, 25, 6, 2))):
        digests()
    assert _queued() == set()


def _queued() -> set[str]:
    found = ProcrastinateJob.objects.filter(task_name="offender_management.send_digest")
    return {job.args["user_id"] for job in found}
