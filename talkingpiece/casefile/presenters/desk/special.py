"""Lists with a reason of their own: danger first, what waits for a signature, what follows a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.casefile.presenters.desk.rows import DeskRow, Names, sentences
from talkingpiece.casefile.presenters.desk.turns import case_of_meeting
from talkingpiece.casefile.queries.desk import Desk
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.engagement.models import Visit
from talkingpiece.engagement.presenters.out import next_words, taps_of
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.meetings.models import AgreementItem, Participant
from talkingpiece.meetings.queries import due_now
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters.call import caller
from talkingpiece.referrals.presenters.words import ways_in_one_line
from talkingpiece.referrals.queries import OPEN, danger_is_open
from talkingpiece.referrals.states import ReferralState
from talkingpiece.risk.states import FlagKind
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date, when


class Special:
    def __init__(self, desk: Desk, names: Names) -> None:
        self.desk, self.names = desk, names

    def first(self) -> list[DeskRow]:
        """Somebody may be in danger: before everything else."""
        return [*self._unsafe_calls(), *self._unsafe(), *self._danger(), *self._not_home(), *self._flags()]

    def _unsafe_calls(self) -> Iterator[DeskRow]:
        for draft in self.desk.unsafe_calls:
            own = draft.user_id == self.desk.user.pk
            worker = {"worker": draft.user.name if draft.user else ""}
            yield DeskRow(
                what=_("A caller may not be safe: %(worker)s took the call") % worker,
                url=url("referrals:call_draft", draft.pk) if own else "",
                when=when(draft.started_at),
                note=_("It is not sent yet. Ask %(worker)s now.") % worker if not own else "",
                tag=Tag(_("Not safe now"), "gate"),
            )

    def calls(self) -> Iterator[DeskRow]:
        for draft in self.desk.calls:
            yield DeskRow(
                what=_("Call with %(name)s") % {"name": caller(draft)},
                url=url("referrals:call_draft", draft.pk),
                when=when(draft.started_at),
                note=_("Not sent yet. Kept until %(when)s.") % {"when": when(draft.expires_at)},
            )

    def _unsafe(self) -> Iterator[DeskRow]:
        for referral in self.desk.referrals:
            if danger_is_open(referral):
                yield self._referral(referral, _("%(name)s is not safe, or not sure") % {"name": referral.called})

    def _danger(self) -> Iterator[DeskRow]:
        for ball in self.desk.balls:
            if ball.what == What.DANGER and ball.case is not None:
                yield DeskRow(
                    what=str(What.DANGER.label),
                    url=url("engagement:contact", ball.case.reference, ball.case.victim_id),
                    when=when(ball.since),
                    case=self.names.case(ball.case),
                    tag=Tag(_("Not safe now"), "gate"),
                )

    def _not_home(self) -> Iterator[DeskRow]:
        for visit in self.desk.visits_not_home:
            yield DeskRow(
                what=_("%(name)s is not back from a visit") % {"name": visit.worker.name},
                url=url(
                    "engagement:check_in" if self._goes(visit) else "engagement:call_out",
                    visit.case.reference,
                    visit.pk,
                ),
                when=_("due %(when)s") % {"when": when(visit.home_by)},
                case=self.names.case(visit.case),
                note=_("Say that you are home, or ask for more time.")
                if self._goes(visit)
                else next_words(visit, self.desk.at),
                late=True,
                taps=taps_of(visit.case.reference, visit, back="work") if self._goes(visit) else None,
            )

    def _goes(self, visit: Visit) -> bool:
        return self.desk.user.pk in {visit.worker_id, visit.with_user_id}

    def _flags(self) -> Iterator[DeskRow]:
        for flag in self.desk.flags:
            yield DeskRow(
                what=_("Red flag: %(kind)s") % {"kind": FlagKind(flag.kind).label},
                url=url("risk:answer_flag", flag.case.reference, flag.pk),
                when=when(flag.happened_at),
                case=self.names.case(flag.case),
                note=_("Everything stops until a case supervisor has answered."),
                tag=Tag(_("Red flag"), "gate"),
            )

    def referrals(self) -> Iterator[DeskRow]:
        for referral in self.desk.referrals:
            if not danger_is_open(referral) and (referral.state in OPEN or referral.messages.all()):
                yield self._referral(referral, referral.called)

    def reports(self) -> Iterator[DeskRow]:
        for owed in self.desk.reports_owed:
            case, name = owed.responsible.case, {"name": owed.responsible.person.called}
            yield DeskRow(
                what=_("Report to the offender manager of %(name)s") % name,
                url=url("offender_management:begin", case.reference, owed.responsible.pk),
                when=short_date(owed.due_on),
                case=self.names.case(case),
                late=owed.due_on < self.desk.shelf.on,
            )

    def reported(self) -> Iterator[DeskRow]:
        for said in self.desk.actions_reported:
            yield DeskRow(
                what=_("%(agency)s says that it is done. Make sure of it") % {"agency": said.agency.name},
                url=url("offender_management:reported", said.case.reference, said.pk),
                when=short_date(said.happened_at),
                case=self.names.case(said.case),
                note=said.responsible.person.called,
            )

    def _referral(self, referral: Referral, what: str) -> DeskRow:
        """Everybody who decides sees it. Whose it is stands beside it: it keeps the owner it arrived with."""
        reply = self.desk.reply_to.get(referral.pk)
        owner = referral.owner
        whose = "" if owner.pk == self.desk.user.pk else _("It came to %(name)s.") % {"name": owner.name}
        answer = _("We answer by %(day)s.") % {"day": short_date(reply.due)} if reply else ""
        is_held = referral.state == ReferralState.HELD and referral.held_until
        held = _("Waits until %(day)s.") % {"day": short_date(referral.held_until)} if is_held else ""
        return DeskRow(
            what=what,
            url=url("referrals:referral", referral.reference),
            when=when(referral.received_at),
            case=referral.reference,
            note=sentences(held, ways_in_one_line(referral), answer, whose),
            late=reply is not None and reply.state == "missed",
            tag=Tag(_("Left us a word"), "now") if referral.messages.all() else None,
        )

    def fallen(self) -> Iterator[DeskRow]:
        for one in self.desk.fallen:
            case = case_of_meeting(self.desk, one.meeting)
            if case is not None:
                yield DeskRow(
                    what=_("The meeting on %(day)s no longer stands") % {"day": short_date(one.meeting.starts_at)},
                    url=url("meetings:meeting", case.reference, one.meeting.pk),
                    when=_("now"),
                    case=self.names.case(case),
                    # Whose yes is missing is not read by whoever looks over a shoulder; it is on the page itself.
                    note=_("Everybody hears the same words. They are on its page."),
                    late=True,
                )

    def to_sign(self) -> Iterator[DeskRow]:
        for row in self.desk.to_sign:
            yield DeskRow(
                what=_("Read a risk assessment, and sign it or give it back"),
                url=url("risk:sign", row.case.reference, row.pk),
                when=_("since %(day)s") % {"day": short_date(row.submitted_at)},
                case=self.names.case(row.case),
                note=sentences(_("Assessed by %(name)s.") % {"name": row.assessor.name}, self._by(row.pk)),
                late=self._is_missed(row.pk),
            )

    def _by(self, row_id: UUID) -> str:
        one = self.desk.promise_of.get(row_id)
        return _("Promised by %(day)s.") % {"day": short_date(one.due)} if one else ""

    def _is_missed(self, row_id: UUID) -> bool:
        one = self.desk.promise_of.get(row_id)
        return one is not None and one.state == "missed"

    def disclosures(self) -> Iterator[DeskRow]:
        for row in self.desk.disclosures:
            by = row.recorded_by.name if row.recorded_by else ""
            yield DeskRow(
                what=_("%(by)s told %(whom)s, because of a duty or serious harm")
                % {"by": by, "whom": row.recipient_words or (row.agency.name if row.agency else _("somebody"))},
                url=self._to_review(row) or url("information_sharing:disclosures", row.case.reference),
                when=short_date(row.happened_at),
                case=row.case.reference,
                note=_("A second person looks at it.") if not hasattr(row, "review") else "",
                late=not hasattr(row, "review"),
            )

    def _to_review(self, row: Disclosure) -> str:
        own = row.recorded_by_id == self.desk.user.pk
        reviewed = hasattr(row, "review") or own
        return "" if reviewed else url("information_sharing:review", row.case.reference, row.pk)

    def escalated(self) -> Iterator[DeskRow]:
        for row in self.desk.escalated:
            owner = row.disclosure.agreement.owner.name if row.disclosure.agreement else ""
            yield DeskRow(
                what=_("%(name)s has not answered") % {"name": row.addressed_to.name},
                url=url("information_sharing:request", row.case.reference, row.pk),
                when=_("due %(when)s") % {"when": short_date(row.due_at)},
                case=row.case.reference,
                note=sentences(
                    _("Reminded %(count)d times.") % {"count": row.chased_count},
                    _("%(name)s looks after the agreement.") % {"name": owner} if owner else "",
                ),
                late=row.due_at < self.desk.at,
            )

    def after_meetings(self) -> list[DeskRow]:
        return [*self._write_up(), *self._debriefs(), *self._to_tell(), *self._seats_asked()]

    def _seats_asked(self) -> Iterator[DeskRow]:
        for one in self.desk.seats_asked:
            home = one.meeting.home
            if home is not None:
                yield DeskRow(
                    what=_("%(worker)s asks for a seat in a circle") % {"worker": one.asked_by.name},
                    url=url("meetings:seat", home.reference, one.meeting_id, one.pk),
                    when=_("since %(day)s") % {"day": short_date(one.asked_at)},
                    case=self.names.case(home),
                )

    def _write_up(self) -> Iterator[DeskRow]:
        for meeting in self.desk.to_write_up:
            case = case_of_meeting(self.desk, meeting)
            if case is not None:
                yield DeskRow(
                    what=_("Say whether the meeting was held, and write it up"),
                    url=url("meetings:record", case.reference, meeting.pk),
                    when=short_date(meeting.starts_at),
                    case=self.names.case(case),
                )

    def _debriefs(self) -> Iterator[DeskRow]:
        for seat in self.desk.debriefs:
            if seat.case is not None:
                late = seat.next_contact_on is not None and seat.next_contact_on < self.desk.shelf.on
                late = late or self._is_missed(seat.pk)
                yield DeskRow(
                    what=_("Talk with %(name)s after the meeting") % {"name": seat.person.called},
                    url=url("meetings:debrief", seat.case.reference, seat.meeting_id, seat.pk),
                    when=short_date(seat.next_contact_on) or _("any time"),
                    case=self.names.case(seat.case),
                    note=self._by(seat.pk),
                    late=late,
                )

    def _to_tell(self) -> Iterator[DeskRow]:
        for seat in self.desk.to_tell:
            if seat.case is not None:
                yield self._tell(seat)

    def _tell(self, seat: Participant) -> DeskRow:
        day = short_date(seat.meeting.starts_at)
        return DeskRow(
            what=_("Tell %(name)s that the meeting on %(day)s will not take place")
            % {"name": seat.person.called, "day": day},
            url=url("meetings:meeting", seat.case.reference if seat.case else "", seat.meeting_id),
            when=_("now"),
            case=self.names.case(seat.case) if seat.case else "",
            late=True,
        )

    def items(self) -> Iterator[DeskRow]:
        for item in self.desk.items:
            yield self._item(item)

    def _item(self, item: AgreementItem) -> DeskRow:
        case = self.desk.item_cases.get(item.agreement.meeting_id)
        what = _("Tell the victim how it went: %(words)s") if item.result else _("%(name)s promised: %(words)s")
        return DeskRow(
            what=what % {"name": item.owner.person.called, "words": item.words},
            url=url("meetings:item", case.reference, item.pk) if case else "",
            when=short_date(due_now(item)),
            case=self.names.case(case) if case else "",
            late=due_now(item) < self.desk.shelf.on,
        )

    def to_ask(self) -> Iterator[DeskRow]:
        for due in self.desk.to_ask:
            yield DeskRow(
                what=_("Ask %(name)s how far needs were met") % {"name": due.case.victim.called},
                url=url("evaluation:ask", due.case.reference),
                when=_("from %(day)s") % {"day": short_date(due.on)},
                case=self.names.case(due.case),
                note=_("They said that we may."),
            )
