"""One referral as the person who decides about it sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.areas.queries import current_version
from talkingpiece.cases.balls import What
from talkingpiece.cases.pages.known import agreement
from talkingpiece.cases.queries import open_ball
from talkingpiece.cases.states import Route
from talkingpiece.core.blockers import Blocker, Verdict
from talkingpiece.notifications.models import Message, MessageState
from talkingpiece.notifications.queries import messages_about
from talkingpiece.notifications.states import StoppedWhy
from talkingpiece.people.safe import is_safe_at
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel
from talkingpiece.referrals.gates import joinable
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.presenters.agency_panel import agency_panel
from talkingpiece.referrals.presenters.words import how_long, rule_in_words, taken_words
from talkingpiece.referrals.queries import (
    OPEN,
    AlikeReferral,
    Match,
    danger_is_open,
    messages_left,
    referrals_like,
    remit,
    tokens_of,
    victims_like,
)
from talkingpiece.referrals.remit import Finding, RemitFacts, remit_of
from talkingpiece.referrals.states import CaseStage, FirstContact, Hope, ReferralState, SafeNow
from talkingpiece.referrals.ways import from_plain, rule_of_way
from talkingpiece.staffing.queries import conflicts
from talkingpiece.ui.components import Ball, BlockerRow, Door, Fact, Gate, Row, Tag
from talkingpiece.ui.dates import long_date, short_date, when

_WORKERS = (Role.COORDINATOR, Role.FACILITATOR, Role.CASE_SUPERVISOR)


@dataclass(frozen=True)
class WayRow:
    """A safe way with its rule beside it. `value` only after somebody asked for it."""

    number: int
    label: str
    rule: str
    safe_now: bool
    value: str = ""


@dataclass(frozen=True)
class MatchRow:
    name: str
    agrees: str
    cases: list[Door]
    conflicted: str  # names of workers who have a conflict of interest with them


@dataclass(frozen=True)
class AlikeRow:
    door: Door
    agrees: str
    state: str


def referral_page(referral: Referral, at: datetime, revealed: dict[int, Way] | None = None) -> dict[str, Any]:
    left = messages_left(referral.pk)
    return {
        "referral": referral,
        "ball": _ball(referral, at),
        "danger": danger_is_open(referral),
        "ways": _ways(referral, at, revealed or {}),
        "can_call": any(way["channel"] == Channel.CALL for way in referral.ways)
        and referral.first_contact == FirstContact.ASKED,
        "said": _said(referral),
        "unread": [message for message in left if message.seen_at is None],
        "read": [message for message in left if message.seen_at is not None],
        "is_open": referral.state in OPEN,
        "can_reopen": referral.state in {ReferralState.HELD, ReferralState.SIGNPOSTED, ReferralState.STOPPED},
        "outgoing": [_outgoing(message) for message in messages_about([referral.pk])],
        "came": _("%(when)s, %(long)s ago")
        % {"when": when(referral.received_at), "long": how_long(referral.received_at, at)},
        "taken": taken_words(referral),
        "agency_panel": agency_panel(referral, at),
        "mine_to_decide": referral.taken_by_id is not None and referral.state == ReferralState.NEW,
        **remit_panel(referral),
        **before_you_decide(referral, at),
    }


def _ball(referral: Referral, at: datetime) -> Ball | None:
    held = open_ball(referral.pk)
    if held is None or held.user is None:
        return None
    due = when(held.due_at) if held.due_at else _("No date")
    late = held.due_at is not None and held.due_at < at
    if held.what == What.DANGER:
        due, late = _("Now"), False
    return Ball(
        [
            Fact(_("Whose turn"), held.user.name, note=What(held.what).label),
            Fact(_("Since"), when(held.since)),
            Fact(_("By"), due, note=_("Overdue") if late else ""),
        ]
    )


def _ways(referral: Referral, at: datetime, revealed: dict[int, Way]) -> list[WayRow]:
    rows = []
    for number, plain in enumerate(referral.ways):
        way = from_plain(plain)
        rows.append(
            WayRow(
                number=number,
                label=str(Channel(way.channel).label),
                rule=rule_in_words(way),
                safe_now=way.channel == Channel.CALL
                and referral.first_contact == FirstContact.ASKED
                and is_safe_at(rule_of_way(way), at),
                value=revealed[number].value if number in revealed else "",
            )
        )
    return rows


def _said(referral: Referral) -> list[Row]:
    known_stage = referral.stage != CaseStage.NOT_KNOWN
    rows = [
        Row(_("What happened"), referral.what_happened, quote=True),
        Row(_("The other person’s name"), referral.offender_name),
        Row(_("The other person"), referral.about_offender, quote=True),
        Row(_("Kind of harm"), referral.get_category_display() if referral.category != "unknown" else ""),
        Row(_("How it touched them"), referral.get_victim_as_display() if referral.victim_as != "direct" else ""),
        Row(_("Crime reference"), referral.crime_reference),
        Row(_("How far it came"), referral.get_stage_display() if known_stage else ""),
        Row(_("Hopes for"), "; ".join(str(Hope(hope).label) for hope in referral.hopes)),
        Row(_("In their own words"), referral.hope_words, quote=True),
        Row(_("Must not know"), referral.conceal_from, quote=True),
        Row(_("Safe now"), SafeNow(referral.safe_now).label if referral.safe_now else ""),
        Row(_("Language"), _language(referral)),
        Row(_("Makes it easier"), referral.access_needs, quote=True),
        Row(_("Who helps them"), referral.support, quote=True),
        Row(_("Full name"), referral.full_name),
        Row(_("Date of birth"), _day(referral.birth_date)),
        Row(_("Who sent them"), referral.referrer_words if referral.route == Route.SELF else ""),
        Row(_("We promised"), _promise(referral)),
    ]
    said = [row for row in rows if row.value]
    silent = [str(row.label) for row in rows if not row.value and row.label not in _only_if_said()]
    return [*said, Row(_("Not said"), ", ".join(silent))] if silent else said


def _only_if_said() -> set[str]:
    """What nobody is asked on the public form: to leave it out says nothing."""
    return {
        _("The other person’s name"),
        _("Kind of harm"),
        _("How it touched them"),
        _("Crime reference"),
        _("Who helps them"),
        _("Full name"),
        _("Date of birth"),
        _("Who sent them"),
        _("We promised"),
    }


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso)) if iso else ""


def _promise(referral: Referral) -> str:
    if referral.ring_at is None:
        return str(referral.promised)
    ring = _("We ring them %(when)s.") % {"when": when(referral.ring_at)}
    return f"{ring} {referral.promised}".strip()


def _language(referral: Referral) -> str:
    if referral.interpreter:
        return _("%(language)s, with an interpreter") % {"language": referral.language}
    return referral.language


@dataclass(frozen=True)
class OutgoingRow:
    id: UUID
    words: str
    body: str
    open: bool
    by_hand: bool


def _outgoing(message: Message) -> OutgoingRow:
    hand = message.state == MessageState.STOPPED and message.stopped_why == StoppedWhy.BY_HAND
    doubt = message.state in {MessageState.SENDING, MessageState.UNKNOWN}
    state: Any = {
        MessageState.QUEUED: _("waiting to be sent"),
        MessageState.SENDING: _("handed over, no answer yet"),
        MessageState.SENT: _("sent %(when)s") % {"when": when(message.sent_at)},
        MessageState.UNKNOWN: _("nobody knows whether it went out"),
        MessageState.STOPPED: _stopped(message),
    }[MessageState(message.state)]
    words = _("%(way)s: %(state)s") % {"way": message.get_channel_display(), "state": state}
    return OutgoingRow(message.pk, words, message.body, open=hand or doubt, by_hand=hand)


def _stopped(message: Message) -> str:
    why = message.stopped_why
    return str(StoppedWhy(why).label) if why in StoppedWhy.values else why


def remit_panel(referral: Referral) -> dict[str, Any]:
    """What the area's rules say of what is known before anybody has decided."""
    finding = remit_of(RemitFacts(referral.stage), remit(referral.area_id))
    return {
        "finding": finding,
        "remit_tag": _remit_tag(finding),
        "remit_version": current_version(referral.area_id),
    }


