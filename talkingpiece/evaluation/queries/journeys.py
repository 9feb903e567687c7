"""The journeys of an area, as plain values for the counting rules, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from talkingpiece.areas.models import Area
from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section
from talkingpiece.areas.working_days import add_working_days
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.evaluation.counting import Event, Journey, What
from talkingpiece.evaluation.queries.happened import Happened, happened_in
from talkingpiece.meetings.queries import policies
from talkingpiece.people.models import Merge
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.states import Form, ReferralState

_DECIDED = {
    ReferralState.ACCEPTED.value: "accepted",
    ReferralState.SIGNPOSTED.value: "signposted",
    ReferralState.STOPPED.value: "stopped",
}


class _Came(NamedTuple):
    """A referral, or a case that came without one."""

    key: str
    label: str
    received: date
    route: str
    form: str
    decision: str
    decided_on: date | None
    case_id: UUID | None


def journeys_of(area: Area) -> list[Journey]:
    """Every referral of the area with each responsible person, and everything that happened, mistakes marked."""
    cases = {case.pk: case for case in Case.objects.filter(area=area)}
    return _Reading(area, cases, happened_in(area.pk, cases)).journeys()


@dataclass(frozen=True)
class _Reading:
    area: Area
    cases: dict[UUID, Case]
    happened: Happened

    def journeys(self) -> list[Journey]:
        offenders: dict[UUID, list[UUID]] = defaultdict(list)
        rows = Responsible.objects.filter(area=self.area).order_by("known_since", "pk")
        for case_id, person_id in rows.values_list("case_id", "person_id"):
            offenders[case_id].append(person_id)
        people = dict(
            Merge.objects.standing().filter(area=self.area, undone_at__isnull=True).values_list("merged_id", "kept_id")
        )
        speak_within = self._speak_within()
        return [
            self._journey(one, person_id, number, max(1, len(offenders.get(one.case_id, ()))), people, speak_within)  # type: ignore[arg-type]
            for one in self._came()
            for number, person_id in enumerate(offenders.get(one.case_id, ()) or (None,), start=1)  # type: ignore[arg-type]
        ]

    def _came(self) -> list[_Came]:
        rows = Referral.objects.filter(area=self.area).values_list(
            "pk", "reference", "received_at", "route", "form", "state", "decided_at", "case_id"
        )
        found = []
        for pk, reference, received_at, route, form, state, decided_at, case_id in rows:
            decision = _DECIDED.get(state, "")
            received = timezone.localdate(received_at)
            decided = (timezone.localdate(decided_at) if decided_at else received) if decision else None
            label = self.cases[case_id].reference if case_id in self.cases else reference
            found.append(_Came(str(pk), label, received, route, form, decision, decided, case_id))
        with_referral = {one.case_id for one in found}
        for case in self.cases.values():
            if case.pk not in with_referral:
                day = timezone.localdate(case.opened_at)
                found.append(_Came(str(case.pk), case.reference, day, case.route, "", "accepted", day, case.pk))
        return found

    def _speak_within(self) -> dict[UUID | None, int]:
        """By case, in working days, by the profile version that the case keeps; None: before there is a case."""
        sections = policies(self.cases.values())
        days: dict[UUID | None, int] = {pk: sections(case, Promises).first_contact for pk, case in self.cases.items()}
        return {**days, None: current_section(self.area.pk, Promises).first_contact}

    def _journey(
        self,
        one: _Came,
        person_id: UUID | None,
        number: int,
        of: int,
        people: dict[UUID, UUID],
        speak_within: dict[UUID | None, int],
    ) -> Journey:
        case = self.cases.get(one.case_id) if one.case_id else None
        events: list[Event] = []
        who = None
        if case:
            events += self.happened.of_case.get(case.pk, [])
            victim = people.get(case.victim_id, case.victim_id)
            who = (str(victim), "", str(case.incident_id))
        if case and person_id:
            events += self.happened.of_offender.get((case.pk, person_id), [])
            who = (str(victim), str(people.get(person_id, person_id)), str(case.incident_id))
        if one.form == Form.TELEPHONE:
            events.append(Event(What.SPOKE, one.received))
        promised = speak_within[case.pk if case else None]
        return Journey(
            key=f"{one.key}/{number}",
            label=one.label,
            received=one.received,
            route=one.route,
            from_list=one.form == Form.LIST,
            decision=one.decision,
            decided_on=one.decided_on,
            case=str(case.pk) if case else "",
            who=who,
            speak_by=add_working_days(one.received, promised, self.area.jurisdiction),
            number=number,
            of=of,
            events=tuple(events),
            needs=tuple(self.happened.needs.get(case.pk, ())) if case else (),
        )
