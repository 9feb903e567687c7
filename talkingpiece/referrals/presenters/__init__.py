"""How referrals read. `timeline` is what the casefile asks."""

from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.models import CodeMessage, Referral
from talkingpiece.referrals.queries import messages_left, referral_of
from talkingpiece.referrals.states import Form

__all__ = ["timeline"]


def timeline(case: Case) -> list[Entry]:
    """How the case came to us, and every word left with the receipt's number. Two queries."""
    referral = referral_of(case.pk)
    if referral is None:
        return []
    return [*_arrival(referral), *(_left(referral, message) for message in messages_left(referral.pk))]


def _arrival(referral: Referral) -> list[Entry]:
    name = {"name": referral.called}
    if referral.form == Form.CALL_ME:
        title = _("%(name)s came to us and asked for a call") % name
    elif referral.form == Form.LIST:
        title = _("%(name)s came, as earlier records say") % name
    elif referral.form == Form.TELEPHONE:
        title = _("%(name)s rang us") % name
    elif referral.agency:
        title = _("%(name)s was referred by %(agency)s") % (name | {"agency": referral.agency.name})
    else:
        title = _("%(name)s came to us and answered our questions") % name
    written_by = referral.taken_by or referral.referred_by
    by_link = referral.referrer_words if referral.agency else ""
    by = written_by.name if written_by else by_link or referral.called
    entries = [Entry(at=referral.received_at, title=title, words=referral.promised, side=Side.VICTIM, by=by)]
    if referral.acknowledged_at:
        told = _("%(name)s knows that it arrived") % name
        entries.append(Entry(at=referral.acknowledged_at, title=told, side=Side.VICTIM))
    if referral.danger_seen_at and referral.danger_seen_by:
        entries.append(
            Entry(
                at=referral.danger_seen_at,
                title=_("Not safe, or not sure: answered for"),
                words=referral.danger_done,
                side=Side.VICTIM,
                by=referral.danger_seen_by.name,
            )
        )
    if referral.decided_at and referral.decided_by and referral.form != Form.LIST:  # else decided elsewhere
        accepted = _("Referral %(reference)s accepted") % {"reference": referral.reference}
        entries.append(Entry(at=referral.decided_at, title=accepted, side=Side.VICTIM, by=referral.decided_by.name))
    return entries


def _left(referral: Referral, message: CodeMessage) -> Entry:
    return Entry(
        at=message.left_at,
        title=_("%(name)s left us a word: %(said)s") % {"name": referral.called, "said": message.get_kind_display()},
        words=message.words,
        side=Side.VICTIM,
        by=referral.called,
    )
