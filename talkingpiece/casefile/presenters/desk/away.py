"""While somebody is away: their lines on the desk of whoever stands in, and what happened, for when they are back."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.accounts.models import Leave
from talkingpiece.accounts.queries import standing_in_for
from talkingpiece.casefile.presenters.desk.outside import letters, prisons
from talkingpiece.casefile.presenters.desk.rows import DeskRow, Names, in_order
from talkingpiece.casefile.presenters.desk.special import Special
from talkingpiece.casefile.presenters.desk.turns import Turns
from talkingpiece.casefile.presenters.path import together
from talkingpiece.casefile.queries.away import worked_on_meanwhile
from talkingpiece.casefile.queries.desk import WEEK, Desk
from talkingpiece.cases.doors import url
from talkingpiece.ui.dates import short_date


def stood_in_for(desk: Desk) -> Iterator[tuple[str, str, list[DeskRow]]]:
    """Key, heading and rows for each colleague for whom the reader of this desk stands in now."""
    for leave in standing_in_for(desk.user, desk.at):
        heading = _("You stand in for %(name)s until %(day)s") % {
            "name": leave.user.first_name,
            "day": short_date(leave.ends_on),
        }
        yield f"for-{leave.user_id}", heading, _rows(desk, leave)


def _rows(reader: Desk, leave: Leave) -> list[DeskRow]:
    theirs = Desk(leave.user, reader.at, only_in=leave.area_id, reader=reader.user)
    owners = {case.pk: theirs.shelf.owner(case) for case in theirs.shelf.cases}
    names = Names(reader.user.pk, {pk: (own.user_id, own.user.first_name) for pk, own in owners.items() if own})
    turns, special = Turns(theirs, names), Special(theirs, names)
    due = [row for row in turns.owed() if row.sort is None or row.sort <= reader.at + WEEK]
    outside = [*letters(theirs, names), *prisons(theirs, names)]
    return [*special.fallen(), *in_order(due, reader.at), *special.after_meetings(), *outside]


def while_away(desk: Desk) -> Iterator[DeskRow]:
    """One line a case: who worked on it, and when last. What they did stands in its record."""
    for one in worked_on_meanwhile(desk.user, desk.shelf.cases, desk.at):
        yield DeskRow(
            what=_("%(people)s worked on it") % {"people": together(one.people)},
            url=url("casefile:case", one.case.reference),
            when=short_date(one.last_at),
            case=_("%(name)s, %(reference)s") % {"name": one.case.victim.name, "reference": one.case.reference},
            note=ngettext("One entry in the record.", "%(count)d entries in the record.", one.entries)
            % {"count": one.entries},
        )
