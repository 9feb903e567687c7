"""G4: the offender can take part. Voluntary; acknowledges the basic facts, or a documented exception."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Responsible
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.models import Approach, StanceTaken
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import last_approach, stance_of
from talkingpiece.engagement.states import ACKNOWLEDGES, Reply, Stance
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class TakePartFacts:
    offender: str
    responsible_id: str
    approached: bool
    reply: str  # empty: none yet
    voluntary: bool
    stance: str
    stance_id: str
    excepted: bool | None  # a supervisor's answer; None: not asked or not answered yet


def facts_for_take_part(responsible: Responsible) -> TakePartFacts:
    return take_part_facts(responsible, last_approach(responsible.pk), stance_of(responsible.pk))


def take_part_facts(responsible: Responsible, approach: Approach | None, stance: StanceTaken | None) -> TakePartFacts:
    """The same from rows that were read for many at once."""
    return TakePartFacts(
        offender=responsible.person.called,
        responsible_id=str(responsible.pk),
        approached=approach is not None,
        reply=approach.reply if approach else "",
        voluntary=bool(approach and approach.voluntary),
        stance=stance.stance if stance else Stance.NOT_ASKED,
        stance_id=str(stance.pk) if stance else "",
        excepted=stance.exception_agreed if stance else None,
    )


def blockers_to_take_part(facts: TakePartFacts, policy: Engagement) -> Verdict:
    name = {"name": facts.offender}
    conditions = [
        condition(facts.reply == Reply.YES, _("%(name)s said yes") % name, _no_yes(facts)),
        condition(
            facts.reply == Reply.YES and facts.voluntary,
            _("%(name)s does it freely") % name,
            _not_free(facts),
        ),
        _responsibility(facts, policy),
    ]
    return verdict(conditions)


def _no_yes(facts: TakePartFacts) -> Blocker:
    name = {"name": facts.offender}
    waiting = facts.approached and not facts.reply
    door = "engagement:reply" if facts.approached else "engagement:approach"
    if facts.reply:
        message, why = _("%(name)s has not said yes") % name, _("A no is a full answer. So is “not now”.")
    elif waiting:
        message, why = _("%(name)s answers") % name, _("They were told, and are thinking it over.")
    else:
        message, why = _("%(name)s is approached") % name, _("Nobody takes part who was never asked.")
    return Blocker(
        code="no_yes",
        message=message,
        why=why,
        remedy=_("Write down what they answer") if facts.approached else _("See what the approach needs"),
        who=_("Only %(name)s can open this one.") % name,
        side=Side.OFFENDER,
        door=door,
        door_args=(facts.responsible_id,),
        door_label=_("Write down the answer") if facts.approached else _("Go to the approach"),
    )


def _not_free(facts: TakePartFacts) -> Blocker:
    name = {"name": facts.offender}
    return Blocker(
        code="not_voluntary",
        message=_("%(name)s does it freely, without promise or pressure") % name,
        why=_("Somebody who was pushed helps nobody. Nothing may hang on it for them."),
        remedy=_("Talk with them again, and write down what they say"),
        who=_("Only %(name)s can open this one.") % name,
        side=Side.OFFENDER,
        door="engagement:reply",
        door_args=(facts.responsible_id,),
        door_label=_("Write down the answer"),
    )


def _responsibility(facts: TakePartFacts, policy: Engagement) -> Condition:
    if facts.stance in ACKNOWLEDGES:
        return Condition(_("%(name)s accepts the basic facts") % {"name": facts.offender})
    if policy.bars(facts.stance):
        return Condition("", _denies(facts))
    if facts.stance == Stance.NOT_ASKED:
        return Condition("", _not_asked(facts))
    if policy.excepts(facts.stance) and facts.excepted:
        return Condition(_("A case supervisor wrote down why %(name)s can take part") % {"name": facts.offender})
    return Condition("", _needs_exception(facts, policy))


def _stance_blocker(facts: TakePartFacts, code: str, message: str, why: str, who: str) -> Blocker:
    return Blocker(
        code=code,
        message=message,
        why=why,
        remedy=_("Write down what they say of it"),
        who=who,
        side=Side.OFFENDER,
        door="engagement:stance",
        door_args=(facts.responsible_id,),
        door_label=_("Write down what they say of it"),
    )


def _denies(facts: TakePartFacts) -> Blocker:
    name = {"name": facts.offender}
    return _stance_blocker(
        facts,
        "denies",
        _("%(name)s accepts the basic facts") % name,
        _("They deny it. A meeting would hurt again, and there is no exception to this."),
        _("Only %(name)s can open this one.") % name,
    )


def _not_asked(facts: TakePartFacts) -> Blocker:
    return _stance_blocker(
        facts,
        "stance_not_asked",
        _("%(name)s is asked what they say of their part") % {"name": facts.offender},
        _("Responsibility is a range, not a yes or no. Their own words say most."),
        _("Any facilitator of this case, after a talk."),
    )


def _needs_exception(facts: TakePartFacts, policy: Engagement) -> Blocker:
    name = {"name": facts.offender}
    if facts.excepted is False or not policy.excepts(facts.stance):
        return _stance_blocker(
            facts,
            "stance_not_enough",
            _("%(name)s accepts more of the facts") % name,
            _("A case supervisor looked at it: as things are, it would not be fair to the victim."),
            _("Only %(name)s can open this one.") % name,
        )
    return Blocker(
        code="needs_exception",
        message=_("A case supervisor decides whether %(name)s can take part") % name,
        why=_("They accept some of it. That can be enough, if it is prepared and the victim knows."),
        remedy=_("Ask a case supervisor"),
        who=_("A case supervisor decides, in writing."),
        side=Side.OFFENDER,
        door="engagement:exception",
        door_args=(facts.stance_id,),
        door_label=_("Go to the question"),
    )
