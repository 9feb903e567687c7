"""May this list be brought in? All of it or nothing: one row that is not right holds back every other."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.records.queries import OpenList


@dataclass(frozen=True)
class ListFacts:
    missing: tuple[str, ...] = ()
    mapped: bool = True
    ready: int = 0
    to_mend: int = 0
    to_answer: int = 0


def facts_for_bring(opened: OpenList) -> ListFacts:
    missing = tuple(str(column.header) for column in opened.missing)
    if missing or not opened.mapped:
        return ListFacts(missing=missing, mapped=opened.mapped)
    return ListFacts(
        ready=sum(row.ready for row in opened.checked),
        to_mend=sum(row.to_mend for row in opened.checked),
        to_answer=sum(row.to_answer for row in opened.checked),
    )


def blockers_to_bring(facts: ListFacts) -> Verdict:
    mend = ngettext("%(count)d row has something to mend", "%(count)d rows have something to mend", facts.to_mend)
    ask = ngettext(
        "%(count)d row names somebody who may be known here already",
        "%(count)d rows name somebody who may be known here already",
        facts.to_answer,
    )
    return verdict(
        (
            condition(
                not facts.missing,
                _("Every column that is needed is there"),
                _blocker(
                    "column_missing",
                    _("Not in your list yet: %(names)s") % {"names": ", ".join(facts.missing)},
                    _("Say which of your columns it is, or add it to your list."),
                ),
            ),
            condition(
                facts.mapped,
                _("Somebody has looked at the columns"),
                _blocker(
                    "not_looked_at",
                    _("Nobody has looked at the columns yet"),
                    _("Read the guess, change what is wrong, and save it."),
                ),
            ),
            condition(
                not facts.to_mend,
                _("Nothing is to be mended"),
                _blocker(
                    "to_mend",
                    mend % {"count": facts.to_mend},
                    _("Mend them in the file that we made for it, or leave them out."),
                ),
            ),
            condition(
                not facts.to_answer,
                _("Who is known already is answered"),
                _blocker(
                    "to_answer", ask % {"count": facts.to_answer}, _("Say for each whether it is the same person.")
                ),
            ),
            condition(
                bool(facts.ready or facts.to_mend or facts.to_answer or facts.missing or not facts.mapped),
                _("There is something to bring in"),
                _blocker(
                    "nothing",
                    _("No row is left: all are left out, or were brought in before"),
                    _("Nothing needs to be done. The list can be destroyed."),
                ),
            ),
        )
    )


def _blocker(code: str, message: Text, remedy: Text) -> Blocker:
    return Blocker(code=code, message=message, remedy=remedy, who=_("You, on this page"), side=Side.SERVICE, why=remedy)
