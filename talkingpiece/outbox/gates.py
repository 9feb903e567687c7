from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.queries import holds
from talkingpiece.agreements.states import Category
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.outbox.checks import may_go
from talkingpiece.outbox.models import Delivery
from talkingpiece.outbox.queries import stands_on
from talkingpiece.outbox.states import State, Why
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class AddFacts:
    agreement_id: str
    in_force: bool
    names_people: bool


def facts_for_add(agreement: Agreement, at: datetime) -> AddFacts:
    return AddFacts(str(agreement.pk), holds(agreement, at), Category.IDENTITY in agreement.sends)


def blockers_to_add(facts: AddFacts) -> Verdict:
    here = {
        "door": "agreements:agreement",
        "door_args": (facts.agreement_id,),
        "door_label": _("Look at the agreement"),
        "of_area": True,
    }
    return verdict(
        [
            condition(
                facts.in_force,
                _("The agreement is in force"),
                Blocker(
                    code="not_in_force",
                    message=_("The agreement is not in force"),
                    remedy=_("Nothing is sent under one that is not. Renew it first."),
                    who=_("Whoever writes agreements: scheme managers."),
                    side=Side.SERVICE,
                    **here,  # type: ignore[arg-type]
                ),
            ),
            condition(
                facts.names_people,
                _("It lets us say who somebody is"),
                Blocker(
                    code="no_identity",
                    message=_("It does not let us say who somebody is"),
                    remedy=_("Without that they could look up nothing. Agree on it in the next version."),
                    who=_("Whoever writes agreements: scheme managers."),
                    side=Side.SERVICE,
                    **here,  # type: ignore[arg-type]
                ),
            ),
        ]
    )


@dataclass(frozen=True)
class SendFacts:
    """Asked at the moment of sending, and again before something is sent once more."""

    live: bool
    agreed: bool
    seen: bool


def facts_for_send(delivery: Delivery, at: datetime) -> SendFacts:
    endpoint, event = delivery.endpoint, delivery.event
    agreed = stands_on(endpoint, at) is not None
    return SendFacts(
        live=endpoint.is_live,
        agreed=agreed,
        seen=agreed and event.pk in may_go(event.agency, [event], at),
    )


def why_not(facts: SendFacts) -> Why | None:
    """The first of the reasons, as it is kept beside what was held back; None if it may go."""
    if not facts.live:
        return Why.STOPPED
    if not facts.agreed:
        return Why.NO_AGREEMENT
    return None if facts.seen else Why.NOT_SEEN


def blockers_to_resend(delivery: Delivery, at: datetime) -> Verdict:
    return verdict(_to_resend(delivery, facts_for_send(delivery, at)))


def _to_resend(delivery: Delivery, facts: SendFacts) -> Iterator[Condition]:
    over = delivery.state in {State.DEAD, State.WITHHELD}
    yield condition(over, _("It has not arrived"), _plain("not_over", _("It has arrived, or still waits its turn")))
    yield condition(facts.live, _("Something is sent to this address"), _plain("stopped", Why.STOPPED.label))
    yield condition(facts.agreed, _("An agreement allows it"), _plain("no_agreement", Why.NO_AGREEMENT.label))
    # Why they cannot see it is a matter of a case, and none of whoever looks after addresses.
    yield condition(
        facts.seen or not facts.agreed, _("They may still look it up"), _plain("not_seen", Why.NOT_SEEN.label)
    )


def _plain(code: str, message: object) -> Blocker:
    return Blocker(
        code=code,
        message=message,  # type: ignore[arg-type]
        remedy="",
        who=_("There is nothing that you have to do."),
        side=Side.SERVICE,
    )
