"""What lies on one person's desk. The number of queries depends on their areas, never on cases or events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.casefile.queries.pending import Pending, pending_without_ground
from talkingpiece.casefile.queries.promises import Promised, owed, replies_owed, warned_until
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.access import closed_to, visible_cases
from talkingpiece.cases.legal_queries import changes_to_note, running_out
from talkingpiece.cases.models import Ball, Case, HandOver, Member, OffenderChange, Pause, Permission
from talkingpiece.cases.states import WARNED
from talkingpiece.engagement.models import Contact, LegalVisit, Visit
from talkingpiece.engagement.queries import due_contacts, not_home, visits_ahead, visits_to_chase
from talkingpiece.evaluation.queries import Due, to_ask
from talkingpiece.information_sharing.models import Disclosure, InformationRequest, SharePackage
from talkingpiece.information_sharing.queries import duty_disclosures_since, escalated_in, packages_waiting
from talkingpiece.meetings.models import AgreementItem, Meeting, Participant, Proposal
from talkingpiece.meetings.queries import (
    Fallen,
    ahead,
    debriefs_owed,
    fallen,
    for_user,
    items_due,
    proposals_to_answer,
    to_tell,
    to_write_up,
    with_people,
)
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.queries import waiting_to_go
from talkingpiece.offender_management.models import ActionReported
from talkingpiece.offender_management.queries import Owed, actions_reported, reports_owed
from talkingpiece.people.models import ContactPoint
from talkingpiece.people.queries import ways_of_many
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.access import visible_calls, visible_referrals
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.queries import front_door, unsafe_calls
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.queries import to_sign, unanswered_flags
from talkingpiece.staffing.queries import offers_to

R = TypeVar("R")
WEEK = timedelta(days=7)
DISCLOSED = timedelta(days=14)


class Desk:
    """A coordinator's desk is the area's; a facilitator's their own cases; a supervisor's what waits for their word.

    `only_in`: as a stand-in reads it, the cases that the one who is away works on in that area, and nothing wider;
    `reader` is that stand-in, who may not see each of them.
    """

    def __init__(self, user: User, at: datetime, *, only_in: UUID | None = None, reader: User | None = None) -> None:
        self.user, self.at, self.reader, self.narrow = user, at, reader, only_in is not None
        held = [h for h in holdings(user, at) if only_in is None or h.area_id == only_in]
        self.areas = list(dict.fromkeys(h.area_id for h in held))
        wide = [] if only_in else held
        self.coordinated = {h.area_id for h in wide if h.role == Role.COORDINATOR}
        self.signed_in = {h.area_id for h in wide if Act.RISK_SIGN in ROLES[Role(h.role)].acts}

    @cached_property
    def shelf(self) -> Shelf:
        """Open cases that are theirs: of the area for a coordinator, else those that they work on."""
        mine = Member.objects.filter(user=self.user, ends_at__isnull=True, area_id__in=self.areas).values("case_id")
        found = Case.objects.filter(Q(area_id__in=self.coordinated) | Q(pk__in=mine), ended_at__isnull=True)
        found = found.exclude(pk__in=self.shut)
        if self.reader is not None:
            found = found.filter(pk__in=visible_cases(self.reader).values("pk"))
        cases = found.select_related("victim", "area", "incident").order_by("opened_at")
        return Shelf(list(cases), self.at)

    @property
    def cases(self) -> dict[UUID, Case]:
        return {case.pk: case for case in self.shelf.cases}

    @cached_property
    def shut(self) -> frozenset[UUID]:
        """Cases that a conflict of interest closes to whoever reads this: nothing of them lies on any desk."""
        return frozenset(closed_to(self.reader or self.user).values_list("pk", flat=True))

    def _opened(self, rows: Iterable[R], cases_of: Callable[[R], Iterable[UUID | None]]) -> list[R]:
        """All but those of cases that are closed to them; as a stand-in reads it, those of the cases that are opened
        to them."""
        if not self.narrow:
            return self._not_shut(rows, cases_of)
        cases = self.cases
        return [row for row in rows if any(pk in cases for pk in cases_of(row))]

    def _not_shut(self, rows: Iterable[R], cases_of: Callable[[R], Iterable[UUID | None]]) -> list[R]:
        return [row for row in rows if self.shut.isdisjoint(cases_of(row))] if self.shut else list(rows)

    @cached_property
    def balls(self) -> list[Ball]:
        """What is with them, in any case and at the front door, the most urgent first."""
        found = Ball.objects.filter(user=self.user, closed_at__isnull=True, holder="user")
        rows = found.select_related("case__victim", "case__area", "case__incident", "agency")
        in_order = sorted(rows, key=lambda ball: (ball.due_at or ball.since, ball.since))
        return self._opened(in_order, lambda ball: [ball.case_id])

    @cached_property
    def other_balls(self) -> list[Ball]:
        """What others have in their cases, the longest waiting first."""
        rows = [ball for ball in self.shelf.balls.values() if ball.user_id != self.user.pk or ball.holder != "user"]
        return sorted(rows, key=lambda ball: ball.since)

    @cached_property
    def promises(self) -> list[Promised]:
        """What was promised in their cases, to them and by them, the first due first; nothing while a case pauses."""
        more = [row.case for row in self.to_sign] + [row.case for row in self.offers]
        cases = {case.pk: case for case in [*self.shelf.cases, *more]}
        shelf = self.shelf if len(cases) == len(self.shelf.cases) else Shelf(list(cases.values()), self.at)
        return owed(shelf)

    @cached_property
    def warn_until(self) -> datetime:
        """Until the end of this moment's day, what is promised stands as due soon."""
        area = next((h.area for h in holdings(self.user, self.at)), None)
        if area is None:
            return self.at
        return warned_until(self.at, current_section(area.pk, Promises), area.jurisdiction)

    @cached_property
    def promise_of(self) -> dict[UUID, Promised]:
        """By the row that it is about: a request, an offer, an assessment, a seat at a meeting."""
        return {one.row_id: one for one in self.promises if one.row_id}

    @cached_property
    def reply_to(self) -> dict[UUID, Promised]:
        """By referral: when whoever came to us is to hear from us."""
        places = {held.area_id: held.area.jurisdiction for held in holdings(self.user, self.at)}
        found = replies_owed(self.referrals, places, self.at)
        return {one.referral.pk: one for one in found if one.referral}

    @cached_property
    def wanted_again(self) -> list[Pause]:
        """Pauses of their own cases whose day has come: the victim may want to hear from us. Nobody is rung for it."""
        rows = [pause for case in self.shelf.cases for pause in self.shelf.pauses[case.pk] if pause.ended_at is None]
        reached = [row for row in rows if row.resume_on is not None and row.resume_on <= self.shelf.on]
        return [row for row in reached if self.shelf.is_owned_by(self.cases[row.case_id], self.user)]

    @cached_property
    def changes(self) -> list[OffenderChange]:
        """What changed for an offender of theirs, and nobody who works on the case has read yet."""
        return changes_to_note(self.cases)

    @cached_property
    def running_out(self) -> list[Permission]:
        """What was granted in writing and ends soon: time enough to ask for another."""
        return running_out(self.cases, self.shelf.on, within=WARNED)

    @cached_property
    def contacts(self) -> list[Contact]:
        return self._opened(due_contacts(self.user), lambda row: [row.case_id])

    @cached_property
    def visits(self) -> list[Visit]:
        return self._opened(visits_ahead(self.user), lambda row: [row.case_id])

    @cached_property
    def visits_not_home(self) -> list[Visit]:
        """Whoever is out and should be back; of the whole area for those who coordinate it or can be asked any time."""
        found = not_home(self.user, self.coordinated | self.signed_in, self.at)
        return self._not_shut(found, lambda row: [row.case_id])

    @cached_property
    def ways(self) -> dict[UUID, list[ContactPoint]]:
        people = {contact.person_id for contact in self.contacts}
        people |= {ball.case.victim_id for ball in self.balls if ball.case}
        people |= {case.victim_id for case in self.shelf.cases}
        return ways_of_many(people)

    @cached_property
    def referrals(self) -> list[Referral]:
        """What came to the front door and is not decided, or says that somebody is not safe."""
        return list(front_door(visible_referrals(self.user, Act.REFERRAL_DECIDE), self.at, timedelta()))

    @cached_property
    def calls(self) -> list[IntakeDraft]:
        """Telephone calls that they wrote down and have not sent yet."""
        return list(visible_calls(self.user))

    @cached_property
    def unsafe_calls(self) -> list[IntakeDraft]:
        """Somebody is on the telephone, or was, and may not be safe: for the area's coordinators, before it is sent."""
        return unsafe_calls(self._in_order(self.coordinated), self.at)

    @cached_property
    def offers(self) -> list[HandOver]:
        return self._not_shut(offers_to(self.user.pk), lambda row: [row.case_id])

    @cached_property
    def flags(self) -> list[RedFlag]:
        """Unanswered red flags: of the area for those who coordinate or answer, else of their own cases."""
        wide = self.coordinated | self.signed_in
        rows = [flag for area_id in self._in_order(wide) for flag in unanswered_flags(area_id)]
        own = [flag for flags in self.shelf.flags.values() for flag in flags if flag.answered_at is None]
        known = {flag.pk for flag in rows}
        for flag in own:
            flag.case = self.cases[flag.case_id]
        found = [*rows, *(flag for flag in own if flag.pk not in known)]
        return self._not_shut(found, lambda flag: [flag.case_id])

    @cached_property
    def to_sign(self) -> list[Assessment]:
        """What waits for a signature that they may give: never their own."""
        rows = [row for area_id in self._in_order(self.signed_in) for row in to_sign(area_id)]
        mine = [row for row in rows if row.assessor_id != self.user.pk]
        return self._not_shut(mine, lambda row: [row.case_id])

    @cached_property
    def disclosures(self) -> list[Disclosure]:
        """What was told under a duty in the last two weeks, or that nobody else has looked at: a manager is told at
        once, and here."""
        wide = self._in_order(self.coordinated | self.signed_in)
        found = [row for area_id in wide for row in duty_disclosures_since(area_id, self.at - DISCLOSED)]
        return self._not_shut(found, lambda row: [row.case_id])

    @cached_property
    def packages(self) -> list[SharePackage]:
        """What waits for a second person before it leaves: never their own."""
        wide = self._in_order(self.coordinated | self.signed_in)
        found = [row for area_id in wide for row in packages_waiting(area_id)]
        mine = [row for row in found if row.recorded_by_id != self.user.pk]
        return self._not_shut(mine, lambda row: [row.case_id])

    @cached_property
    def escalated(self) -> list[InformationRequest]:
        """Requests that were chased in vain, for those who can decide without an answer."""
        found = [row for area_id in self._in_order(self.signed_in) for row in escalated_in(area_id)]
        return self._not_shut(found, lambda row: [row.case_id])

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Booked and still to come this week. One that fell is not: nobody is expected there."""
        week = ahead(self.areas).filter(
            starts_at__gte=self.at, starts_at__lt=self.at + WEEK, confirmed_at__isnull=False
        )
        fell = {one.meeting.pk for one in self.fallen}
        found = with_people(for_user(week, self.user)).order_by("starts_at")
        return self._opened([meeting for meeting in found if meeting.pk not in fell], _seated)

    @cached_property
    def fallen(self) -> list[Fallen]:
        """Promises that broke. Those who sign off see them too: they are asked what comes next."""
        wide = self.coordinated | self.signed_in
        areas = self._in_order({*self._working, *wide})
        found = [
            one for area_id in areas for one in fallen(area_id, self.at, user=None if area_id in wide else self.user)
        ]
        return self._opened(found, lambda one: _seated(one.meeting))

    @cached_property
    def to_write_up(self) -> list[Meeting]:
        found = [one for area_id in self._working for one in to_write_up(area_id, self.at, user=self._only(area_id))]
        return self._opened(found, _seated)

    @cached_property
    def debriefs(self) -> list[Participant]:
        found = [one for area_id in self._working for one in debriefs_owed(area_id, user=self._only(area_id))]
        return self._opened(found, lambda seat: [seat.case_id])

    @cached_property
    def seats_asked(self) -> list[Proposal]:
        """Who asks for an open seat at a meeting of theirs. Its home says where it is answered."""
        found = [one for area_id in self._working for one in proposals_to_answer(area_id, user=self._only(area_id))]
        return self._opened(found, lambda one: [one.meeting.home_id])

    @cached_property
    def to_tell(self) -> list[Participant]:
        found = [one for area_id in self._working for one in to_tell(area_id, user=self._only(area_id))]
        return self._opened(found, lambda seat: [seat.case_id])

    @cached_property
    def items(self) -> list[AgreementItem]:
        day = self.shelf.on + WEEK
        found = [one for area_id in self._working for one in items_due(area_id, day, user=self._only(area_id))]
        return self._not_shut(found, lambda one: _seated(one.agreement.meeting))

    @cached_property
    def item_cases(self) -> dict[UUID, Case]:
        """By meeting: the case through which this reader follows up what was agreed there."""
        seats = Participant.objects.filter(
            meeting_id__in={item.agreement.meeting_id for item in self.items}, case__isnull=False
        ).select_related("case__victim")
        found: dict[UUID, Case] = {}
        for seat in seats:
            if seat.case and (seat.case_id in self.cases or seat.meeting_id not in found):
                found[seat.meeting_id] = seat.case
        return found

    @cached_property
    def to_ask(self) -> list[Due]:
        """Victims whose day has come; also of ended cases, which stay with whoever worked on them."""
        rows = [due for area_id in self._working for due in to_ask(area_id, self.at)]
        mine = Member.objects.filter(user=self.user, ends_at__isnull=True, case_id__in=[due.case.pk for due in rows])
        own = set(mine.values_list("case_id", flat=True))
        mine_to_ask = [due for due in rows if due.case.area_id in self.coordinated or due.case.pk in own]
        return self._not_shut(mine_to_ask, lambda due: [due.case.pk])

    @cached_property
    def reports_owed(self) -> list[Owed]:
        return reports_owed(self._also_ended, self.at)

    @cached_property
    def actions_reported(self) -> list[ActionReported]:
        """What agencies say is done, and somebody has to make sure of."""
        return actions_reported(self._also_ended)

    @cached_property
    def _also_ended(self) -> list[UUID]:
        """Ended cases stay with whoever worked on them."""
        mine = Member.objects.filter(user=self.user, ends_at__isnull=True, area_id__in=self._working).values("case_id")
        wide = [area_id for area_id in self._working if area_id in self.coordinated]
        found = Case.objects.filter(Q(area_id__in=wide) | Q(pk__in=mine)).exclude(pk__in=self.shut)
        return list(found.values_list("pk", flat=True))

    @cached_property
    def letters(self) -> list[Letter]:
        """Released and not gone yet, in their cases. Nothing goes to a victim while they pause."""
        cases = self._worked
        found = waiting_to_go(cases)
        return [row for row in found if row.side != Side.VICTIM or not self.shelf.paused(cases[row.case_id])]

    @cached_property
    def visits_to_chase(self) -> list[LegalVisit]:
        """Prisons whose answer is overdue, in their cases. During a pause nobody is asked again."""
        cases = self._worked
        return [row for row in visits_to_chase(cases, self.at) if not self.shelf.paused(cases[row.case_id])]

    @cached_property
    def stopped(self) -> list[Pending]:
        """What waits in their cases and may not go on, because its ground has gone."""
        return pending_without_ground(self._worked, self.at)

    @cached_property
    def _working(self) -> list[UUID]:
        """Areas in which they do casework: a supervisor who does none is shown what waits for their word only."""
        held = holdings(self.user, self.at)
        return self._in_order({h.area_id for h in held if Act.CASE_WORK in ROLES[Role(h.role)].acts})

    @property
    def _worked(self) -> dict[UUID, Case]:
        return {pk: case for pk, case in self.cases.items() if case.area_id in self._working}

    @property
    def does_casework(self) -> bool:
        return bool(self._working)

    def _only(self, area_id: UUID) -> User | None:
        return None if area_id in self.coordinated else self.user

    def _in_order(self, areas: set[UUID]) -> list[UUID]:
        return [area_id for area_id in self.areas if area_id in areas]


def _seated(meeting: Meeting) -> list[UUID | None]:
    return [seat.case_id for seat in meeting.participants.all()]
