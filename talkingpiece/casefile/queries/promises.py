"""Every promise that is open on the cases of a shelf and at the front door, and on whose desk it lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import due as working_due
from talkingpiece.casefile.promises import Heard, Promise, State, pushed, state_of, update_due
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.people.models import Person
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import ReferralState
from talkingpiece.risk.states import AssessmentState


@dataclass(frozen=True)
class Promised:
    """`users`: on whose desk it lies; empty for a signature, which any case supervisor may give."""

    kind: Promise
    due: datetime
    state: State
    users: frozenset[UUID]
    case: Case | None = None
    referral: Referral | None = None
    person: Person | None = None  # whom it is about
    who: str = ""  # who must keep it, where that is not us
    row_id: UUID | None = None

    @property
    def reference(self) -> str:
        return self.case.reference if self.case else self.referral.reference if self.referral else ""


def update_due_on(shelf: Shelf, case: Case) -> date | None:
    ended = [pause.ended_at for pause in shelf.pauses[case.pk] if pause.ended_at]
    begun = [shelf.brought[case.pk]] if case.pk in shelf.brought else []
    heard = Heard(
        opened_at=case.opened_at,
        last_spoken_at=shelf.last_spoken.get(case.pk),
        went_on_at=max([*ended, *begun], default=None),
        paused=shelf.paused(case),
        ended=case.ended_at is not None,
    )
    return update_due(heard, shelf.section(case, Promises).victim_update_days)


def owed(shelf: Shelf) -> list[Promised]:
    """Of the open cases of the shelf, the first due first. The same number of queries for one case or a thousand."""
    found = [one for case in shelf.cases if case.is_open and not shelf.paused(case) for one in _Of(shelf, case).all()]
    return sorted(found, key=lambda one: one.due)


def replies_owed(referrals: Iterable[Referral], jurisdictions: dict[UUID, str], at: datetime) -> list[Promised]:
    """Of new referrals: somebody waits to hear from us."""
    policies: dict[UUID, Promises] = {}
    found = []
    for referral in referrals:
        if referral.state != ReferralState.NEW:
            continue
        area_id = referral.area_id
        policy = policies.setdefault(area_id, policies.get(area_id) or current_section(area_id, Promises))
        due = working_due(referral.received_at, policy.acknowledge, jurisdictions[area_id])
        limit = warned_until(at, policy, jurisdictions[area_id])
        state = state_of(due, at, limit)
        users = frozenset({referral.owner_id})
        found.append(Promised(Promise.REPLY, due, state, users, referral=referral))
    return sorted(found, key=lambda one: one.due)


class _Of:
    """The promises of one open case that is not paused."""

    def __init__(self, shelf: Shelf, case: Case) -> None:
        self.shelf, self.case = shelf, case
        self.policy = shelf.section(case, Promises)
        self.place = shelf.jurisdiction(case)
        self.limit = warned_until(shelf.at, self.policy, self.place)
        self.pauses = [(row.happened_at, row.ended_at) for row in shelf.pauses[case.pk] if row.ended_at]
        owner = shelf.owner(case)
        self.owner = frozenset({owner.user_id}) if owner else frozenset()

    def all(self) -> Iterator[Promised]:
        yield from self._first_contact()
        yield from self._first_meeting()
        yield from self._agencies()
        yield from self._offers()
        yield from self._signature()
        yield from self._update()
        yield from self._after_meetings()

    def _made(self, kind: Promise, since: datetime, **more: object) -> Promised:
        due = working_due(since, getattr(self.policy, kind.value), self.place)
        return self._owed(kind, pushed(due, since, self.pauses), **more)

    def _owed(self, kind: Promise, due: datetime, **more: object) -> Promised:
        columns: dict[str, object] = {"users": self.owner, "person": self.case.victim, **more}
        state = state_of(due, self.shelf.at, self.limit)
        return Promised(kind, due, state, case=self.case, **columns)  # type: ignore[arg-type]

    def _first_contact(self) -> Iterator[Promised]:
        """A new owner makes themselves known, too."""
        owner, spoken = self.shelf.owner(self.case), self.shelf.last_spoken.get(self.case.pk)
        if owner is not None and (spoken is None or spoken < owner.starts_at) and not self._to_confirm:
            yield self._made(Promise.FIRST_CONTACT, self._ours(owner.starts_at))

    def _first_meeting(self) -> Iterator[Promised]:
        if self.case.pk not in self.shelf.listened_to and not self._to_confirm:
            yield self._made(Promise.FIRST_MEETING, self._ours(self.case.opened_at))

    @property
    def _to_confirm(self) -> bool:
        """What was taken over is confirmed first, a few cases a day: that date is the ball's."""
        ball = self.shelf.balls.get(self.case.pk)
        return ball is not None and ball.what == What.RECONFIRM

    def _ours(self, since: datetime) -> datetime:
        return max(since, self.shelf.brought.get(self.case.pk, since))

    def _agencies(self) -> Iterator[Promised]:
        for row in self.shelf.requests[self.case.pk]:
            if not row.is_settled and not self.shelf.is_of_another(row):
                due = pushed(row.due_at, row.happened_at, self.pauses)
                yield self._owed(Promise.AGENCY_ANSWER, due, person=None, who=row.addressed_to.name, row_id=row.pk)

    def _offers(self) -> Iterator[Promised]:
        for row in self.shelf.open_offers[self.case.pk]:
            users = frozenset({row.to_user_id})
            yield self._made(
                Promise.OFFER_ANSWER, row.happened_at, users=users, person=None, who=row.to_user.name, row_id=row.pk
            )

    def _signature(self) -> Iterator[Promised]:
        row = self.shelf.open_assessments.get(self.case.pk)
        if row is not None and row.state == AssessmentState.SUBMITTED and row.submitted_at:
            yield self._made(Promise.SIGN_OFF, row.submitted_at, users=frozenset(), person=None, row_id=row.pk)

    def _update(self) -> Iterator[Promised]:
        day = update_due_on(self.shelf, self.case)
        if day is not None:
            yield self._owed(Promise.UPDATE, end_of(day))

    def _after_meetings(self) -> Iterator[Promised]:
        for seat in self.shelf.seats[self.case.pk]:
            if seat.awaits_debrief and seat.meeting.held_at:
                users = frozenset({seat.meeting.lead_id})
                yield self._made(
                    Promise.AFTER_MEETING, seat.meeting.held_at, users=users, person=seat.person, row_id=seat.pk
                )


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def warned_until(at: datetime, policy: Promises, jurisdiction: str) -> datetime:
    """The end of the last day of which somebody is warned at that moment."""
    return end_of(timezone.localdate(working_due(at, policy.warn_before, jurisdiction)))
