"""Bringing a list in: every row becomes a case, or none does. What it says of consent or risk opens nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import due
from talkingpiece.audit.services import record
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import (
    add_responsible,
    open_case,
    pass_ball,
    record_incident,
    record_sentence,
)
from talkingpiece.cases.states import Holder, InitiatedBy, KnownFrom, OffenceCategory, Route, SentenceType, VictimAs
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import check_transition
from talkingpiece.people.models import Person
from talkingpiece.people.services import add_way, create_person, describe_person
from talkingpiece.people.states import PersonKind
from talkingpiece.protection.classes import Side
from talkingpiece.records.checking import NEW, Checked
from talkingpiece.records.gates import blockers_to_bring, facts_for_bring
from talkingpiece.records.lines import Line
from talkingpiece.records.models import BroughtList, BroughtRow
from talkingpiece.records.profile import Records
from talkingpiece.records.queries import OpenList, mark_of, open_list
from talkingpiece.records.services.lists import ListStale, close_list
from talkingpiece.records.services.taking_over import take_over
from talkingpiece.records.states import TRANSITIONS, ListState
from talkingpiece.records.ways import ways_in
from talkingpiece.referrals.services.listed import take_over_referral

_INITIATED = {
    Route.SELF: InitiatedBy.VICTIM,
    Route.AGENCY: InitiatedBy.AGENCY,
    Route.EXTRACTION: InitiatedBy.AGENCY,
}


@transaction.atomic
def bring_in(*, list_id: UUID, version: int, by: User, at: datetime) -> list[Case]:
    """The cases that were made. Raises ListStale, IllegalTransition, and Blocked with every reason."""
    row = BroughtList.objects.select_for_update(no_key=True).select_related("area").get(pk=list_id)
    check_transition(TRANSITIONS, current=row.state, to=ListState.BROUGHT)
    if row.version != version:
        raise ListStale(row)
    opened = open_list(row, by=by, at=at)
    require_open(blockers_to_bring(facts_for_bring(opened)))
    cases = _Bringing(opened, row.area, by, at).cases()
    row.rows, row.cases = len(opened.lines), len(cases)
    close_list(row, ListState.BROUGHT, by=by, at=at)
    record("list.brought_in", by=by, about=row, at=at, side=Side.VICTIM, detail={"cases": len(cases)})
    return cases


class _Bringing:
    def __init__(self, opened: OpenList, area: Area, by: User, at: datetime) -> None:
        self.opened, self.area, self.by, self.at = opened, area, by, at
        rows = [row for row in opened.checked if row.ready]
        people = {row.worker.user_id for row in rows} | {row.manager_id for row in rows if row.manager_id}
        self.rows = rows
        self.users: Mapping[UUID, User] = User.objects.select_related("agency").in_bulk(people)
        self.agencies = Agency.objects.in_bulk([row.agency_id for row in rows if row.agency_id])
        self.each_day = current_section(area.pk, Records).reconfirm_each_day
        self.given: Counter[UUID] = Counter()
        self.by_row: dict[int, Case] = {}
        self.something: set[UUID] = set()

    def cases(self) -> list[Case]:
        """Four a day and worker fall due, beginning tomorrow, so that a whole list never does at once."""
        for row in self.rows:
            case = self.by_row[row.adds_to] if row.adds_to else self._case(row)
            self.by_row[row.number] = case
            offender = self._offender(case, row)
            if take_over(case, row, offender, self.opened.row, by=self.by, at=self.at):
                self.something.add(case.pk)
            BroughtRow.objects.create(
                area=self.area,
                brought_list=self.opened.row,
                line=row.number,
                case=case,
                mark=mark_of(self.area.pk, row.line),
            )
        made = {case.pk: case for case in self.by_row.values()}
        for row in self.rows:
            if not row.adds_to:
                self._ball(self.by_row[row.number], self.users[row.worker.user_id])
        return list(made.values())

    def _case(self, row: Checked) -> Case:
        line = row.line
        opened_at = min(_noon(line.day("referred_on") or timezone.localdate(self.at)), self.at)
        route = line.text("route") or Route.SELF
        owner = self.users[row.worker.user_id]
        incident = record_incident(
            area_id=self.area.pk,
            category=line.text("category") or OffenceCategory.UNKNOWN,
            words=line.text("what_happened"),
            happened_on=line.day("happened_on"),
            crime_reference=line.text("crime_reference"),
            at=opened_at,
        )
        case = open_case(
            area=self.area,
            victim=self._victim(row),
            incident=incident,
            initiated_by=_INITIATED[Route(route)],
            route=route,
            owner=owner,
            by=self.by,
            at=opened_at,
            victim_as=line.text("victim_as") or VictimAs.DIRECT,
        )
        take_over_referral(case=case, words=line.text("what_happened"), owner=owner, by=self.by, at=self.at)
        return case

    def _victim(self, row: Checked) -> Person:
        line = row.line
        if row.victim and row.victim != NEW:
            return self._known(row)
        person = create_person(
            area_id=self.area.pk,
            called=line.called,
            full_name=line.text("full_name"),
            birth_date=line.day("birth_date"),
            language=line.text("language") or "English",
            interpreter=line.says_yes("interpreter"),
            conceal_from=line.text("conceal_from"),
            kind=PersonKind.ORGANISATION if line.text("victim_as") == VictimAs.ORGANISATION else PersonKind.PERSON,
            by=self.by,
            at=self.at,
            side=Side.VICTIM,
        )
        self._ways(person, line, known=())
        return person

    def _known(self, row: Checked) -> Person:
        """Somebody of an earlier case: what the list adds stands beside what they told us, never in its place."""
        person = Person.objects.get(pk=row.victim)
        points = person.contact_points.filter(ended_at__isnull=True)
        self._ways(person, row.line, known=[(point.channel, str(point.value)) for point in points])
        told = row.line.text("conceal_from")
        if not told or told in person.conceal_from:
            return person
        words = f"{person.conceal_from}\n{told}" if person.conceal_from else told
        return describe_person(
            person_id=person.pk,
            version=person.version,
            changes={"conceal_from": words},
            by=self.by,
            at=self.at,
            side=Side.VICTIM,
        )

    def _ways(self, person: Person, line: Line, *, known: Iterable[tuple[str, str]]) -> None:
        called_safe = line.day("last_contact") or line.day("referred_on")
        at = min(_noon(called_safe), self.at) if called_safe else self.at
        for way in ways_in(line, known=known):
            add_way(person=person, way=way, by=self.by, at=at, side=Side.VICTIM)

    def _offender(self, case: Case, row: Checked) -> Responsible | None:
        line = row.line
        if not line.text("offender"):
            return None
        manager = self.users.get(row.manager_id) if row.manager_id else None
        agency = manager.agency if manager else self.agencies.get(row.agency_id) if row.agency_id else None
        responsible = add_responsible(
            case_id=case.pk,
            person=self._offender_person(row),
            agency=agency,
            offender_manager=manager,
            by=self.by,
            at=self.at,
        )
        if line.text("sentence") or line.day("release_on"):
            record_sentence(
                responsible_id=responsible.pk,
                kind=line.text("sentence") or SentenceType.UNKNOWN,
                known_from=KnownFrom.EARLIER,
                release_on=line.day("release_on"),
                by=self.by,
                at=self.at,
            )
        return responsible

    def _offender_person(self, row: Checked) -> Person:
        if row.offender and row.offender != NEW:
            return Person.objects.get(pk=row.offender)
        name = row.line.text("offender")
        return create_person(
            area_id=self.area.pk,
            called=name.split()[0],
            full_name=name,
            birth_date=row.line.day("offender_birth_date"),
            by=self.by,
            at=self.at,
            side=Side.OFFENDER,
        )

    def _ball(self, case: Case, owner: User) -> None:
        days = 1 + self.given[owner.pk] // self.each_day
        self.given[owner.pk] += 1
        what = What.RECONFIRM if case.pk in self.something else What.NEXT_CONTACT
        due_at = due(self.at, days, self.area.jurisdiction)
        pass_ball(case=case, holder=Holder.USER, user=owner, what=what, at=self.at, due_at=due_at)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
