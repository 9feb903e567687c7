"""What the eight steps are derived from, for all cases of a shelf. Rules are asked of the rooms that own them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.areas.working_days import working_days_between
from talkingpiece.casefile.progress import Asked, Facts, MeetingProgress, OffenderProgress, RiskProgress
from talkingpiece.casefile.queries.shelf import Shelf
from talkingpiece.cases.legal import LegalState, legal_state
from talkingpiece.cases.models import Case, Member, Responsible
from talkingpiece.cases.profile import Approaches
from talkingpiece.cases.states import ContactScope, MemberRole, OffenderTold
from talkingpiece.engagement.gates import blockers_to_take_part
from talkingpiece.engagement.gates.take_part import take_part_facts
from talkingpiece.engagement.profile import Engagement
from talkingpiece.information_sharing.models import Consultation
from talkingpiece.information_sharing.states import Whom
from talkingpiece.meetings.models import Meeting
from talkingpiece.risk.gates import blockers_to_accept_risk, goes_ahead
from talkingpiece.risk.profile import VICTIM_FIRST, Risk
from talkingpiece.risk.queries import RiskFacts, risk_facts_of
from talkingpiece.risk.states import AssessmentState

Stands = Callable[[Meeting], bool]


def progress_of(
    shelf: Shelf, *, stands: Stands | None = None, before_ready: int = 0, before_approach: int = 0
) -> dict[UUID, Facts]:
    """By case. `stands`: whether a booked meeting still stands; without it, a booking counts as it was made.

    `before_ready` and `before_approach` are how many conditions G2 and G3 still miss, where one case is asked.
    """
    risk = _risk(shelf)
    return {
        case.pk: Facts(
            opened_on=timezone.localdate(case.opened_at),
            route=case.route,
            victim=case.victim.called,
            remit_version=shelf.referrals[case.pk].remit_version if case.pk in shelf.referrals else None,
            profile_version=case.profile_version,
            team=tuple(member.user.first_name for member in _workers(shelf, case)),
            facilitator_since=_facilitator_since(shelf, case),
            offered_to=shelf.offers[case.pk].to_user.first_name if case.pk in shelf.offers else "",
            asked=tuple(_asked(shelf, case)),
            risk=risk[case.pk],
            offenders=tuple(_offender(shelf, case, row) for row in shelf.responsibles[case.pk]),
            before_victim_ready=before_ready,
            before_approach=before_approach,
            meeting=_meeting(shelf, case, stands),
            paused=shelf.paused(case),
            ended_on=timezone.localdate(case.ended_at) if case.ended_at else None,
            offender_told=_offender_told(shelf, case),
            reported_on=_day(shelf.reported.get(case.pk)),
        )
        for case in shelf.cases
    }


def _workers(shelf: Shelf, case: Case) -> list[Member]:
    return [row for row in shelf.members[case.pk] if row.role != MemberRole.SUPERVISOR]


def _facilitator_since(shelf: Shelf, case: Case) -> date | None:
    """Since when the case is owned by a registered facilitator, who is there only because they accepted it."""
    owner = shelf.owner(case)
    if owner is None or (case.area_id, owner.user_id) not in shelf.facilitators:
        return None
    return timezone.localdate(owner.starts_at)


def _asked(shelf: Shelf, case: Case) -> Iterator[Asked]:
    """Each offender manager, and the liaison officer of the case: the batch of information_sharing's `consultation`."""
    responsibles = shelf.responsibles[case.pk]
    for row in responsibles:
        yield _manager_asked(shelf, case, row)
    if responsibles:
        yield Asked(_("the liaison officer"), settled=_outside(shelf, case, None) is not None)


def _manager_asked(shelf: Shelf, case: Case, row: Responsible) -> Asked:
    name = row.offender_manager.name if row.offender_manager else _("the offender manager")
    requests = [request for request in shelf.requests[case.pk] if request.responsible_id == row.pk]
    said = (request.answered_at or request.closed_at for request in requests)
    answered = any(at and shelf.still_said(row.pk, at) for at in said)
    settled = answered or row.without_manager or _outside(shelf, case, row) is not None
    waiting = next((r for r in requests if not (r.is_settled or shelf.is_of_another(r))), None)
    if settled or waiting is None:
        return Asked(name, settled=settled)
    since = timezone.localdate(waiting.happened_at)
    days = working_days_between(since, shelf.on, case.area.jurisdiction)
    return Asked(waiting.addressed_to.name, settled=False, asked_on=since, working_days=days)


