"""G8: an outcome agreement is made freely by each, is lawful, and breaches no order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.legal import LegalFacts, LegalState, legal_state
from talkingpiece.cases.states import LegalResult
from talkingpiece.core.blockers import Condition, Verdict, verdict
from talkingpiece.meetings.conditions.facts import AgreementFacts, Missing, Promised, Signatory, asked
from talkingpiece.meetings.models import OrderCheck
from talkingpiece.protection.classes import Side


def blockers_to_agree(facts: AgreementFacts) -> Verdict:
    return verdict(
        [
            asked(facts.held, _("The meeting was held, and is written up"), _not_held(facts)),
            asked(facts.items > 0, _("What was agreed is written down"), _nothing(facts)),
            *(_freely(signatory) for signatory in facts.signatories),
            asked(facts.lawful, _("It is lawful"), _unlawful(facts)),
            asked(facts.against_no_order, _("It breaches no order or condition"), _against(facts)),
            *_orders_known(facts),
            *_each_promise(facts),
        ]
    )


def blockers_to_vary(signatories: Iterable[Signatory]) -> Verdict:
    """Another day is agreed as freely as the first was, by the same people."""
    return verdict([_freely(signatory) for signatory in signatories])


def _each_promise(facts: AgreementFacts) -> Iterator[Condition]:
    """Each thing was laid beside the orders; and none means a contact that an order forbids on the day."""
    for one in facts.promised:
        words = {"words": one.words}
        yield asked(
            one.order_check != OrderCheck.UNSURE,
            _("Laid beside the orders: %(words)s") % words,
            _against_one(facts, _("This may breach an order or a condition: %(words)s") % words),
        )
        for responsible_id, called, reference, legal in facts.orders:
            if one.contact and facts.at and _forbidden(legal, one, facts.at):
                yield asked(False, "", _forbids(one, responsible_id, called, reference))


def _forbidden(legal: LegalFacts, one: Promised, at: datetime) -> bool:
    on = one.due_on or timezone.localdate(at)
    return legal_state(legal, scope=one.contact, on=on, at=at) is LegalState.FORBIDDEN


def _forbids(one: Promised, responsible_id: str, called: str, reference: str) -> Missing:
    return Missing(
        code="order_forbids_item",
        message=_("An order or condition of %(called)s forbids this: %(words)s")
        % {"called": called, "words": one.words},
        why=_("A wish of the person whom it protects does not lift an order."),
        remedy=_("Take it out, or record a written exception."),
        who=_("Only whoever made the order can change it."),
        side=Side.OFFENDER,
        door="cases:restriction",
        door_label=_("See the orders"),
        door_args=(responsible_id,),
        reference=reference,
    )


def _against_one(facts: AgreementFacts, message: str) -> Missing:
    return _missing(
        facts,
        "item_against_order",
        message,
        _("Only whoever made the order can change it. Take it out, or wait for their answer."),
        _("You, with the offender manager."),
        Side.OFFENDER,
    )


def _missing(facts: AgreementFacts, code: str, message: str, remedy: str, who: str, side: Side = Side.JOINT) -> Missing:
    return Missing(code=code, message=message, why=remedy, remedy="", who=who, side=side, reference=facts.reference)


def _not_held(facts: AgreementFacts) -> Missing:
    return Missing(
        code="not_held",
        message=_("The meeting is not written up yet"),
        remedy=_("First record that it was held, and who was there."),
        who=_("You can do this now."),
        side=Side.JOINT,
        door="meetings:record",
        door_label=_("Write it up"),
        door_args=(facts.meeting_id,),
        reference=facts.reference,
    )


def _nothing(facts: AgreementFacts) -> Missing:
    return _missing(
        facts,
        "no_items",
        _("Nothing is written down that somebody will do"),
        _("One thing is enough: what, who, and by when."),
        _("You can do this now."),
    )


def _freely(signatory: Signatory) -> Condition:
    who = {"called": signatory.called}
    return asked(
        signatory.agrees,
        _("%(called)s agreed freely") % who,
        Missing(
            code="not_freely",
            message=_("%(called)s has not agreed freely") % who,
            why=_("An agreement that one of them feels pushed into is none. Take out what they do not want."),
            remedy="",
            who=_("Only %(called)s can say this.") % who,
            side=signatory.side,
            reference=signatory.reference,
        ),
    )


def _unlawful(facts: AgreementFacts) -> Missing:
    return _missing(
        facts,
        "unlawful",
        _("It is not sure that this is lawful"),
        _("Nobody can agree to something that the law forbids. Ask your case supervisor."),
        _("You, with your case supervisor."),
    )


def _against(facts: AgreementFacts) -> Missing:
    return _missing(
        facts,
        "against_order",
        _("Something in it may breach an order or a condition"),
        _("Only whoever made the order can change it. Take that part out, or wait for their answer."),
        _("You, with the offender manager."),
        Side.OFFENDER,
    )


def _orders_known(facts: AgreementFacts) -> Iterator[Condition]:
    for responsible_id, called, reference, legal in facts.orders:
        who = {"called": called}
        yield asked(
            legal.result in {LegalResult.CLEAR, LegalResult.RESTRICTED},
            _("The orders and conditions of %(called)s are known") % who,
            Missing(
                code="orders_unknown",
                message=_("We do not know what orders and conditions %(called)s has") % who,
                remedy=_("Unknown counts as no."),
                who=_("You, or the offender manager."),
                side=Side.OFFENDER,
                door="cases:legal_check",
                door_label=_("Record the check"),
                door_args=(responsible_id,),
                reference=reference,
            ),
        )
