"""Links to where something is done, shown only to somebody who may do it there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve, reverse

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.decide import Relation, decide
from talkingpiece.core import clock
from talkingpiece.core.access import rule_of
from talkingpiece.core.blockers import Blocker
from talkingpiece.protection.classes import DataClass, Side


def url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def door_of(reference: str, blocker: Blocker) -> str:
    """Where its remedy is done; empty where nobody can do anything but wait."""
    if not blocker.door:
        return ""
    return (
        url(blocker.door, *blocker.door_args) if blocker.of_area else url(blocker.door, reference, *blocker.door_args)
    )


def leads_in(address: str, relation: Relation) -> bool:
    """Whether this reader may open what the address leads to: asked of the very mark that guards the page."""
    if not address:
        return False
    try:
        rule = rule_of(resolve(urlsplit(address).path).func)
    except Resolver404:
        return False
    if rule is None or not rule.act:
        return rule is not None
    return decide(Act(rule.act), DataClass.V0, relation, "", clock.now(), side=Side.VICTIM).allow
