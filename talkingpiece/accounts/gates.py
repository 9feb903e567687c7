"""May this be proposed about an account, and may it be agreed to? All reasons at once, as everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import AccountChange, User
from talkingpiece.accounts.queries import holdings_of, is_open
from talkingpiece.accounts.roles import Role, clash
from talkingpiece.areas.models import Area
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class ChangeFacts:
    themselves: bool  # whoever proposes or agrees is the one it is about
    proposer: bool = False  # whoever agrees is the one who proposed it
    clash: bool = False
    held: bool = False
    proposed: bool = False
    over: bool = False


def facts_to_propose(user: User, area: Area, role: Role | None, by: User) -> ChangeFacts:
    held = holdings_of(user)
    return ChangeFacts(
        themselves=user.pk == by.pk,
        clash=role is not None and clash([role, *(Role(one.role) for one in held)]),
        held=role is not None and any(one.role == role and one.area_id == area.pk for one in held),
        proposed=is_open(user.pk, area.pk, role),
    )


def facts_to_agree(change: AccountChange, by: User) -> ChangeFacts:
    role = Role(change.role) if change.role else None
    held = holdings_of(change.user)
    return ChangeFacts(
        themselves=change.user_id == by.pk,
        proposer=change.proposed_by_id == by.pk,
        clash=role is not None and clash([role, *(Role(one.role) for one in held)]),
        held=role is not None and any(one.role == role and one.area_id == change.area_id for one in held),
        over=change.decided_at is not None or not change.user.is_active,
    )


def blockers_to_change(facts: ChangeFacts) -> Verdict:
    return verdict(
        [
            condition(
                not facts.themselves,
                _("It is about somebody else"),
                _stop("themselves", _("This is about you"), _("Two others have to do it"), _("Two colleagues")),
            ),
            condition(
                not facts.proposer,
                _("Somebody else proposed it"),
                _stop("same_person", _("You proposed this"), _("A second person agrees to it"), _("A colleague")),
            ),
            condition(
                not facts.clash,
                _("The account does not both decide who sees cases and see them"),
                _stop(
                    "clash",
                    _("The account would both decide who sees cases and see them"),
                    _("End the other role first, or give this one to somebody else"),
                    _("A scheme manager"),
                ),
            ),
            condition(
                not facts.held,
                _("They do not have it yet"),
                _stop("held", _("They have this role already"), _("Nothing is to be done"), _("Nobody")),
            ),
            condition(
                not facts.proposed,
                _("Nobody has proposed it yet"),
                _stop("proposed", _("It is proposed already"), _("A second person agrees to it"), _("A colleague")),
            ),
            condition(
                not facts.over,
                _("It is still to be decided"),
                _stop("over", _("It is decided, or the account is closed"), _("Look at the list again"), _("You")),
            ),
        ]
    )


def _stop(code: str, message: object, remedy: object, who: object) -> Blocker:
    return Blocker(code, message, remedy, who, Side.SERVICE)  # type: ignore[arg-type]
