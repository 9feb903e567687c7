"""G3: the offender may be approached. Every line of it protects the victim; none can be overridden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.legal import LegalState, legal_state
from talkingpiece.cases.legal_queries import changes_of, legal_facts
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import open_pause
from talkingpiece.cases.states import Complexity, ContactScope, kind_words
from talkingpiece.consents.models import Consent
from talkingpiece.consents.queries import family_against, live
from talkingpiece.consents.states import Answer, Item
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.gates.ready import ready_conditions
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import (
    ReadyFacts,
    engagement,
    supervisor_agreement,
    victim_ready_facts,
)
from talkingpiece.information_sharing.queries import consultation, latest_answer, undecided_requests
from talkingpiece.information_sharing.states import View, Whom
from talkingpiece.protection.classes import Side
from talkingpiece.risk.queries import open_flags

SETTLED = frozenset({"consulted", "none", "supervisor_decided"})


@dataclass(frozen=True)
class ApproachFacts:
    ready: ReadyFacts
    offender: str
    responsible_id: str
    case_open: bool
    paused: bool
    liaison: str  # information_sharing.queries.ConsultationState
    manager: str
    manager_name: str
    request_id: str  # of the request that waits for an answer
    objected: bool
    sensitive: bool
    supervisor: (
        str  # agreed, against or none; an answer given before the newest objection, or no of the family, is none
    )
    legal: str  # cases.legal.LegalState for the scope "approach"
    flags: tuple[str, ...]  # ids of open red flags
    consent: bool  # live, explicit, with the words that may be said
    reopened: str = ""  # what changed since the legal-contact check: a cases.states.ChangeKind
    died: bool = False
    family_against: tuple[str, ...] = ()  # family, harmed too, who said that nothing of them is to be told


def facts_for_approach(case: Case, responsible: Responsible, at: datetime) -> ApproachFacts:
    on = timezone.localdate(at)
    waiting = [r for r in undecided_requests(case.pk) if r.responsible_id == responsible.pk]
    answer = latest_answer(responsible.pk)
    objected_at = answer.answered_at if answer and answer.view == View.OBJECT else None
    consent = approach_consent(case, responsible, at)
    against = family_against(case)
    no_at = max((row.withdrawn_recorded_at or row.recorded_at for row in against), default=None)
    asked_again = max((at for at in (objected_at, no_at) if at is not None), default=None)
    oldest, known = timedelta(days=engagement(case).legal_check_at_most_days), legal_facts(responsible.pk)
    return ApproachFacts(
        ready=victim_ready_facts(case, on),
        offender=responsible.person.called,
        responsible_id=str(responsible.pk),
        case_open=case.is_open,
        paused=open_pause(case.pk) is not None,
        liaison=consultation(case.pk, responsible.pk, Whom.LIAISON, at=at),
        manager=consultation(case.pk, responsible.pk, Whom.OFFENDER_MANAGER, at=at),
        manager_name=responsible.offender_manager.name if responsible.offender_manager else "",
        request_id=str(waiting[0].pk) if waiting else "",
        objected=objected_at is not None,
        sensitive=case.complexity == Complexity.SENSITIVE,
        supervisor=_supervisor(responsible, asked_again),
        legal=legal_state(known, scope=ContactScope.APPROACH, on=on, at=at, at_most=oldest),
        reopened=known.reopened,
        died=changes_of(responsible.pk).died,
        flags=tuple(str(flag.pk) for flag in open_flags(case.pk)),
        family_against=tuple(row.person.called for row in against),
        consent=consent is not None and bool(consent.wording.strip()),
    )


def approach_consent(case: Case, responsible: Responsible, at: datetime) -> Consent | None:
    """The victim's live consent to approach this offender, or whoever is responsible; the words are its `wording`.

    What she said last counts: a no, or a consent taken back, since then ends an older yes in other words too.
    """
    asked = Consent.objects.filter(
        case=case,
        person_id=case.victim_id,
        item=Item.APPROACH,
        target__in=["", str(responsible.pk)],
        error_at__isnull=True,
    )
    newest = live([case.pk], on=timezone.localdate(at)) & asked
    consent = newest.order_by("-recorded_at").first()
    if consent is None:
        return None
    since = Q(withdrawn_recorded_at__gt=consent.recorded_at) | Q(
        answer=Answer.REFUSED, recorded_at__gt=consent.recorded_at
    )
    return None if asked.filter(since).exists() else consent


def _supervisor(responsible: Responsible, asked_again: datetime | None) -> str:
    """`asked_again`: the newest objection of the offender manager, or no of somebody of the family."""
    agreement = supervisor_agreement(responsible.pk)
    if agreement is None or (asked_again is not None and agreement.happened_at < asked_again):
        return "none"
    return "agreed" if agreement.agreed else "against"


def blockers_to_approach(facts: ApproachFacts, policy: Engagement) -> Verdict:
    return verdict(
        [
            condition(facts.case_open, _("The case is open"), _ended()),
            condition(not facts.paused, _("%(name)s is not pausing") % {"name": facts.ready.victim}, _paused(facts)),
            *([Condition("", _died(facts))] if facts.died else ()),
            *ready_conditions(facts.ready, policy),
            _liaison(facts),
            _manager(facts),
            condition(facts.legal == LegalState.CLEAR, _("No order or condition forbids it"), _legal(facts, policy)),
            _supervisor_condition(facts),
            condition(not facts.flags, _("No red flag is open"), _flagged(facts)),
            condition(
                facts.consent,
                _("%(name)s agreed to the exact words") % {"name": facts.ready.victim},
                _no_words(facts),
            ),
        ]
    )


def _ended() -> Blocker:
    return Blocker(
        code="case_ended",
        message=_("The case is open"),
        why=_("It has ended. Nobody is approached in an ended case."),
        remedy=_("Open the case again"),
        who=_("Its facilitator, if the victim wishes it."),
        side=Side.JOINT,
        door="casefile:reopen",
        door_label=_("Open the case again"),
    )


def _paused(facts: ApproachFacts) -> Blocker:
    name = {"name": facts.ready.victim}
    return Blocker(
        code="paused",
        message=_("%(name)s goes on") % name,
        why=_("They asked to pause. A pause has no deadline."),
        remedy=_("Record that they go on"),
        who=_("Only %(name)s can open this one.") % name,
        side=Side.VICTIM,
        door="cases:resume",
        door_label=_("They want to go on"),
    )


def _died(facts: ApproachFacts) -> Blocker:
    return Blocker(
        code="died",
        message=_("%(name)s has died") % {"name": facts.offender},
        why=_("Nobody is approached. A case supervisor decides with you how the victim is told."),
        remedy="",
        who=_("A case supervisor."),
        side=Side.OFFENDER,
    )


def _liaison(facts: ApproachFacts) -> Condition:
    met = {
        "none": _("There is no victim liaison officer"),
        "supervisor_decided": _("The victim liaison officer did not answer; a supervisor decided"),
    }.get(facts.liaison, _("The victim liaison officer was consulted"))
    blocker = Blocker(
        code="liaison_not_consulted",
        message=_("The victim liaison officer is consulted"),
        why=_("They may know of wishes and dates that we do not. If there is none, write that down."),
        remedy=_("Ask the liaison officer"),
        who=_("You ask; they answer."),
        side=Side.VICTIM,
        door="information_sharing:consultation",
        door_label=_("Write down what they said"),
    )
    return condition(facts.liaison in SETTLED, met, blocker)


def _manager(facts: ApproachFacts) -> Condition:
    met = {
        "none": _("%(name)s has no offender manager"),
        "supervisor_decided": _("%(name)s’s offender manager did not answer; a supervisor decided"),
    }.get(facts.manager, _("%(name)s’s offender manager was consulted"))
    return condition(facts.manager in SETTLED, met % {"name": facts.offender}, _manager_blocker(facts))


def _manager_blocker(facts: ApproachFacts) -> Blocker:
    asked = facts.manager in {"asked", "overdue", "refused"} and bool(facts.request_id)
    why = {
        "asked": _("We asked, and their answer is not due yet."),
        "refused": _("They said that they do not answer. A case supervisor can decide without it."),
        "overdue": _("Their answer is overdue. Ask again; after that a case supervisor can decide without it."),
    }.get(facts.manager, _("They know how %(name)s is, and what lies ahead.") % {"name": facts.offender})
    who = _("%(name)s answers.") % {"name": facts.manager_name} if facts.manager_name else _("You can ask now.")
    return Blocker(
        code=f"manager_{facts.manager}",
        message=_("The offender manager says whether %(name)s can be approached") % {"name": facts.offender},
        why=why,
        remedy=_("Ask the offender manager"),
        who=who,
        side=Side.OFFENDER,
        door="information_sharing:request" if asked else "information_sharing:ask",
        door_args=(facts.request_id if asked else facts.responsible_id,),
        door_label=_("Go to the request") if asked else _("Ask the offender manager"),
    )


def _legal(facts: ApproachFacts, policy: Engagement) -> Blocker:
    why = {
        LegalState.FORBIDDEN: _(
            "An order or condition forbids it, also through us. Only who made it can change it; "
            "the victim’s wish does not lift it."
        ),
        LegalState.STALE: _("Something changed since the check: %(what)s.") % {"what": kind_words(facts.reopened)}
        if facts.reopened
        else _("The check is older than %(days)d days.") % {"days": policy.legal_check_at_most_days},
    }.get(
        LegalState(facts.legal),
        _("A licence or court order may forbid contact, also through us. No answer counts as no."),
    )
    return Blocker(
        code=f"legal_{facts.legal}",
        message=_("The legal-contact check is clear"),
        why=why,
        remedy=_("Ask which orders and conditions there are"),
        who=_("You can ask now. Nobody can waive this."),
        side=Side.SERVICE,
        door="cases:legal_check",
        door_args=(facts.responsible_id,),
        door_label=_("Record the check"),
    )


def waits_for_supervisor(facts: ApproachFacts) -> bool:
    asked = facts.sensitive or facts.objected or bool(facts.family_against) or facts.supervisor == "against"
    return asked and facts.supervisor != "agreed"


def _supervisor_condition(facts: ApproachFacts) -> Condition:
    if facts.supervisor == "agreed":
        return Condition(_("A case supervisor agreed"))
    if not waits_for_supervisor(facts):
        return Condition(_("Supervisor not needed: standard case, nobody objected"))
    if facts.supervisor == "against":
        why = _("They decided against it. They can look again when something has changed.")
    elif facts.objected:
        why = _("The offender manager objects. That is information for a case supervisor, not a veto.")
    elif facts.family_against:
        why = _("%(names)s said no. Nothing about them is told, and a case supervisor looks at it first.") % {
            "names": ", ".join(facts.family_against)
        }
    else:
        why = _("The case is sensitive and complex. Two people look at it.")
    return Condition(
        "",
        Blocker(
            code="supervisor_against" if facts.supervisor == "against" else "supervisor_not_asked",
            message=_("A case supervisor agrees"),
            why=why,
            remedy=_("Ask a case supervisor"),
            who=_("A case supervisor decides. You can ask now."),
            side=Side.SERVICE,
            door="engagement:supervise",
            door_args=(facts.responsible_id,),
            door_label=_("Go to the question"),
        ),
    )


def _flagged(facts: ApproachFacts) -> Blocker:
    return Blocker(
        code="red_flag",
        message=_("Every red flag is answered"),
        why=_("Something was seen that stops the work until a case supervisor has answered it."),
        remedy=_("Answer the red flag"),
        who=_("A case supervisor answers it."),
        side=Side.SERVICE,
        door="risk:answer_flag",
        door_args=(facts.flags[0],) if facts.flags else (),
        door_label=_("See the red flag"),
    )


def _no_words(facts: ApproachFacts) -> Blocker:
    name = {"name": facts.ready.victim}
    return Blocker(
        code="no_consent",
        message=_("%(name)s agrees to the exact words") % name,
        why=_("The words are theirs to change or to refuse. Nothing else is said."),
        remedy=_("Ask, and write down the words"),
        who=_("Only %(name)s can open this one.") % name,
        side=Side.VICTIM,
        door="consents:ask",
        door_args=(facts.ready.victim_id, Item.APPROACH.value, facts.responsible_id),
        door_label=_("Ask for the words"),
    )
