from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from talkingpiece.audit.models import Event, Kind
from talkingpiece.audit.reading import answer_being_made
from talkingpiece.audit.standing_in import standing_in
from talkingpiece.core import clock
from talkingpiece.protection.classes import Side


class Actor(Protocol):
    pk: Any


def _write(
    kind: Kind,
    name: str,
    *,
    by: Actor | None,
    area_id: UUID,
    side: Side,
    about: models.Model | None = None,
    case_id: UUID | None = None,
    at: datetime | None = None,
    basis: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    now = clock.now()
    if answer := answer_being_made():
        answer.entered = True
    away = standing_in(by.pk if by is not None else None, case_id)
    told = {**(detail or {}), "standing_in_for": str(away)} if away else detail or {}
    return Event.objects.create(
        kind=kind,
        name=name,
        actor_id=by.pk if by is not None else None,
        area_id=area_id,
        about_type=about._meta.label_lower if about is not None else "",
        about_id=about.pk if about is not None else None,
        case_id=case_id,
        side=side,
        basis=basis,
        detail=told,
        happened_at=at or now,
        recorded_at=now,
    )


def record(
    name: str,
    *,
    by: Actor | None,
    about: models.Model,
    at: datetime,
    side: Side,
    case_id: UUID | None = None,
    basis: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """An act (`subject.past_participle`), in the transaction of the act itself: no entry, no act.

    `by` is None for somebody without an account (a self-referral). `detail`: codes, ids and digests only.
    """
    area_id: UUID = about.area_id  # type: ignore[attr-defined]
    return _write(
        Kind.ACT,
        name,
        by=by,
        area_id=area_id,
        side=side,
        about=about,
        case_id=case_id,
        at=at,
        basis=basis,
        detail=detail,
    )


def record_reading(
    name: str,
    *,
    by: Actor | None,
    about: models.Model,
    side: Side,
    case_id: UUID | None = None,
    basis: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Somebody opened a sealed file or list; `by` is None for whoever holds a one-time link.

    While a page is being made this is entered once it is ready to be shown.
    """
    area_id: UUID = about.area_id  # type: ignore[attr-defined]
    entry = partial(
        _write,
        Kind.READING,
        name,
        by=by,
        area_id=area_id,
        side=side,
        about=about,
        case_id=case_id,
        basis=basis,
        detail=detail,
    )
    if answer := answer_being_made():
        answer.readings.append(entry)
    else:
        entry()


def note_opened(name: str, *, by: Actor, about: models.Model, side: Side, case_id: UUID | None = None) -> None:
    """Called by whatever opens a record for somebody, so that no page that shows it can forget to say so."""
    answer = answer_being_made()
    if answer and answer.opened is None:
        area_id: UUID = about.area_id  # type: ignore[attr-defined]
        answer.opened = partial(
            _write, Kind.READING, name, by=by, area_id=area_id, side=side, about=about, case_id=case_id
        )


def record_what_was_read(page: str) -> None:
    """The answer is ready to be shown: its readings are entered, or else that of the record that was opened for it."""
    answer = answer_being_made()
    if answer is None or answer.entered:
        return
    for entry in answer.readings:
        entry()
    if answer.opened and not answer.readings:
        answer.opened(detail={"page": page})


def record_reveal(
    name: str,
    *,
    by: Actor,
    about: models.Model,
    side: Side,
    purpose: str,
    case_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
    counted: bool = False,
) -> Event:
    """Somebody uncovered a whereabouts. `purpose`: why, as a code; `counted`: it is one of so many a day."""
    area_id: UUID = about.area_id  # type: ignore[attr-defined]
    if counted:
        detail = {**(detail or {}), "counted": True}
    return _write(
        Kind.REVEAL,
        name,
        by=by,
        area_id=area_id,
        side=side,
        about=about,
        case_id=case_id,
        basis=purpose,
        detail=detail,
    )


def record_refusal(
    name: str,
    *,
    by: Actor | None,
    area_id: UUID,
    side: Side = Side.SERVICE,
    about: models.Model | None = None,
    case_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> Event:
    """Somebody was refused: by a gate, or because the record is not theirs to see."""
    return _write(Kind.REFUSAL, name, by=by, area_id=area_id, side=side, about=about, case_id=case_id, detail=detail)


def record_search(
    name: str, *, by: Actor, area_id: UUID, side: Side = Side.SERVICE, detail: dict[str, Any] | None = None
) -> Event:
    """Somebody looked for something. `detail` holds the words as a keyed token, and how many were found."""
    return _write(Kind.SEARCH, name, by=by, area_id=area_id, side=side, detail=detail)


def record_export(
    name: str,
    *,
    by: Actor,
    area_id: UUID,
    side: Side,
    sha256: str,
    rows: int,
    about: models.Model | None = None,
    case_id: UUID | None = None,
    basis: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """A file left the screen. `sha256`: of exactly what was handed over; `rows`: of a table, or pages of a paper."""
    return _write(
        Kind.EXPORT,
        name,
        by=by,
        area_id=area_id,
        side=side,
        about=about,
        case_id=case_id,
        basis=basis,
        detail={**(detail or {}), "sha256": sha256, "rows": rows},
    )


def record_sign_in(name: str, *, by: Actor | None, area_id: UUID, detail: dict[str, Any] | None = None) -> Event:
    """Who came in, how, and what changed about how they do. `by` is None for somebody who was not let in."""
    return _write(Kind.SIGN_IN, name, by=by, area_id=area_id, side=Side.SERVICE, detail=detail)
