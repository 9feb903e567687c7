"""What somebody else allows: each permission with where it stands today, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.cases.changes import Changes
from talkingpiece.cases.legal_queries import permission_facts
from talkingpiece.cases.models import Permission
from talkingpiece.cases.states import WARNED, ContactScope, PermissionState, kind_words
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date

_GATE = "gate"


@dataclass(frozen=True)
class PermissionRow:
    permission_id: UUID
    order_id: UUID | None
    title: str
    tag: Tag
    lines: list[str]
    seen: str
    steps: list[tuple[str, str]]  # the step's name in its address, and its words


def permission_rows(rows: Iterable[Permission], changes: Changes, on: date) -> list[PermissionRow]:
    return [permission_row(row, changes, on) for row in rows]


def permission_row(row: Permission, changes: Changes, on: date) -> PermissionRow:
    order = row.restriction.get_kind_display() if row.restriction else ""
    return PermissionRow(
        permission_id=row.pk,
        order_id=row.restriction_id,
        title=f"{row.get_kind_display()}: {order}" if order else str(row.get_kind_display()),
        tag=_tag(row, changes, on),
        lines=list(filter(None, _lines(row, changes))),
        seen=_seen(row),
        steps=_steps(row),
    )


def _tag(row: Permission, changes: Changes, on: date) -> Tag:
    facts = permission_facts(row, changes)
    if row.state in {PermissionState.REQUESTED, PermissionState.EVIDENCED, PermissionState.REFUSED}:
        return Tag(str(row.get_state_display()), _GATE)
    if facts.is_over(on) or row.state == PermissionState.ENDED:
        return Tag(_("Over"), "")
    if facts.reopened:
        return Tag(_("To be looked at again"), _GATE)
    if not facts.evidenced:
        return Tag(_("Its paper is not cleared"), _GATE)
    if row.starts_on is not None and row.starts_on > on:
        return Tag(_("Not begun"), "")
    if row.until is not None and row.until <= on + WARNED:
        return Tag(_("Runs out on %(day)s") % {"day": short_date(row.until - timedelta(days=1))}, "now")
    return Tag(str(row.get_state_display()), "done")


def _lines(row: Permission, changes: Changes) -> Iterable[str]:
    yield _("Asked of %(whom)s on %(day)s.") % {"whom": row.of_whom, "day": short_date(row.happened_at)}
    yield row.words
    if row.decided_at is not None and row.state != PermissionState.REFUSED:
        allowed = ", ".join(str(ContactScope(scope).label) for scope in row.allows)
        yield _("Allowed in writing: %(what)s. %(when)s.") % {"what": allowed, "when": period(row.starts_on, row.until)}
    reopened = permission_facts(row, changes).reopened
    if reopened and row.state == PermissionState.GRANTED:
        yield _("Something changed since it was read: %(what)s. Until somebody has read it again it opens nothing.") % {
            "what": kind_words(reopened)
        }
    if row.ended_on is not None:
        yield _("Ended on %(day)s. %(why)s") % {"day": short_date(row.ended_on), "why": row.ended_why}
    elif row.ended_why:
        yield row.ended_why


def _seen(row: Permission) -> str:
    if row.paper is not None:
        what = f"{row.paper.get_kind_display()} {row.paper.words or row.paper.name}"
        return _("Seen: %(what)s") % {"what": what.strip()}
    return _("Seen: %(what)s") % {"what": row.evidence} if row.evidence else ""


def _steps(row: Permission) -> list[tuple[str, str]]:
    granted = ("granted", _("It was granted in writing"))
    refused, ended = ("refused", _("It was refused")), ("ended", _("It ended, or is no longer wanted"))
    return {
        PermissionState.REQUESTED: [granted, ("seen", _("I have seen a writing, not granted yet")), refused, ended],
        PermissionState.EVIDENCED: [granted, refused, ended],
        PermissionState.GRANTED: [("confirmed", _("I have read the writing again")), ended],
    }.get(PermissionState(row.state), [])


def period(start: date | None, end: date | None) -> str:
    """`end`: the first day on which it no longer holds."""
    if end is None:
        return _("From %(start)s, without an end") % {"start": short_date(start)}
    return _("From %(start)s to %(last)s") % {"start": short_date(start), "last": short_date(end - timedelta(days=1))}
