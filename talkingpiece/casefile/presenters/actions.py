"""What can be done now: what is owed first, with who does it and by when; then what is open at any time."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import AgencyKind
from talkingpiece.casefile.presenters.header import holder_name
from talkingpiece.casefile.presenters.turns import turn_door
from talkingpiece.casefile.queries import Shelf, update_due_on
from talkingpiece.cases.access import Opened
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import leads_in, url
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.cases.states import Complexity, Holder
from talkingpiece.consents.states import Item
from talkingpiece.engagement.models import Contact, Visit
from talkingpiece.engagement.queries import legal_visits_of
from talkingpiece.engagement.states import Reply, VisitState
from talkingpiece.offender_management.queries import reports_owed
from talkingpiece.risk.states import FlagKind
from talkingpiece.ui.components import WorkRow
from talkingpiece.ui.dates import short_date, when


class Actions:
    """`fell`: a meeting was booked and no longer stands."""

    def __init__(self, opened: Opened, shelf: Shelf, reader: User, *, fell: bool = False) -> None:
        self.opened, self.shelf, self.reader, self.case, self.fell = opened, shelf, reader, opened.case, fell

    @property
    def rows(self) -> list[WorkRow]:
        owed = [*self._flags(), *self._ball(), *self._promised(), *self._again(), *self._visits(), *self._update()]
        owed += [*self._reports(), *self._legal_visits()]
        return [*owed, *self._any_time()]

    def _row(self, what: str, address: str, due: str, note: str = "", *, late: bool = False) -> WorkRow:
        """Whoever may not do it reads that it is to be done, without a link."""
        may = leads_in(address, self.opened.relation)
        return WorkRow(what, url=address if may else "", when=due, note=note, late=late)

    def _flags(self) -> Iterator[WorkRow]:
        for flag in self.shelf.flags[self.case.pk]:
            if flag.answered_at is None:
                address = url("risk:answer_flag", self.case.reference, flag.pk)
                what = _("Answer the red flag: %(kind)s") % {"kind": FlagKind(flag.kind).label}
                yield self._row(what, address, _("now"), _("A case supervisor answers."), late=True)

    def _ball(self) -> Iterator[WorkRow]:
        ball = self.shelf.balls.get(self.case.pk)
        if ball is not None and ball.holder == Holder.AGENCY and ball.what == What.FIRST_CONTACT:
            words = {"agency": holder_name(self.shelf, self.case, ball)}
            what = _("Write down what they said when %(agency)s asked them") % words
            note = _("%(agency)s makes the first contact. Nobody of ours rings before that.") % words
            address = url("referrals:answer_of", self.case.reference)
            yield self._row(what, address, when(ball.due_at) if ball.due_at else _("any time"), note)
        if ball is None or ball.holder != Holder.USER or ball.what == What.RED_FLAG:
            return
        mine = ball.user_id == self.reader.pk
        note = "" if mine else _("%(name)s has the ball.") % {"name": holder_name(self.shelf, self.case, ball)}
        late = ball.due_at is not None and ball.due_at < self.shelf.at
        due = when(ball.due_at) if ball.due_at else _("any time")
        what = What.MEETING_FELL if self.fell and ball.what == What.MEETING_AHEAD else What(ball.what)
        # An offer is answered by whoever it was made to; anybody else finds it where cases are offered.
        offered = what is What.ANSWER_OFFER and not mine
        address = url("staffing:allocate", self.case.reference) if offered else turn_door(self.shelf, self.case, what)
        yield self._row(str(what.label), address, due, note, late=late)

    def _promised(self) -> Iterator[WorkRow]:
        """What somebody who rang us was told: when we ring them."""
        due = self.shelf.promised_call(self.case)
        if due is not None:
            what = _("Ring %(name)s, as we promised") % {"name": self.case.victim.called}
            address = url("engagement:contact", self.case.reference, self.case.victim_id)
            note = self.shelf.referrals[self.case.pk].promised
            yield self._row(what, address, when(due), note, late=due < self.shelf.at)

    def _again(self) -> Iterator[WorkRow]:
        """Whom somebody said that we would try again, and when."""
        rows = Contact.objects.filter(
            case=self.case, next_at__isnull=False, next_done_at__isnull=True, error_at__isnull=True
        )
        for row in rows.select_related("person").order_by("next_at"):
            address = url("engagement:contact", self.case.reference, row.person_id)
            what = _("Get in touch with %(name)s again") % {"name": row.person.called}
            late = row.next_at is not None and row.next_at < self.shelf.at
            yield self._row(what, address, when(row.next_at), row.next_words, late=late)

    def _visits(self) -> Iterator[WorkRow]:
        rows = Visit.objects.filter(case=self.case, state=VisitState.PLANNED).select_related("person", "worker")
        for row in rows.order_by("planned_at"):
            address = url("engagement:check_in", self.case.reference, row.pk)
            what = _("Visit to %(name)s: %(purpose)s") % {"name": row.person.called, "purpose": row.purpose}
            late = row.home_by < self.shelf.at
            yield self._row(what, address, when(row.planned_at), row.worker.name, late=late)

    def _legal_visits(self) -> Iterator[WorkRow]:
        """A prison that was asked and has not answered."""
        for row in legal_visits_of(self.case.pk):
            if row.waits:
                address = url("engagement:legal_visit_asked", self.case.reference, row.pk)
                what = _("%(agency)s answers for a legal visit") % {"agency": row.agency.name}
                yield self._row(what, address, when(row.due_at), late=row.due_at < self.shelf.at)

    def _update(self) -> Iterator[WorkRow]:
        due = update_due_on(self.shelf, self.case)
        if due is None:
            return
        name = {"name": self.case.victim.called}
        address = url("engagement:contact", self.case.reference, self.case.victim_id)
        note = _("Owed even when there is no news.")
        yield self._row(
            _("Tell %(name)s how things stand") % name, address, short_date(due), note, late=due < self.shelf.on
        )

    def _reports(self) -> Iterator[WorkRow]:
        for owed in reports_owed([self.case.pk], self.shelf.at):
            name = {"name": owed.responsible.person.called}
            what = _("Report to the offender manager of %(name)s") % name
            address = url("offender_management:begin", self.case.reference, owed.responsible.pk)
            yield self._row(what, address, short_date(owed.due_on), late=owed.due_on < self.shelf.on)

    def _prisons(self) -> Iterator[tuple[str, str]]:
        for row in self.shelf.responsibles[self.case.pk]:
            if row.held_at or (row.agency is not None and row.agency.kind == AgencyKind.PRISON):
                label = _("Ask for a legal visit to %(name)s") % {"name": row.person.called}
                yield label, url("engagement:legal_visit", self.case.reference, row.pk)

    def _any_time(self) -> Iterator[WorkRow]:
        ref, victim = self.case.reference, self.case.victim_id
        name = {"name": self.case.victim.called}
        talking = [
            (_("Write down what %(name)s says") % name, url("engagement:listen", ref)),
            (_("Plan a visit to %(name)s") % name, url("engagement:visit", ref, victim)),
        ]
        without = [
            (_("Offer %(name)s this: %(approach)s") % {**name, "approach": _(way.name)}, self._ask(way))
            for way in self._without_offender()
        ]
        sensitive = (_("Mark the case as sensitive and complex"), url("cases:sensitive", ref))
        doors = [
            *([] if self.shelf.paused(self.case) else [*talking, *without]),
            (_("Record a consent, or take one back"), url("consents:ledger", ref)),
            (_("Add a supporter, an interpreter or family"), url("cases:companion_add", ref)),
            (_("Say how %(name)s was harmed") % name, url("cases:victim_as", ref)),
            *self._prisons(),
            (_("Raise a red flag"), url("risk:flag", ref)),
            (_("Tell somebody, because of a duty or serious harm"), url("information_sharing:disclose", ref)),
            *([] if self.case.complexity == Complexity.SENSITIVE else [sensitive]),
        ]
        for label, address in doors:
            if leads_in(address, self.opened.relation):
                yield WorkRow(label, url=address, when=_("any time"))

    def _without_offender(self) -> list[ApproachDef]:
        """Ways that need nobody else's yes. Offered whatever the other person was asked or answered, so that the offer
        tells nothing; not once somebody said yes to meeting, or something is planned."""
        said_yes = any(one.reply == Reply.YES for one in self.shelf.approaches.values())
        if said_yes or self.shelf.meetings(self.case) or not self.case.is_open:
            return []
        return list(self.shelf.section(self.case, Approaches).without_offender)

    def _ask(self, way: ApproachDef) -> str:
        return url("consents:ask", self.case.reference, self.case.victim_id, Item.MODE, way.key)
