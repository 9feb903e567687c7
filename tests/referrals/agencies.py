"""Somebody in an agency who refers a person, signed in or by a one-time link."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.services import enter_agreement
from talkingpiece.agreements.states import Category
from talkingpiece.areas.models import Agency
from talkingpiece.areas.services import add_agency
from talkingpiece.core import clock
from talkingpiece.people.services import Way
from talkingpiece.referrals import services
from talkingpiece.referrals.models import IntakeDraft, Invitation, Referral
from talkingpiece.referrals.services import Answers, FromAgency
from tests.referrals.visitor import CALL
from tests.world import World

YESTERDAY = clock.today() - timedelta(days=1)


def said(**changes: Any) -> FromAgency:
    """They know and agreed; nothing more may be heard."""
    plain: dict[str, Any] = {"knows": "yes", "reach": "01632 960555", "agreed_on": YESTERDAY, "agreed_how": "spoken"}
    return FromAgency(**(plain | changes))


def draft_of(world: World, by: User | None = None) -> IntakeDraft:
    return services.begin_agency_draft(area=world.area, by=by or world.referrer, at=world.now)


def referred(
    world: World, *, by: User | None = None, called: str = "Maya", ways: tuple[Way, ...] = (CALL,), **changes: Any
) -> Referral:
    """A referral by somebody signed in, Victim Support's referrer unless said."""
    own = {
        name: changes.pop(name) for name in list(changes) if name in Answers.__dataclass_fields__ and name != "answers"
    }
    by = by or world.referrer
    return services.send_agency_referral(
        draft_id=draft_of(world, by).pk,
        answers=Answers(called=called, ways=ways, **own),
        said=said(**changes),
        by=by,
        at=world.now,
    )


def agreement_with(world: World, agency: Agency, *, ends_in: int = 100, reference: str = "RDG-AG-1") -> Agreement:
    return enter_agreement(
        area=world.area,
        agency=agency,
        reference=reference,
        title="Referring people",
        purpose="So that people hear of us",
        purposes=["referral"],
        we_may_send=[],
        they_may_send=[Category.IDENTITY],
        starts_on=date.today() - timedelta(days=200),
        ends_on=date.today() + timedelta(days=ends_in),
        signed_on=date.today() - timedelta(days=201),
        owner=world.coordinator,
        by=world.coordinator,
        at=world.now - timedelta(days=200),
    )


def police(world: World) -> Agency:
    return add_agency(name=f"Police, {world.area.name}", kind="police")


def colleague(world: World, agency: Agency, name: str = "Jo Marsh") -> User:
    user = add_user(email=f"{name.lower().replace(' ', '.')}@example.org", name=name, agency=agency, at=world.now)
    give_role(user=user, area=world.area, role=Role.REFERRER, by=None, at=world.now - timedelta(days=1))
    return user


def link_for(world: World, agency: Agency | None = None, *, days: int | None = None) -> tuple[Invitation, str]:
    return services.invite_agency(
        area=world.area,
        agency=agency or world.victim_support,
        for_whom="Jo Marsh, family liaison officer",
        by=world.coordinator,
        at=world.now,
        days=days,
    )


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser posts from a whole form."""
    day = YESTERDAY
    plain = {
        "knows": "yes",
        "agreed_on_day": str(day.day),
        "agreed_on_month": str(day.month),
        "agreed_on_year": str(day.year),
        "agreed_how": "spoken",
        "asked_for_it": "yes",
        "may_know": "nothing",
        "called": "Maya",
        "victim_as": "direct",
        "safe": ["call"],
        "call_number": "01632 960417",
        "call_from": "10am",
        "call_to": "2pm",
        "conceal_from": "Her brother",
        "safe_now": "yes",
        "what_happened": "Her home was broken into.",
        "category": "burglary",
        "stage": "post_sentence",
        "hopes": ["ask_why"],
        "referrer_reach": "01632 960555",
        "version": "1",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def url(name: str, *args: Any) -> str:
    return reverse(f"referrals:{name}", args=[str(arg) for arg in args])


def begin(client: Client, world: World) -> IntakeDraft:
    """Presses "Begin" and answers the draft that it led to."""
    answer = client.post(url("make"), {"area": str(world.area.pk)})
    assert answer.status_code == 302, answer.content
    return IntakeDraft.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[-1])
