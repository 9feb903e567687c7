"""Who else is in this: everybody with a part in the case, beside the victim."""

from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.casefile.queries import Shelf
from talkingpiece.cases.models import Case
from talkingpiece.cases.states import CompanionPart, MemberRole
from talkingpiece.meetings.models import Part


def others_in(shelf: Shelf, case: Case) -> list[str]:
    return [*_team(shelf, case), *_responsible(shelf, case), *_supporters(shelf, case)]


def _team(shelf: Shelf, case: Case) -> list[str]:
    return [
        _("%(name)s, %(role)s") % {"name": member.user.name, "role": MemberRole(member.role).label}
        for member in shelf.members[case.pk]
    ]


def _responsible(shelf: Shelf, case: Case) -> list[str]:
    found = []
    for row in shelf.responsibles[case.pk]:
        found.append(_("%(name)s, responsible for what happened") % {"name": row.person.name})
        if row.offender_manager is not None:
            values = {"name": row.offender_manager.name, "offender": row.person.called}
            found.append(_("%(name)s, %(offender)s’s offender manager") % values)
    return found


def _supporters(shelf: Shelf, case: Case) -> list[str]:
    """Whoever takes part beside somebody, and supporters from before they were named as such."""
    beside = {one.person_id: (one.person.name, one.get_part_display()) for one in shelf.companions[case.pk]}
    for seat in shelf.seats[case.pk]:
        if seat.part == Part.SUPPORTER:
            beside.setdefault(seat.person_id, (seat.person.name, str(CompanionPart.SUPPORTER.label)))
    return [_("%(name)s: %(part)s") % {"name": name, "part": part} for name, part in beside.values()]
