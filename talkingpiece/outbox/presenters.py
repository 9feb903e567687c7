from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.access import areas_with
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.agreements.queries import in_force
from talkingpiece.core.blockers import Text
from talkingpiece.outbox.gates import blockers_to_add, facts_for_add
from talkingpiece.outbox.models import Delivery, Endpoint
from talkingpiece.outbox.queries import counts, deliveries_of, given_up, stands_on
from talkingpiece.outbox.states import TRIES, WAITING, Kind, State, Why
from talkingpiece.ui.components import Door, Row, Tag, WorkRow
from talkingpiece.ui.dates import when

SHOWN = 25  # of each kind; the rest as a number


@dataclass(frozen=True)
class EndpointRow:
    endpoint: Endpoint
    tag: Tag
    url: str
    line: str


@dataclass(frozen=True)
class DeliveryRow:
    what: Text
    number: str
    when: str
    note: str
    again: str  # where it can be sent again; empty where not


@dataclass(frozen=True)
class Group:
    key: str
    heading: Text
    rows: list[DeliveryRow]
    more: int


def list_page(endpoints: list[Endpoint], area_ids: Iterable[Any], at: datetime) -> dict[str, Any]:
    found = counts(one.pk for one in endpoints)
    agreements = [one for area_id in area_ids for one in in_force(area_id, at=at).order_by("agency__name")]
    return {
        "rows": [_endpoint(one, found.get(one.pk, {}), at) for one in endpoints if one.is_live],
        "stopped": [_endpoint(one, found.get(one.pk, {}), at) for one in endpoints if not one.is_live],
        "agreements": [one for one in agreements if blockers_to_add(facts_for_add(one, at)).is_open],
    }


def _endpoint(endpoint: Endpoint, numbers: dict[str, int], at: datetime) -> EndpointRow:
    waits, dead = sum(numbers.get(state, 0) for state in WAITING), numbers.get(State.DEAD, 0)
    parts = [
        _("%(number)d sent") % {"number": numbers.get(State.SENT, 0)},
        _("%(number)d waiting") % {"number": waits},
        _("%(number)d given up") % {"number": dead},
        _("%(number)d held back") % {"number": numbers.get(State.WITHHELD, 0)},
    ]
    return EndpointRow(
        endpoint, tag_of(endpoint, numbers, at), reverse("outbox:endpoint", args=[endpoint.pk]), ", ".join(parts)
    )


def tag_of(endpoint: Endpoint, numbers: dict[str, int], at: datetime) -> Tag:
    if not endpoint.is_live:
        return Tag(_("Stopped"))
    if stands_on(endpoint, at) is None:
        return Tag(_("No agreement"), "gate")
    if numbers.get(State.DEAD):
        return Tag(_("Some given up"), "gate")
    return Tag(_("Some fail"), "gate") if numbers.get(State.FAILED) else Tag(_("In use"), "done")


def endpoint_page(endpoint: Endpoint, at: datetime) -> dict[str, Any]:
    numbers = counts([endpoint.pk]).get(endpoint.pk, {})
    groups = [
        _group(endpoint, "dead", _("Given up"), [State.DEAD], numbers),
        _group(endpoint, "waiting", _("Waiting"), WAITING, numbers),
        _group(endpoint, "withheld", _("Held back"), [State.WITHHELD], numbers),
        _group(endpoint, "sent", _("Sent"), [State.SENT], numbers),
    ]
    return {
        "endpoint": endpoint,
        "tag": tag_of(endpoint, numbers, at),
        "facts": _facts(endpoint, at),
        "doors": _doors(endpoint),
        "groups": [group for group in groups if group.rows],
        "no_agreement": endpoint.is_live and stands_on(endpoint, at) is None,
    }


