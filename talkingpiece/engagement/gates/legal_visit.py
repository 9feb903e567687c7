"""May a prison be asked to let our workers see somebody? It tells the prison whom we work with, so it needs a ground,
and it is asked only once that person may be approached, or was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.agreements.queries import covering
from talkingpiece.cases.legal_queries import changes_of, prison_of
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.documents.leaks import leaks_in
from talkingpiece.engagement.gates.approach import blockers_to_approach, facts_for_approach
from talkingpiece.engagement.queries import engagement, last_approach
from talkingpiece.engagement.queries.legal_visits import RECEIVE, SEND
from talkingpiece.information_sharing.gates.ask_facts import protected_of
from talkingpiece.information_sharing.states import Ground
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class LegalVisitFacts:
    responsible_id: str
    offender: str
    victim: str
    victim_id: str
    case_open: bool
    paused: bool
    may_be_approached: bool  # the gate of the approach is open, or they were approached
    agency_id: str  # empty: nobody knows who holds them
    agency_name: str
    agreement_id: str
    consent_id: str
    leaks: tuple[str, ...] = ()
    died: bool = False

    @property
    def ground(self) -> Ground | None:
        if self.agreement_id:
            return Ground.AGREEMENT
        return Ground.CONSENT if self.consent_id else None


def facts_for_legal_visit(case: Case, responsible: Responsible, at: datetime, *, needs: str = "") -> LegalVisitFacts:
    on, agency = timezone.localdate(at), prison_of(responsible)
    agreement = covering(case.area_id, agency.pk, send=SEND, receive=RECEIVE, at=at) if agency else None
    consent = live_consent(case.pk, case.victim_id, Item.ASK_AGENCY, on=on, target=str(agency.pk)) if agency else None
    open_gate = blockers_to_approach(facts_for_approach(case, responsible, at), engagement(case)).is_open
    protected = protected_of(case.victim, case.reference, responsible.person)
    return LegalVisitFacts(
        responsible_id=str(responsible.pk),
        offender=responsible.person.called,
        victim=case.victim.called,
        victim_id=str(case.victim_id),
        case_open=case.is_open,
        paused=open_pause(case.pk) is not None,
        may_be_approached=open_gate or last_approach(responsible.pk) is not None,
        agency_id=str(agency.pk) if agency else "",
        agency_name=agency.name if agency else "",
        agreement_id=str(agreement.pk) if agreement else "",
        consent_id=str(consent.pk) if consent else "",
        leaks=leaks_in(needs, protected) if needs else (),
        died=changes_of(responsible.pk).died,
    )


def blockers_to_ask_visit(facts: LegalVisitFacts) -> Verdict:
    name = {"name": facts.offender, "victim": facts.victim, "agency": facts.agency_name}
    return verdict(
        [
            condition(facts.case_open, _("The case is open"), _ended()),
            condition(not facts.paused, _("%(victim)s is not pausing") % name, _paused(facts)),
            condition(not facts.died, _("%(name)s can be visited") % name, _died(facts)),
            condition(bool(facts.agency_id), _("%(agency)s holds %(name)s") % name, _nowhere(facts)),
            condition(facts.may_be_approached, _("%(name)s may be approached, or was") % name, _too_early(facts)),
            condition(facts.ground is not None, _("There is a ground to ask %(agency)s") % name, _no_ground(facts)),
            condition(not facts.leaks, _("Nothing in it tells of %(victim)s") % name, _tells(facts)),
        ]
    )


def _ended() -> Blocker:
    return Blocker(
        code="case_ended",
        message=_("The case is open"),
        why=_("It has ended. Nobody is visited in an ended case."),
        remedy=_("Open the case again"),
        who=_("Its facilitator, if the victim wishes it."),
        side=Side.JOINT,
        door="casefile:reopen",
        door_label=_("Open the case again"),
    )


def _paused(facts: LegalVisitFacts) -> Blocker:
    name = {"name": facts.victim}
    return Blocker(
        code="paused",
        message=_("%(name)s goes on") % name,
        why=_("They asked to pause. Nothing goes out meanwhile."),
        remedy=_("Record that they go on"),
        who=_("Only %(name)s can open this one.") % name,
        side=Side.VICTIM,
        door="cases:resume",
        door_label=_("They want to go on"),
    )


def _died(facts: LegalVisitFacts) -> Blocker:
    return Blocker(
        code="died",
        message=_("%(name)s has died") % {"name": facts.offender},
        remedy="",
        who=_("A case supervisor decides how the case goes on."),
        side=Side.OFFENDER,
    )


def _nowhere(facts: LegalVisitFacts) -> Blocker:
    name = {"name": facts.offender}
    return Blocker(
        code="no_agency",
        message=_("Nobody has written down who holds %(name)s") % name,
        why=_("A visit is asked of the prison in which they are."),
        remedy=_("Write down where they are"),
        who=_("You can do this now."),
        side=Side.OFFENDER,
        door="cases:responsible",
        door_args=(facts.responsible_id,),
        door_label=_("Write down who holds them"),
    )


def _too_early(facts: LegalVisitFacts) -> Blocker:
    name = {"name": facts.offender, "victim": facts.victim}
    return Blocker(
        code="not_approachable",
        message=_("%(name)s may not be approached yet") % name,
        why=_("A visit in a prison is seen. Before the approach is open, it could give %(victim)s away.") % name,
        remedy=_("See what the approach needs"),
        who=_("The approach comes first."),
        side=Side.OFFENDER,
        door="engagement:approach",
        door_args=(facts.responsible_id,),
        door_label=_("Go to the approach"),
    )


def _no_ground(facts: LegalVisitFacts) -> Blocker:
    name = {"victim": facts.victim, "agency": facts.agency_name}
    return Blocker(
        code="no_ground",
        message=_("There is no ground to ask %(agency)s") % name
        if facts.agency_name
        else _("There is no ground to ask"),
        why=_("An agreement in force that covers it, or a yes of %(victim)s to asking them, is needed.") % name,
        remedy=_("Ask %(victim)s whether we may") % name,
        who=_("Only %(victim)s can say yes. Whoever looks after agreements can make one.") % name,
        side=Side.SERVICE,
        door="consents:ask" if facts.agency_id else "",
        door_args=(facts.victim_id, Item.ASK_AGENCY.value, facts.agency_id) if facts.agency_id else (),
        door_label=_("Ask %(victim)s whether we may") % name if facts.agency_id else "",
    )


def _tells(facts: LegalVisitFacts) -> Blocker:
    name = {"victim": facts.victim, "what": ", ".join(facts.leaks)}
    return Blocker(
        code="leak",
        message=_("What you wrote tells of %(victim)s: %(what)s") % name,
        why=_("A prison is told whom we come to see, and nothing else."),
        remedy=_("Take it out"),
        who=_("You can change this on the same page."),
        side=Side.VICTIM,
    )