def _remit_tag(finding: Finding) -> Tag:
    return {
        "in_remit": Tag(_("In our remit"), "done"),
        "not_yet": Tag(_("Not yet"), "gate"),
        "outside": Tag(_("Outside our remit"), "gate"),
    }[finding.outcome]


def before_you_decide(referral: Referral, at: datetime) -> dict[str, Any]:
    tokens = tokens_of(referral)
    matches = victims_like(referral.area_id, tokens)
    shown = joinable(matches)
    workers = {user.pk: user for role in _WORKERS for user in people_with_role(referral.area_id, role, at)}
    known = conflicts(workers, [match.alike.person.pk for match in shown]) if shown else {}
    return {
        "matches": [_match(match, _conflicted(match, known, workers)) for match in shown],
        "ask_privacy_officer": any(match.other_side for match in matches),
        "alike_referrals": [_alike(other) for other in referrals_like(referral, tokens)],
    }


def _conflicted(match: Match, known: dict[UUID, set[UUID]], workers: dict[UUID, User]) -> str:
    names = [workers[user_id].name for user_id, people in known.items() if match.alike.person.pk in people]
    return ", ".join(sorted(names))


def _match(match: Match, conflicted: str) -> MatchRow:
    doors = [
        Door(
            _("%(reference)s, open") % {"reference": case.reference}
            if case.is_open
            else _("%(reference)s, ended %(day)s") % {"reference": case.reference, "day": short_date(case.ended_at)},
            reverse("casefile:case", args=[case.reference]),
        )
        for case in match.cases
    ]
    return MatchRow(match.alike.person.name, agreement(match.alike.agrees), doors, conflicted)


def _alike(found: AlikeReferral) -> AlikeRow:
    other = found.referral
    label = _("%(name)s, %(reference)s, came %(day)s") % {
        "name": other.called,
        "reference": other.reference,
        "day": short_date(other.received_at),
    }
    door = Door(label, reverse("referrals:referral", args=[other.reference]))
    return AlikeRow(door, agreement(found.agrees), str(other.get_state_display()))


def match_choices(matches: Iterable[Match]) -> list[tuple[str, str]]:
    """Choices of a form: who they are and in what they agree."""
    return [
        (
            str(match.alike.person.pk),
            _("%(name)s: %(agrees)s") % {"name": match.alike.person.name, "agrees": agreement(match.alike.agrees)},
        )
        for match in joinable(list(matches))
    ]


def accept_gate(referral: Referral, verdict: Verdict, codes: Iterable[str]) -> Gate:
    """The reasons with these codes."""
    rows = [_blocker(referral, blocker) for blocker in verdict.blockers if blocker.code in set(codes)]
    return Gate(heading=_("To do first"), blockers=rows, big=True)


def _blocker(referral: Referral, blocker: Blocker) -> BlockerRow:
    doors = []
    if blocker.door:
        args = blocker.door_args or (referral.reference,)
        doors = [Door(blocker.door_label or blocker.remedy, reverse(blocker.door, args=args), kind="secondary")]
    why = f"{blocker.why} {blocker.remedy}".strip()
    return BlockerRow(message=blocker.message, why=why, doors=doors, who=blocker.who)
