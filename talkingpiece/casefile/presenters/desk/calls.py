"""Whom to ring, why, and how it is safe: everything for which one person is rung is one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.casefile.presenters.desk.mine import Mine
from talkingpiece.casefile.presenters.desk.rows import (
    Call,
    DeskRow,
    Names,
    by_words,
    call_log,
    is_late,
    rule_in_words,
    safe_number,
    sentences,
    start_of,
)
from talkingpiece.casefile.promises import Promise
from talkingpiece.casefile.queries import update_due_on
from talkingpiece.casefile.queries.desk import WEEK
from talkingpiece.cases.balls import What
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Ball, Case
from talkingpiece.ui.dates import short_date, when

# About these somebody is rung: the row carries the rule, the number and the log.
RINGING = frozenset({What.CALL_BACK, What.FIRST_CONTACT, What.NEXT_CONTACT, What.TELL_VICTIM, What.CODE_MESSAGE})
_NEVER = datetime.max.replace(tzinfo=UTC)


class Calls:
    def __init__(self, mine: Mine, names: Names) -> None:
        self.mine, self.desk, self.names, self.at = mine, mine.desk, names, mine.desk.at
        self._tries = {(row.case_id, row.person_id): row for row in self.desk.contacts}

    def rows(self) -> list[DeskRow]:
        calls = [*self._ball_calls(), *self._contacts(), *self._promised(), *self._updates()]
        calls += self._first_contacts()
        return [self._one_call(found) for found in together(calls)]

    def _ball_calls(self) -> Iterator[Call]:
        for ball, case in self.mine.balls():
            if ball.what in RINGING:
                yield self._ringing(ball, case)

    def _one_call(self, calls: list[Call]) -> DeskRow:
        """Everything for which one person is to be rung is one line: the first due names it, the others follow."""
        first, *others = calls
        case, person = first.case, first.person
        points = self.desk.ways.get(person.pk, [])
        also = dict.fromkeys(call.what for call in others if call.what != first.what and not call.implied)
        more = _("Also: %(what)s") % {"what": "; ".join(also)} if also else ""
        noted = dict.fromkeys(call.noted for call in calls)
        return DeskRow(
            what=first.what,
            url=url("engagement:contact", case.reference, person.pk),
            when=first.when,
            case=self.names.case(case),
            note=sentences(*noted, more, rule_in_words(points)),
            late=any(call.late for call in calls),
            number=safe_number(case, person, points, self.at),
            quick=call_log(case, person, points, key=first.key, telling=any(call.telling for call in calls)),
            sort=first.due,
        )

    def _ringing(self, ball: Ball, case: Case) -> Call:
        """A call that was promised is due when somebody noted to try again."""
        tried = self._tries.pop((case.pk, case.victim_id), None)
        due = tried.next_at if tried and tried.next_at else ball.due_at
        what = str(What(ball.what).label)
        return Call(
            case,
            case.victim,
            what,
            due,
            by_words(due, self.at),
            f"ball-{ball.pk}",
            noted=tried.next_words if tried else "",
            late=is_late(due, self.at),
            telling=ball.what == What.TELL_VICTIM,
        )

    def _contacts(self) -> Iterator[Call]:
        for row in self._tries.values():
            yield Call(
                row.case,
                row.person,
                _("Get in touch with %(name)s again") % {"name": row.person.called},
                row.next_at,
                by_words(row.next_at, self.at),
                f"contact-{row.pk}",
                noted=row.next_words,
                late=is_late(row.next_at, self.at),
            )

    def _promised(self) -> Iterator[Call]:
        """Whoever rang us was told when we would ring: whoever has the case now keeps it."""
        shelf = self.desk.shelf
        for case in shelf.cases:
            due = shelf.promised_call(case)
            if due is not None:
                what = _("Ring %(name)s, as we promised") % {"name": case.victim.called}
                noted = shelf.referrals[case.pk].promised
                key, late = f"promised-{case.pk}", is_late(due, self.at)
                yield Call(case, case.victim, what, due, when(due), key, noted=noted, late=late)

    def _updates(self) -> Iterator[Call]:
        """Victims to whom we owe a word within a week, news or none. A pause owes nothing."""
        shelf = self.desk.shelf
        for case in shelf.cases:
            due = update_due_on(shelf, case)
            if due is not None and due <= shelf.on + WEEK:
                what = _("Tell %(name)s how things stand") % {"name": case.victim.called}
                late, begins = due < shelf.on, start_of(due)
                yield Call(
                    case, case.victim, what, begins, short_date(due), f"update-{case.pk}", late=late, implied=True
                )

    def _first_contacts(self) -> Iterator[Call]:
        for one in self.desk.promises:
            if one.kind is Promise.FIRST_CONTACT and self.mine.warned(one) and one.case and one.person:
                what = _("Make the first contact with %(name)s") % {"name": one.person.called}
                late, key = one.state == "missed", f"first-{one.case.pk}"
                yield Call(
                    one.case, one.person, what, one.due, by_words(one.due, self.at), key, late=late, implied=True
                )


def together(calls: Iterable[Call]) -> list[list[Call]]:
    """By case and person; within each the one that is due first leads, and what has no date is due now."""
    found: dict[tuple[UUID, UUID], list[Call]] = {}
    for call in calls:
        found.setdefault(call.about, []).append(call)
    return [sorted(rows, key=lambda call: (call.due is not None, call.due or _NEVER)) for rows in found.values()]
