"""May anybody be trained with this? Not with a draft, but in the practice service, where nobody is real."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.training.loading import Module


@dataclass(frozen=True)
class TeachFacts:
    modules: tuple[tuple[str, bool], ...]  # each with whether it is a draft
    practice: bool


def facts_for_teach(modules: Iterable[Module]) -> TeachFacts:
    return TeachFacts(tuple((one.head.id, one.head.is_draft) for one in modules), settings.TP_MODE == "demo")


def blockers_to_teach(facts: TeachFacts) -> Verdict:
    return verdict(_reviewed(module, draft and not facts.practice) for module, draft in facts.modules)


def _reviewed(module: str, is_draft: bool) -> Condition:
    return condition(
        not is_draft,
        _("%(module)s may be taught") % {"module": module},
        Blocker(
            code="draft",
            message=_("%(module)s is a draft") % {"module": module},
            why=_("No practitioner has reviewed it, so nobody may be trained with it."),
            remedy=_("Ask an experienced practitioner to read it. Their name and the day go into the module."),
            who=_("Whoever looks after the training pack"),
            side=Side.SERVICE,
        ),
    )
