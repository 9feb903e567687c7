"""G2: the victim is ready. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.profile import Engagement
from talkingpiece.engagement.queries import ReadyFacts
from talkingpiece.protection.classes import Side


def blockers_to_be_ready(facts: ReadyFacts, policy: Engagement) -> Verdict:
    return verdict(ready_conditions(facts, policy))


def ready_conditions(facts: ReadyFacts, policy: Engagement) -> list[Condition]:
    name = {"name": facts.victim}
    return [
        *_spoken_for(facts),
        condition(
            facts.sheet_version >= policy.sheet(facts.sheet).version,
            _("%(name)s knows what may happen, also if the other person says no") % name,
            _informed(facts),
        ),
        condition(
            facts.wishes > 0,
            _("What %(name)s needs and wishes is written in their words") % name,
            _heard("wishes", _("What %(name)s needs and wishes is written in their own words") % name),
        ),
        condition(
            facts.risk_views > 0,
            _("%(name)s was heard on what could go wrong") % name,
            _heard(
                "risk_view",
                _("%(name)s says what they think could go wrong") % name,
                _("Nobody knows it better. Their own view comes before any assessment."),
            ),
        ),
        condition(
            facts.support > 0,
            _("We talked with %(name)s about support") % name,
            _heard(
                "support",
                _("We talk with %(name)s about who and what supports them") % name,
                _("Whatever the answer will be, somebody should be there."),
            ),
        ),
    ]


def _spoken_for(facts: ReadyFacts) -> list[Condition]:
    """Of an organisation only: a firm says nothing by itself."""
    if not facts.organisation:
        return []
    name = {"name": facts.victim, "speaker": ", ".join(facts.spoken_for)}
    blocker = Blocker(
        code="nobody_speaks",
        message=_("Somebody speaks for %(name)s") % name,
        why=_("An organisation has no voice of its own. Somebody answers in its name, and may do so."),
        remedy=_("Name who speaks for it"),
        who=_("Any facilitator of this case. The organisation says who it is."),
        side=Side.VICTIM,
        door="cases:companion_add",
        door_label=_("Name who speaks for it"),
    )
    return [condition(bool(facts.spoken_for), _("%(speaker)s speaks for %(name)s") % name, blocker)]


def _informed(facts: ReadyFacts) -> Blocker:
    return Blocker(
        code="not_informed",
        message=_("%(name)s is told what may happen, also if the other person says no") % {"name": facts.victim},
        why=_("A wish counts when somebody knows what may come of it. A new sheet is a new conversation."),
        remedy=_("Give the information sheet"),
        who=_("Any facilitator of this case."),
        side=Side.VICTIM,
        door="engagement:information",
        door_args=(facts.victim_id,),
        door_label=_("Give the information sheet"),
    )


def _heard(code: str, message: str, why: str = "") -> Blocker:
    return Blocker(
        code=f"no_{code}",
        message=message,
        why=why or _("Our words for it would be a guess."),
        remedy=_("Listen, and write it down"),
        who=_("Any facilitator of this case, after a talk."),
        side=Side.VICTIM,
        door="engagement:listen",
        door_label=_("Write down what they said"),
    )
