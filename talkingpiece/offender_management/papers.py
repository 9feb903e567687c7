"""The report as it is printed and shown, from its sentences and from who sends it to whom."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.documents.payloads import Audience, Fact, Item, Part, ReportPaper
from talkingpiece.offender_management.allowed import Sentence, parts
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.queries import numbers_told, shown_now
from talkingpiece.offender_management.states import Kind, Recipient, Status
from talkingpiece.people.states import NumberKind
from talkingpiece.ui.dates import long_date

FILE_NAME = "report.pdf"
AUDIENCES: dict[Recipient, Audience] = {
    Recipient.COMMUNITY: Audience.OFFENDER_MANAGER,
    Recipient.PRISON_MANAGER: Audience.OFFENDER_MANAGER,
    Recipient.PRISON: Audience.PRISON,
    Recipient.LIAISON: Audience.LIAISON_OFFICER,
    Recipient.PAROLE_BOARD: Audience.PAROLE_BOARD,
    Recipient.COURT: Audience.COURT,
}


def writers(report: OutcomeReport) -> tuple[str, ...]:
    """Who sends it, as it stands on the page."""
    by = report.recorded_by
    return tuple(part for part in (by.name, by.job) if part) if by else ()


def paper_of(report: OutcomeReport, *, on: date) -> ReportPaper:
    """As it stands now; `on` is the day that is printed on it."""
    return ReportPaper(
        audience=AUDIENCES[Recipient(report.as_whom)],
        title=_("Report"),
        # That it is not going ahead reads the same, whatever it was begun as.
        heading=_("What came of it") if report.status == Status.NOT_PROGRESSED else str(Kind(report.kind).label),
        facts=_facts(report, on),
        parts=tuple(_parts(shown_now(report))),
        item_labels=(_("Who"), _("What"), _("By when"), _("How it stands")),
        not_this_heading=_("What this report is not"),
        not_this=not_this(),
    )


def not_this() -> tuple[str, ...]:
    return (
        _("It is not an assessment, and no view of anybody’s remorse, risk or progress."),
        _("Taking part is voluntary. Not taking part, or stopping, says nothing about anybody."),
        _("What was said stays with those who were there. Please do not ask them for it on our behalf."),
    )


def _facts(report: OutcomeReport, on: date) -> tuple[Fact, ...]:
    area, by = report.case.area, report.recorded_by
    sender = ", ".join((*writers(report), area.name, by.phone if by and by.phone else area.phone))
    numbers = [f"{NumberKind(kind).label}: {value}" for kind, value in sorted(numbers_told(report).items())]
    rows = [
        (_("About:"), ", ".join((report.responsible.person.name, *numbers))),
        (_("For:"), report.to),
        (_("From:"), sender),
        (_("Date:"), long_date(on)),
        (_("Report number:"), report.number),
    ]
    if report.corrects is not None:
        old = {"number": report.corrects.number, "day": long_date(report.corrects.released_at)}
        rows.append((_("Instead of:"), _("report %(number)s of %(day)s, which was not right") % old))
    return tuple(Fact(label=label, value=value) for label, value in rows)


def _parts(found: tuple[Sentence, ...]) -> list[Part]:
    made = []
    for key, heading in parts().items():
        mine = [one for one in found if one.part == key]
        if mine:
            lines = tuple(one.words for one in mine if not one.item)
            items = tuple(Item(**one.item) for one in mine if one.item)
            made.append(Part(heading=heading, lines=lines, items=items))
    return made
