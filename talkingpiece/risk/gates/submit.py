"""May this assessment be put forward for a signature? Asks whether it is whole and consistent; adds nothing up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import companions
from talkingpiece.cases.states import Complexity
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.profile import Factor, Risk
from talkingpiece.risk.queries import open_flags, supervisors, took_part, views_of
from talkingpiece.risk.states import GOES_AHEAD, GOES_ON, About, Concern, Decision, Residual
from talkingpiece.staffing.models import Level
from talkingpiece.staffing.profile import reaches
from talkingpiece.staffing.queries import facilitator_of

SIDES: dict[str, Side] = {About.VICTIM: Side.VICTIM, About.OFFENDER: Side.OFFENDER}


@dataclass(frozen=True)
class Looked:
    """What was written of one factor, as far as the gate asks."""

    factor: str
    concern: str
    mitigated: bool
    residual: str


@dataclass(frozen=True)
class Decided:
    decision: str
    reasons: bool
    plan: bool


@dataclass(frozen=True)
class SubmitFacts:
    """`decided` is None while nobody has decided: then only the factors are judged."""

    assessment_id: str
    approach: str
    sensitive: bool
    level: str  # of whoever puts it forward; empty for somebody who is no facilitator
    looked: tuple[Looked, ...]
    flags_open: int
    can_be_signed: bool  # somebody who took no part in it may sign
    decided: Decided | None = None
    beside: tuple[str, ...] = ()  # parts of those who take part beside the victim and the offender


def facts_for_submit(
    case: Case, assessment: Assessment, by: User, at: datetime, decided: Decided | None = None
) -> SubmitFacts:
    others = [user for user in supervisors(case, at) if user.pk != by.pk and not took_part(assessment, user)]
    facilitator = facilitator_of(by.pk, case.area_id)
    looked = tuple(
        Looked(key, view.concern, bool(view.mitigation.strip()), view.residual)
        for key, view in sorted(views_of(assessment.pk).items())
    )
    return SubmitFacts(
        assessment_id=str(assessment.pk),
        approach=assessment.approach,
        sensitive=case.complexity == Complexity.SENSITIVE,
        level=facilitator.level if facilitator else "",
        looked=looked,
        flags_open=len(open_flags(case.pk)),
        can_be_signed=bool(others),
        decided=decided,
        beside=tuple(sorted({one.part for one in companions(case.pk)})),
    )


def blockers_to_submit(facts: SubmitFacts, policy: Risk) -> Verdict:
    return verdict(
        [_level(facts, policy), _signer(facts), *_answered(facts, policy), *_concerns(facts, policy), *_decision(facts)]
    )


def _level(facts: SubmitFacts, policy: Risk) -> Condition:
    needed = {"level": Level(policy.sensitive_level).label}
    enough = bool(facts.level) and reaches(facts.level, policy.sensitive_level)
    return condition(
        enough or not facts.sensitive,
        _("Put forward by somebody of %(level)s level") % needed if facts.sensitive else _("A standard case"),
        Blocker(
            code="level",
            message=_("A sensitive and complex case is put forward by somebody of %(level)s level") % needed,
            why=_("What you wrote is kept. They read it and put it forward."),
            remedy=_("Ask a co-facilitator of that level"),
            who=_("Whoever leads the case, or a coordinator."),
            side=Side.SERVICE,
            door="staffing:allocate",
            door_label=_("Find somebody"),
        ),
    )


def _signer(facts: SubmitFacts) -> Condition:
    return condition(
        facts.can_be_signed,
        _("Somebody else can sign it"),
        Blocker(
            code="no_signer",
            message=_("Nobody else in this area may sign it"),
            why=_("Two people answer for each assessment. What you wrote is kept."),
            remedy=_("Name a case supervisor who takes no part in this case"),
            who=_("A coordinator of the area."),
            side=Side.SERVICE,
        ),
    )


def _answered(facts: SubmitFacts, policy: Risk) -> Iterator[Condition]:
    looked = {one.factor for one in facts.looked}
    for about in policy.groups(facts.approach):
        missing = [f for f in policy.asked(about, facts.beside) if f.required and f.key not in looked]
        whole = _("%(group)s: everything needed is looked at") % {"group": about.label}
        yield Condition(whole, _not_looked_at(facts, about, missing) if missing else None)


def _not_looked_at(facts: SubmitFacts, about: About, missing: list[Factor]) -> Blocker:
    """One blocker for a group, with each thing that is missing: a list of twenty would be read by nobody."""
    return Blocker(
        code=f"not_looked_at_{about.value}",
        message=ngettext("%(group)s: one thing to look at", "%(group)s: %(count)d things to look at", len(missing))
        % {"group": about.label, "count": len(missing)},
        why=" ".join(f"{_(factor.words)}." for factor in missing),
        remedy=_("“Not known” is an answer too."),
        who=_("You can do this now. “Not known” is an answer too."),
        side=SIDES.get(about, Side.JOINT),
        door="risk:factor",
        door_args=(facts.assessment_id, missing[0].key),
        door_label=_("Look at it: %(group)s") % {"group": about.label},
    )


def _concerns(facts: SubmitFacts, policy: Risk) -> Iterator[Condition]:
    known = {factor.key: factor for factor in policy.factors}
    worrying = [one for one in facts.looked if one.concern != Concern.NONE and one.factor in known]
    unanswered = [known[one.factor] for one in worrying if not (one.mitigated and one.residual)]
    if not unanswered:
        yield Condition(_("Each concern has what is done about it, and what then remains"))
    yield from (Condition(_(factor.words), _unanswered(facts, factor)) for factor in unanswered)


def _unanswered(facts: SubmitFacts, factor: Factor) -> Blocker:
    return Blocker(
        code=f"open_concern_{factor.key}",
        message=_("A concern without an answer: %(factor)s") % {"factor": _(factor.words)},
        why=_("Write what is done about it, and whether what then remains is acceptable."),
        remedy=_("Answer it"),
        who=_("You can do this now."),
        side=SIDES.get(factor.about, Side.JOINT),
        door="risk:factor",
        door_args=(facts.assessment_id, factor.key),
        door_label=_("Answer it"),
    )


def _decision(facts: SubmitFacts) -> Iterator[Condition]:
    decided = facts.decided
    if decided is None:
        return
    yield condition(
        bool(decided.decision) and decided.reasons,
        _("The decision has its reasons"),
        _about_decision("no_reasons", _("Write the reasons for the decision")),
    )
    planned = decided.decision == Decision.WITH_PLAN or any(one.residual == Residual.WITH_PLAN for one in facts.looked)
    yield condition(
        decided.plan or not planned,
        _("The plan is written down"),
        _about_decision("no_plan", _("Write the plan: something is acceptable only with it")),
    )
    unacceptable = any(one.residual == Residual.NOT_ACCEPTABLE for one in facts.looked)
    yield condition(
        not (unacceptable and decided.decision in GOES_AHEAD),
        _("The decision fits what remains"),
        _about_decision(
            "not_acceptable", _("Something remains that is not acceptable, so this cannot go ahead as it is")
        ),
    )
    yield condition(
        not (facts.flags_open and decided.decision in GOES_ON),
        _("No red flag stands against the decision"),
        _about_decision("flag_open", _("A red flag is open, so nothing can go ahead yet")),
    )


def _about_decision(code: str, message: str) -> Blocker:
    return Blocker(
        code=code, message=message, remedy="", who=_("You can change this on the same page."), side=Side.JOINT
    )
