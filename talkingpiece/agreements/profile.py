"""What a new agreement begins with: the area's own words, which its writer changes.

These are starting words, not advice: an area's data protection officer settles its own. Whatever stands in square
brackets has to be decided by somebody; nothing is sent for review while one is left.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop as _
from pydantic import BaseModel, ConfigDict, Field

from talkingpiece.agreements.states import Category, Controller, Purpose, Term
from talkingpiece.areas.profile import Section

_MODEL: dict[Term, str] = {
    Term.OUR_BASIS: _("[Public task, or legitimate interests: say which, and why]. Taking part is a separate choice."),
    Term.THEIR_BASIS: _("[Public task, or law enforcement purposes: say which, and the law]."),
    Term.POWERS: _("[The laws and policies by which each party may share, if there are any]."),
    Term.SPECIAL: _(
        "Only where somebody’s safety or support needs it, such as health or faith. Condition: [explicit consent, or "
        "substantial public interest; name the policy document]."
    ),
    Term.OFFENCES: _(
        "The offence, the sentence and orders, as far as the work needs them. Condition: [official authority, or a "
        "condition of the law on offence data; name it]. Neither party builds a register of convictions."
    ),
    Term.METHOD: _("Through the service’s own system, or by secure e-mail between named work addresses. Never by fax."),
    Term.SECURITY: _("Encrypted on the way and where it lies. Each party keeps a record of who opened it."),
    Term.ACCESS: _("Those who work on the case, and whoever supervises them. Where a victim is goes to nobody."),
    Term.ACCURACY: _(
        "Whoever finds that something is wrong tells the other within two working days, and both put it right."
    ),
    Term.RETENTION: _("Each party keeps it no longer than its own rules say: [years]. Then it is destroyed."),
    Term.ONWARD: _(
        "Not to anybody else without asking first, but where the law demands it or somebody is in danger. Nobody tells "
        "an offender what they were not to be told."
    ),
    Term.RIGHTS: _("People ask either party. For us: [a role and an address]. For them: [a role and an address]."),
    Term.FREEDOM: _("Whoever is asked tells the other before anything about this agreement is published."),
    Term.BREACH: _(
        "Whoever notices tells the other within 24 hours, and both help to keep people safe first. Each reports what "
        "it must report."
    ),
    Term.COMPLAINTS: _("Each party answers for what it did, and tells the other what came of it."),
    Term.TRAINING: _(
        "Everybody who uses what is shared has had training in data protection and in the risks to victims."
    ),
}
_ANSWERS = (Category.SUITABILITY, Category.RISK, Category.CONDITIONS, Category.DATES)


class Kind(BaseModel):
    """What is proposed for one kind of agency. Nothing of it counts before somebody said so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    purposes: tuple[Purpose, ...] = ()
    we_may_send: tuple[Category, ...] = ()
    they_may_send: tuple[Category, ...] = ()
    their_role: Controller = Controller.CONTROLLER


_OFFENDERS_SIDE = (Purpose.SUITABILITY, Purpose.SAFETY, Purpose.ARRANGING, Purpose.OUTCOME, Purpose.CHANGES)
_KINDS: dict[str, Kind] = {
    "probation": Kind(
        purposes=_OFFENDERS_SIDE,
        we_may_send=(Category.IDENTITY, Category.OUTCOME),
        they_may_send=_ANSWERS,
        their_role=Controller.COMPETENT,
    ),
    "prison": Kind(
        purposes=_OFFENDERS_SIDE,
        we_may_send=(Category.IDENTITY,),
        they_may_send=(*_ANSWERS, Category.LOCATION),
        their_role=Controller.COMPETENT,
    ),
    "police": Kind(
        purposes=(Purpose.REFERRAL, Purpose.SAFETY),
        they_may_send=(Category.IDENTITY, Category.RISK),
        their_role=Controller.COMPETENT,
    ),
}
_REFERRING = Kind(purposes=(Purpose.REFERRAL,))


class AgreementTemplate(Section):
    KEY: ClassVar[str] = "agreements"
    terms: dict[Term, str] = _MODEL
    kinds: dict[str, Kind] = _KINDS
    lasts_days: int = Field(default=365, gt=0, le=1096)
    review_days: int = Field(default=182, gt=0)

    def kind(self, kind: str) -> Kind:
        return self.kinds.get(kind, _REFERRING)
