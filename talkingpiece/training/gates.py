"""May anybody be trained with this? Not with a draft, but in the practice service, where nobody is real."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.training.loading import Module
from talkingpiece.training.models import Learner
from talkingpiece.training.queries import trained_by, was_there


@dataclass(frozen=True)
class TeachFacts:
    modules: tuple[tuple[str, bool], ...]  # each with whether it is a draft
    practice: bool


def facts_for_teach(modules: Iterable[Module]) -> TeachFacts:
    return TeachFacts(tuple((one.head.id, one.head.is_draft) for one in modules), settings.TP_MODE == "demo")


def blockers_to_teach(facts: TeachFacts) -> Verdict:
    return verdict(_reviewed(module, draft and not facts.practice) for module, draft in facts.modules)


@dataclass(frozen=True)
class ArrangeFacts:
    teach: TeachFacts
    trainer: str
    trains: frozenset[str]  # the modules that this trainer trains

    @property
    def beyond(self) -> list[str]:
        return [module for module, _draft in self.teach.modules if module not in self.trains]


def facts_for_arrange(modules: Iterable[Module], trainer: User, area_id: UUID) -> ArrangeFacts:
    return ArrangeFacts(facts_for_teach(modules), trainer.name, trained_by(trainer.pk, area_id))


def blockers_to_arrange(facts: ArrangeFacts) -> Verdict:
    return verdict([*blockers_to_teach(facts.teach).conditions, _trains(facts.trainer, facts.beyond)])


@dataclass(frozen=True)
class AssessFacts:
    trainer: str
    is_trainer: bool  # whoever assesses is the trainer of this course
    beyond: tuple[str, ...]  # the module, if the trainer does not train it any more
    was_there: bool  # the learner, at one session at least


def facts_for_assess(learner: Learner, module: str, by: User) -> AssessFacts:
    trains = trained_by(by.pk, learner.area_id)
    return AssessFacts(
        trainer=by.name,
        is_trainer=learner.course.trainer_id == by.pk and learner.user_id != by.pk,
        beyond=() if module in trains else (module,),
        was_there=was_there(learner),
    )


def blockers_to_assess(facts: AssessFacts) -> Verdict:
    return verdict(
        [
            condition(facts.is_trainer, _("You train this course"), _other_trainer()),
            _trains(facts.trainer, list(facts.beyond)),
            condition(facts.was_there, _("The learner was there"), _not_there()),
        ]
    )


def _trains(name: str, beyond: list[str]) -> Condition:
    return condition(
        not beyond,
        _("%(name)s trains each of these modules") % {"name": name},
        Blocker(
            code="trainer",
            message=_("%(name)s does not train %(modules)s") % {"name": name, "modules": ", ".join(beyond)},
            why=_("A trainer teaches and assesses only what they do themselves."),
            remedy=_("Choose another trainer, or say on the page of trainers that they train it."),
            who=_("Whoever arranges courses"),
            side=Side.SERVICE,
            door="training:trainers",
            door_label=_("Who trains what"),
            of_area=True,
        ),
    )


def _other_trainer() -> Blocker:
    return Blocker(
        code="other_trainer",
        message=_("You do not train this course"),
        why=_("Whoever assesses has seen the learner practise."),
        remedy=_("The trainer of the course assesses."),
        who=_("The trainer of the course"),
        side=Side.SERVICE,
    )


def _not_there() -> Blocker:
    return Blocker(
        code="not_there",
        message=_("It is not recorded that the learner was there"),
        remedy=_("Record who was at the sessions."),
        who=_("The trainer of the course"),
        side=Side.SERVICE,
    )


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
