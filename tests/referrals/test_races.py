"""Two people, or one with two fingers, at the same moment: on two real connections."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from django.db import connections

from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.notifications.services import send_message
from talkingpiece.protection.keys import forget_keys
from talkingpiece.referrals import services, tasks
from talkingpiece.referrals.models import Draft, Referral
from talkingpiece.referrals.services import Acceptance, Answers
from talkingpiece.referrals.states import Form
from tests.database import other_connection
from tests.referrals.visitor import CALL, TEXT, arrived
from tests.world import World, as_area

YES = Acceptance(same_person="", stage="post_sentence", category="burglary", age="adult", incident_words="Burglary.")


def test_a_double_click_on_send_makes_one_referral(committed_world: World) -> None:
    world, token = committed_world, secrets.token_urlsafe(16)
    with as_area(world):
        services.save_page(
            area_id=world.area.pk, session_token=token, page="name", typed={"called": ["Maya"]}, at=clock.now()
        )

    def send() -> str:
        forget_keys()
        with as_area(world):
            answers = Answers(called="Maya", ways=(CALL,))
            found = services.send_referral(
                area=world.area, session_token=token, form=Form.QUESTIONS, answers=answers, at=clock.now()
            )
            return found.reference

    with other_connection() as run:
        with as_area(world):
            answers = Answers(called="Maya", ways=(CALL,))
            first = services.send_referral(
                area=world.area, session_token=token, form=Form.QUESTIONS, answers=answers, at=clock.now()
            )
            second = run(send)
        assert second.result(timeout=10) == first.reference
    with as_area(world):
        assert Referral.objects.count() == 1
        assert not Draft.objects.exists()


def test_without_a_draft_too(committed_world: World) -> None:
    world, token = committed_world, secrets.token_urlsafe(16)

    def send() -> str:
        forget_keys()
        with as_area(world):
            answers = Answers(called="Maya", ways=(CALL,))
            return services.send_referral(
                area=world.area, session_token=token, form=Form.CALL_ME, answers=answers, at=clock.now()
            ).reference

    with other_connection() as run:
        with as_area(world):
            answers = Answers(called="Maya", ways=(CALL,))
            first = services.send_referral(
                area=world.area, session_token=token, form=Form.CALL_ME, answers=answers, at=clock.now()
            )
            second = run(send)
        assert second.result(timeout=10) == first.reference
    with as_area(world):
        assert Referral.objects.count() == 1


def test_two_coordinators_accept_and_one_case_is_opened(committed_world: World) -> None:
    world = committed_world
    with as_area(world):
        referral = arrived(world)

    def accept() -> str:
        forget_keys()
        try:
            with as_area(world):
                services.accept_referral(referral_id=referral.pk, acceptance=YES, by=world.coordinator, at=clock.now())
        except IllegalTransition:
            return "too late"
        return "opened"

    with other_connection() as run:
        with as_area(world):
            services.accept_referral(referral_id=referral.pk, acceptance=YES, by=world.coordinator, at=clock.now())
            other = run(accept)
        assert other.result(timeout=10) == "too late"
    with as_area(world):
        assert Case.objects.count() == 1


def test_what_was_sent_is_noted_as_an_acknowledgement(committed_world: World, tmp_path: Path, settings: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    world, settings.TP_OUTBOX = committed_world, tmp_path
    with as_area(world):
        referral = arrived(world, ways=(TEXT,))
    queued = ProcrastinateJob.objects.get(task_name="notifications.send")
    with as_area(world):
        send_message(message_id=queued.args["message_id"], at=clock.now(), then=queued.args["then"])
    then = ProcrastinateJob.objects.get(task_name="referrals.acknowledged")
    with as_area(world):
        arguments = {name: value for name, value in then.args.items() if name != "area_id"}
        tasks.acknowledged(area_id=world.area.pk, **arguments)
        referral.refresh_from_db()
        assert referral.acknowledged_at is not None
    connections.close_all()