def _outside(shelf: Shelf, case: Case, row: Responsible | None) -> Consultation | None:
    whom = Whom.OFFENDER_MANAGER if row else Whom.LIAISON
    wanted = row.pk if row else None
    rows = shelf.consultations[case.pk]
    newest = next((one for one in reversed(rows) if one.whom == whom and one.responsible_id == wanted), None)
    if newest is None or row is None:
        return newest
    return newest if shelf.still_said(row.pk, newest.happened_at, newest.recorded_at) else None


def _risk(shelf: Shelf) -> dict[UUID, RiskProgress]:
    keys = {case.pk: [one.key for one in shelf.section(case, Approaches).approaches] for case in shelf.cases}
    wanted = [(pk, key, shelf.on) for pk, approaches in keys.items() for key in (VICTIM_FIRST, *approaches)]
    facts = risk_facts_of(wanted)
    return {
        case.pk: _risk_of(
            facts[case.pk, VICTIM_FIRST, shelf.on],
            [facts[case.pk, key, shelf.on] for key in keys[case.pk]],
            shelf.section(case, Risk),
        )
        for case in shelf.cases
    }


def _risk_of(first: RiskFacts, ways: list[RiskFacts], policy: Risk) -> RiskProgress:
    every = [first, *ways]
    signed = [facts for facts in every if facts.signed]
    return RiskProgress(
        accepted=any(blockers_to_accept_risk(facts, policy).is_open for facts in ways),
        victim_side=any(facts.in_date and goes_ahead(facts.decision, facts.mode) for facts in signed),
        lapsed=bool(signed) and not any(facts.in_date for facts in signed),
        against=any(facts.in_date and not goes_ahead(facts.decision, facts.mode) for facts in signed),
        waits_for_signature=any(facts.open_state == AssessmentState.SUBMITTED for facts in every),
        was_signed=any(goes_ahead(facts.decision, facts.mode) for facts in signed),
        open_flags=len(first.flags),
    )


def _offender(shelf: Shelf, case: Case, row: Responsible) -> OffenderProgress:
    approach, stance = shelf.approaches.get(row.pk), shelf.stances.get(row.pk)
    facts = take_part_facts(row, approach, stance)
    state = legal_state(shelf.legal[row.pk], scope=ContactScope.APPROACH, on=shelf.on, at=shelf.at)
    return OffenderProgress(
        called=row.person.called,
        legal_clear=state is LegalState.CLEAR,
        approached_on=timezone.localdate(approach.happened_at) if approach else None,
        reply=approach.reply if approach else "",
        can_take_part=blockers_to_take_part(facts, shelf.section(case, Engagement)).is_open,
    )


def _meeting(shelf: Shelf, case: Case, stands: Stands | None) -> MeetingProgress:
    """The last one held, if there is one; else the next one planned."""
    meetings = shelf.meetings(case)
    held = [meeting for meeting in meetings if meeting.held_at]
    shown = held[-1] if held else (meetings[-1] if meetings else None)
    if shown is None:
        return MeetingProgress()
    seats = [seat for seat in shelf.seats[case.pk] if seat.meeting_id == shown.pk]
    return MeetingProgress(
        planned_for=timezone.localdate(shown.starts_at),
        booked=shown.confirmed_at is not None,
        stands=stands(shown) if stands else True,
        held_on=_day(shown.held_at),
        without_offender=shown.approach in {way.key for way in shelf.section(case, Approaches).without_offender},
        debriefs_owed=sum(seat.awaits_debrief for seat in seats),
        items_open=sum(not item.settled for item in shelf.items[shown.pk]) if held else 0,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def _offender_told(shelf: Shelf, case: Case) -> bool:
    ending = shelf.endings.get(case.pk)
    return ending is not None and ending.offender_told in {OffenderTold.TOLD, OffenderTold.THROUGH_MANAGER}
