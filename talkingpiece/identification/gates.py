"""May an agency's list come in? Asked before it is read, and again in the minute in which it is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.models import Agency
from talkingpiece.core.blockers import Blocker, Condition, Text, Verdict, condition, verdict
from talkingpiece.identification.columns import categories_of
from talkingpiece.identification.queries import SOURCE_OF, OpenExtract, agreement_with, source_rule
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class BringFacts:
    """How an agency stands to the area at a moment, as far as its lists go."""

    takes_lists: bool
    agreement: str = ""  # its reference
    for_lists: bool = False


@dataclass(frozen=True)
class TakeFacts:
    bring: BringFacts
    not_covered: tuple[str, ...] = ()  # categories that the agreement does not let the agency send
    missing: tuple[str, ...] = ()
    mapped: bool = True
    rows: int = 0
    to_mend: int = 0


def facts_for_bring(area_id: UUID, agency: Agency, at: datetime) -> BringFacts:
    source = SOURCE_OF.get(agency.kind)
    agreement = agreement_with(area_id, agency.pk, at)
    return BringFacts(
        takes_lists=source is not None and source_rule(area_id, source) is not None,
        agreement=agreement.reference if agreement else "",
        for_lists=agreement is not None and Purpose.LISTS in agreement.purposes,
    )


def facts_for_take(opened: OpenExtract, at: datetime) -> TakeFacts:
    extract = opened.extract
    agreement = agreement_with(extract.area_id, extract.agency_id, at)
    wanted = categories_of(key for key in opened.mapping if key)
    return TakeFacts(
        bring=facts_for_bring(extract.area_id, extract.agency, at),
        not_covered=tuple(sorted(wanted - agreement.receives)) if agreement else (),
        missing=tuple(str(column.header) for column in opened.missing),
        mapped=extract.mapped,
        rows=len(opened.lines),
        to_mend=len(opened.to_mend),
    )


def blockers_to_bring(facts: BringFacts) -> Verdict:
    return verdict(_standing(facts))


def blockers_to_take(facts: TakeFacts) -> Verdict:
    covered = ", ".join(str(Category(one).label) for one in facts.not_covered)
    mend = ngettext("%(count)d row has something to mend", "%(count)d rows have something to mend", facts.to_mend)
    return verdict(
        (
            *_standing(facts.bring),
            condition(
                not facts.not_covered,
                _("The agreement covers every column that is taken"),
                _blocker(
                    "not_covered",
                    _("The agreement does not let them send: %(what)s") % {"what": covered},
                    _("Leave those columns out, or have the agreement changed."),
                ),
            ),
            condition(
                not facts.missing,
                _("Every column that is needed is there"),
                _blocker(
                    "column_missing",
                    _("Not in the list yet: %(names)s") % {"names": ", ".join(facts.missing)},
                    _("Say which of the columns it is."),
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
                    _("Have them mended in the file that we made for it. All rows are taken in, or none."),
                ),
            ),
            condition(
                facts.rows > 0,
                _("There is something to take in"),
                _blocker("nothing", _("There is no row below the headings"), _("Ask them for the list again.")),
            ),
        )
    )


def _standing(facts: BringFacts) -> tuple[Condition, ...]:
    return (
        condition(
            facts.takes_lists,
            _("The area takes lists of such an organisation"),
            _blocker("no_lists", _("The area takes no lists of such an organisation"), _("Ask who looks after it.")),
        ),
        condition(
            bool(facts.agreement),
            _("An agreement with them is in force: %(reference)s") % {"reference": facts.agreement},
            _blocker(
                "no_agreement",
                _("No agreement with them is in force at this minute"),
                _("Nothing of a list is read without one. Have it renewed, and bring the list then."),
            ),
        ),
        condition(
            facts.for_lists or not facts.agreement,
            _("It is for handing over lists"),
            _blocker(
                "not_for_lists",
                _("The agreement %(reference)s is not for handing over lists") % {"reference": facts.agreement},
                _("Whoever looks after it drafts its next version with that purpose."),
            ),
        ),
    )


def _blocker(code: str, message: Text, remedy: Text) -> Blocker:
    return Blocker(code=code, message=message, remedy=remedy, who=_("You, on this page"), side=Side.SERVICE)
