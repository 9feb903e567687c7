from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry
from talkingpiece.meetings.models import (
    AgreementItem,
    Check,
    Meeting,
    OutcomeAgreement,
    Participant,
    Proposal,
    Variation,
)
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date, when


def timeline(case: Case) -> list[Entry]:
    """What happened with the meetings of this case. A fixed number of queries."""
    mine = Participant.objects.filter(case=case).values("meeting_id")
    meetings = Meeting.objects.filter(pk__in=mine).select_related(
        "planned_by", "confirmed_by", "begun_by", "cancelled_by"
    )
    seats = Participant.objects.filter(case=case, debriefed_at__isnull=False).select_related("person", "debriefed_by")
    checks = Check.objects.filter(meeting__in=mine).select_related("recorded_by")
    agreements = OutcomeAgreement.objects.filter(meeting__in=mine).select_related("recorded_by")
    items = AgreementItem.objects.filter(agreement__in=agreements.values("pk")).exclude(result="")
    varied = Variation.objects.filter(meeting__in=mine).select_related("recorded_by", "item")
    asked = Proposal.objects.filter(case=case).select_related("asked_by", "answered_by")
    return [
        *(entry for meeting in meetings for entry in _meeting(case, meeting)),
        *(_debrief(seat) for seat in seats),
        *(_check(check) for check in checks),
        *(_agreement(agreement) for agreement in agreements),
        *(_result(item) for item in items.select_related("result_by")),
        *(_varied(variation) for variation in varied),
        *(entry for proposal in asked for entry in _proposed(proposal)),
    ]


def _varied(variation: Variation) -> Entry:
    return Entry(
        at=variation.happened_at,
        title=_("Another day was agreed: %(day)s") % {"day": short_date(variation.due_on)},
        side=Side.JOINT,
        words=variation.words or variation.item.words,
        by=variation.recorded_by.name if variation.recorded_by else "",
        fact="meetings.Variation",
        fact_id=variation.pk,
        recorded_at=variation.recorded_at,
        error_why=variation.error_why,
        vaguely=variation.happened_vaguely,
    )


def _proposed(proposal: Proposal) -> Iterator[Entry]:
    yield Entry(
        at=proposal.asked_at,
        title=_("Asked for a seat in a circle"),
        side=Side.VICTIM,
        words=proposal.words,
        by=proposal.asked_by.name,
    )
    if proposal.answered_at and proposal.answered_by:
        title = _("The answer about a seat: %(answer)s") % {"answer": proposal.get_answer_display().lower()}
        yield Entry(at=proposal.answered_at, title=title, side=Side.VICTIM, by=proposal.answered_by.name)


def _meeting(case: Case, meeting: Meeting) -> Iterator[Entry]:
    link = ((reverse("meetings:meeting", args=[case.reference, meeting.pk]), _("See the meeting")),)

    def entry(at: datetime, title: str, by: str, words: str = "") -> Entry:
        return Entry(at=at, title=title, side=Side.JOINT, words=words, by=by, links=link)

    yield entry(
        meeting.planned_at,
        _("A meeting is planned for %(when)s") % {"when": when(meeting.starts_at)},
        meeting.planned_by.name,
    )
    if meeting.confirmed_at and meeting.confirmed_by:
        yield entry(meeting.confirmed_at, _("The meeting is booked"), meeting.confirmed_by.name)
    if meeting.begun_at and meeting.begun_by:
        yield entry(meeting.begun_at, _("The meeting begins"), meeting.begun_by.name)
    if meeting.held_at:
        yield entry(meeting.held_at, _("The meeting was held, and is written up"), "", meeting.changes)
    if meeting.cancelled_at and meeting.cancelled_by:
        words = meeting.cancelled_why
        yield entry(meeting.cancelled_at, _("The meeting will not take place"), meeting.cancelled_by.name, words)


def _debrief(seat: Participant) -> Entry:
    name = {"name": seat.person.called}
    assert seat.debriefed_at is not None
    return Entry(
        at=seat.debriefed_at,
        title=_("%(name)s would rather not talk about the meeting") % name
        if seat.debrief_declined
        else _("Talked with %(name)s after the meeting") % name,
        side=Side(seat.side),
        words=seat.debrief,
        by=seat.debriefed_by.name if seat.debriefed_by else "",
    )


def _check(check: Check) -> Entry:
    good = check.everybody_willing and check.place_cleared
    return Entry(
        at=check.happened_at,
        title=_("Everybody was asked again, and the place is cleared")
        if good
        else _("Everybody was asked again. Not everything is in place"),
        side=Side.JOINT,
        words=check.words,
        by=check.recorded_by.name if check.recorded_by else "",
        fact="meetings.Check",
        fact_id=check.pk,
        recorded_at=check.recorded_at,
        error_why=check.error_why,
        vaguely=check.happened_vaguely,
    )


def _agreement(agreement: OutcomeAgreement) -> Entry:
    return Entry(
        at=agreement.happened_at,
        title=_("They made an agreement"),
        side=Side.JOINT,
        words=agreement.words,
        by=agreement.recorded_by.name if agreement.recorded_by else "",
        fact="meetings.OutcomeAgreement",
        fact_id=agreement.pk,
        recorded_at=agreement.recorded_at,
        error_why=agreement.error_why,
        vaguely=agreement.happened_vaguely,
    )


def _result(item: AgreementItem) -> Entry:
    assert item.result_at is not None
    return Entry(
        at=item.result_at,
        title=_("Something that was agreed: %(result)s") % {"result": item.get_result_display().lower()},
        side=Side.JOINT,
        words=item.result_words or item.words,
        by=item.result_by.name if item.result_by else "",
    )
