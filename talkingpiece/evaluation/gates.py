"""Nobody is asked how it was who did not say that we may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.evaluation.queries import what_happened
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class AskFacts:
    victim: str
    victim_id: str
    may_ask: bool
    something_happened: bool  # a meeting was held, or the case ended


def facts_to_ask(case: Case, at: datetime) -> AskFacts:
    on = timezone.localdate(at)
    return AskFacts(
        victim=case.victim.called,
        victim_id=str(case.victim_id),
        may_ask=live_consent(case.pk, case.victim_id, Item.ASK_LATER, on=on) is not None,
        something_happened=case.pk in what_happened([case.pk]),
    )


def blockers_to_ask(facts: AskFacts) -> Verdict:
    name = {"name": facts.victim}
    return verdict(
        [
            condition(
                facts.may_ask,
                _("%(name)s said that we may ask later how it was") % name,
                Blocker(
                    code="may_not_ask",
                    message=_("%(name)s says that we may ask later how it was") % name,
                    why=_("Without a yes we do not ask. A no is a full answer."),
                    remedy=_("Ask whether we may"),
                    who=_("Only %(name)s can open this one.") % name,
                    side=Side.VICTIM,
                    door="consents:ask",
                    door_args=(facts.victim_id, Item.ASK_LATER.value),
                    door_label=_("Ask whether we may"),
                ),
            ),
            condition(
                facts.something_happened,
                _("A meeting was held, or the case has ended"),
                Blocker(
                    code="nothing_yet",
                    message=_("A meeting was held, or the case has ended"),
                    why=_("Before that, nobody can say what became of a need."),
                    remedy=_("Come back afterwards."),
                    who=_("Nobody needs to do anything now."),
                    side=Side.SERVICE,
                ),
            ),
        ]
    )
