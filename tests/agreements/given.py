"""Agreements as a test needs them: signed for a period, over since a minute, or a whole draft before its next act."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.agreements import services
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import TERMS, Part, Signer, Stage
from talkingpiece.areas.models import Agency
from tests.world import PURPOSES, World

DAY = timedelta(days=1)


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def row(world: World, **changes: Any) -> Agreement:
    """With Victim Support, from a hundred days ago for a year, signed on its first day."""
    today = timezone.localdate()
    signed = changes.pop("signed_at", midnight(changes.get("starts_on", today - 100 * DAY)))
    plain: dict[str, Any] = {
        "area": world.area,
        "agency": world.victim_support,
        "reference": f"RDG-X-{Agreement.objects.count()}",
        "title": "Sharing",
        "purpose": "To know",
        "purposes": PURPOSES,
        "we_may_send": ["identity"],
        "they_may_send": ["risk"],
        "starts_on": today - 100 * DAY,
        "ends_on": today + 265 * DAY,
        "signed_at": signed,
        "stage": Stage.SIGNED if signed else Stage.DRAFT,
        "owner": world.coordinator,
    }
    return Agreement.objects.create(**(plain | changes))


def over(*agreements: Agreement, at: datetime | None = None) -> None:
    """Ended early at that moment, or an hour ago; without any named, all of them."""
    found = Agreement.objects.filter(signed_at__isnull=False)
    named = [one.pk for one in agreements]
    found = found.filter(pk__in=named) if named else found.filter(ended_at__isnull=True)
    found.update(ended_at=at or timezone.now() - timedelta(hours=1))
    for one in agreements:
        one.refresh_from_db()


def replaced(agreement: Agreement, **changes: Any) -> Agreement:
    """Another in its place since an hour, with other words: those of a signed one cannot change."""
    over(agreement)
    agreement.pk, agreement.version = uuid4(), agreement.version + 50
    agreement.signed_at, agreement.ended_at = agreement.ended_at, None
    for name, value in changes.items():
        setattr(agreement, name, value)
    agreement.save(force_insert=True)
    return agreement


def draft(world: World, *, agency: Agency | None = None, by: User | None = None, whole: bool = True) -> Agreement:
    """Written by the scheme manager; `whole`: nothing is missing any more."""
    by = by or world.scheme_manager
    made = services.draft_agreement(
        area=world.area,
        agency=agency or world.liaison,
        reference="RDG-VLO-1",
        title="Sharing with the liaison unit",
        owner=world.coordinator,
        by=by,
        at=world.now,
    )
    if whole:
        for part in Part:
            made = write(world, made, part, **whole_part(world, part))
    return made


def whole_part(world: World, part: Part) -> dict[str, Any]:
    typed: dict[str, Any] = {term.value: f"Words of {term.value}." for term in TERMS.get(part, ())}
    if part is Part.ABOUT:
        typed |= {"purpose": "To hear from people who want to be asked", "deputy": world.scheme_manager}
    return typed


def write(world: World, agreement: Agreement, part: Part, *, by: User | None = None, **typed: Any) -> Agreement:
    return services.write_part(
        agreement_id=agreement.pk, part=part, typed=typed, by=by or world.scheme_manager, at=world.now
    )


def read(world: World, agreement: Agreement, *, by: User | None = None) -> Agreement:
    """Sent, and a second person said yes."""
    services.send_agreement(agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)
    return services.say_yes(agreement_id=agreement.pk, by=by or world.supervisor, at=world.now)


def sign(world: World, agreement: Agreement, side: Signer, **changes: Any) -> Agreement:
    at = changes.get("at", world.now)
    plain: dict[str, Any] = {
        "name": "Mona Hale",
        "job": "Head of the unit",
        "signed_on": timezone.localdate(at),
        "mark": agreement.paper.mark,
        "by": world.scheme_manager,
        "at": at,
    }
    return services.sign_agreement(agreement_id=agreement.pk, side=side, **(plain | changes))


def signed(world: World, **about: Any) -> Agreement:
    """Through its whole life until both have signed."""
    agreement = draft(world)
    if about:
        write(world, agreement, Part.ABOUT, **about)
    agreement = read(world, agreement)
    for side in Signer:
        agreement = sign(world, agreement, side)
    return agreement