def _facts(endpoint: Endpoint, at: datetime) -> list[Row]:
    secret = _("Given %(when)s") % {"when": when(endpoint.secret_at)}
    if endpoint.before_until and at < endpoint.before_until:
        secret = _("%(given)s. The one before signs too, until %(when)s") % {
            "given": secret,
            "when": when(endpoint.before_until),
        }
    told = {"name": endpoint.added_by.name, "when": when(endpoint.added_at)}
    rows = [
        Row(_("Of"), endpoint.agency.name),
        Row(_("Under"), endpoint.agreement.reference),
        Row(_("Address"), endpoint.url),
        Row(_("Secret"), secret),
        Row(_("Added"), _("%(when)s, by %(name)s") % told),
    ]
    if endpoint.stopped_at:
        by = endpoint.stopped_by.name if endpoint.stopped_by else _("It answered that it is gone for good")
        rows.append(Row(_("Stopped"), f"{when(endpoint.stopped_at)}. {by}"))
    return rows


def _doors(endpoint: Endpoint) -> list[Door]:
    if not endpoint.is_live:
        return []
    return [
        Door(_("Give it a new secret"), reverse("outbox:secret", args=[endpoint.pk]), kind="secondary"),
        Door(_("Stop sending to it"), reverse("outbox:stop", args=[endpoint.pk])),
    ]


def _group(endpoint: Endpoint, key: str, heading: Text, states: Iterable[str], numbers: dict[str, int]) -> Group:
    found = deliveries_of(endpoint, states, limit=SHOWN)
    count = sum(numbers.get(state, 0) for state in states)
    return Group(key, heading, [_delivery(one, endpoint) for one in found], max(0, count - len(found)))


def _delivery(one: Delivery, endpoint: Endpoint) -> DeliveryRow:
    """Which event, by a number that says nothing: whoever looks after addresses sees no case."""
    over = one.state in {State.DEAD, State.WITHHELD} and endpoint.is_live
    return DeliveryRow(
        what=Kind(one.event.kind).label,
        number=number_of(one),
        when=when(one.settled_at or one.next_at),
        note=_note(one),
        again=reverse("outbox:resend", args=[one.pk]) if over else "",
    )


def number_of(delivery: Delivery) -> str:
    return str(delivery.event_id)[:8].upper()


def _note(one: Delivery) -> str:
    notes = [str(Why(one.why).label) if one.why else ""]
    if one.status and one.state != State.SENT:
        notes[0] = _("%(why)s (%(status)d)") % {"why": notes[0], "status": one.status}
    if one.tries > 1 or one.state == State.FAILED:
        notes.append(_("Try %(number)d of %(all)d") % {"number": one.tries, "all": TRIES})
    if one.resent_by:
        notes.append(_("Sent again by %(name)s") % {"name": one.resent_by.name})
    return ". ".join(note for note in notes if note)


def due_rows(user: User, at: datetime, *, of_everybody: bool = False) -> list[WorkRow]:
    """What was given up: for whoever looks after addresses, and for the owner and deputy of the agreement."""
    act = Act.ENDPOINT_MANAGE if of_everybody else Act.AGREEMENT_SEE
    rows = []
    for endpoint, number, since in given_up(area.pk for area in areas_with(user, act)):
        agreement = endpoint.agreement
        if not of_everybody and user.pk not in {agreement.owner_id, agreement.deputy_id}:
            continue
        words = ngettext(
            "One message to %(agency)s was given up", "%(number)d messages to %(agency)s were given up", number
        )
        there = ("outbox:endpoint", endpoint.pk) if of_everybody else ("agreements:agreement", agreement.pk)
        rows.append(
            WorkRow(
                words % {"number": number, "agency": endpoint.agency.name},
                url=reverse(there[0], args=[there[1]]),
                when=_("since %(when)s") % {"when": when(since)},
                case=agreement.reference,
                note=_("Their system %(name)s does not take them in. Ask them, then send them again.")
                % {"name": endpoint.name}
                if of_everybody
                else _("Their system %(name)s does not take them in. A scheme manager can send them again.")
                % {"name": endpoint.name},
                late=True,
            )
        )
    return rows
