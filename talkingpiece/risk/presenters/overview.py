"""Where the risk of a case stands: each approach, red flags, and everything that was signed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Text
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.presenters.names import approach_names
from talkingpiece.risk.profile import VICTIM_FIRST
from talkingpiece.risk.queries import assessments, flags
from talkingpiece.risk.states import OPEN_STATES, AssessmentState, Decision, FlagAnswer, FlagKind
from talkingpiece.ui.components import Link, Tag, WorkRow
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class Section:
    """One approach: what counts now, what is under way, and whether a new assessment can begin."""

    key: str
    name: str
    tag: Tag
    lines: list[str]
    link: Link | None  # to what is under way, else to what is signed
    signed: Link | None
    can_begin: bool
    again: bool
    is_next: bool = False  # the first of them in which something is to do


@dataclass(frozen=True)
class Overview:
    sections: list[Section]
    stopping: list[WorkRow]  # red flags that are open
    flags: list[WorkRow]  # all others
    earlier: list[WorkRow]


def overview(case: Case, on: date) -> Overview:
    rows, raised = assessments(case.pk), flags(case.pk)
    offered = approach_names(case)
    names = offered | {row.approach: row.approach for row in rows if row.approach not in offered}
    sections = [_section(case, key, name, rows, on) for key, name in names.items()]
    following = next((section.key for section in sections if section.link or not section.again), "")
    stopping = [flag for flag in raised if _stops(flag)]
    return Overview(
        sections=[replace(section, is_next=section.key == following) for section in sections],
        stopping=[flag_row(case, flag) for flag in stopping],
        flags=[flag_row(case, flag) for flag in raised if flag not in stopping],
        earlier=[_earlier(case, row, names[row.approach]) for row in rows if row.state == AssessmentState.SUPERSEDED],
    )


def _section(case: Case, key: str, name: str, rows: list[Assessment], on: date) -> Section:
    mine = [row for row in rows if row.approach == key]
    signed = next((row for row in mine if row.state == AssessmentState.SIGNED), None)
    under_way = next((row for row in mine if row.state in OPEN_STATES), None)
    return Section(
        key=key,
        name=name,
        tag=_tag(signed, on),
        lines=_lines(key, signed, under_way, on),
        link=_link(case, under_way) if under_way else None,
        signed=Link(_("Read what is signed"), _read(case, signed)) if signed else None,
        can_begin=under_way is None and case.is_open,
        again=signed is not None,
    )


def _tag(signed: Assessment | None, on: date) -> Tag:
    if signed is None or signed.valid_until is None:
        return Tag(_("Not signed yet"))
    return Tag(_("Signed off"), "done") if on < signed.valid_until else Tag(_("Out of date"), "gate")


def _lines(key: str, signed: Assessment | None, under_way: Assessment | None, on: date) -> list[str]:
    lines = []
    if signed is not None and signed.signed_name:
        lines.append(str(Decision(signed.decision).label) + ".")
        lines.append(
            _("Signed by %(name)s on %(date)s. It counts until the start of %(until)s.")
            % {
                "name": signed.signed_name,
                "date": short_date(signed.signed_at),
                "until": short_date(signed.valid_until),
            }
        )
    if under_way is not None:
        lines.append(_under_way(under_way))
    if not lines:
        lines.append(
            _("What the victim can tell, and what is between them. It comes before anybody approaches the offender.")
            if key == VICTIM_FIRST
            else _("Everybody whom it brings together, how we do it, and afterwards.")
        )
    return lines


def _under_way(row: Assessment) -> str:
    name = {"name": row.assessor.name, "date": short_date(row.submitted_at or row.started_at)}
    if row.state == AssessmentState.SUBMITTED:
        return _("%(name)s put it forward on %(date)s. It waits for a signature.") % name
    if row.state == AssessmentState.RETURNED:
        given = {"name": row.returned_name, "date": short_date(row.returned_at)}
        return _("%(name)s gave it back on %(date)s.") % given
    return _("%(name)s began it on %(date)s.") % name


def _link(case: Case, row: Assessment) -> Link:
    if row.state == AssessmentState.SUBMITTED:
        return Link(_("Read it and sign, or give it back"), reverse("risk:sign", args=[case.reference, row.pk]))
    return Link(_("Go on with it"), _read(case, row))


def _read(case: Case, row: Assessment) -> str:
    return reverse("risk:assessment", args=[case.reference, row.pk])


def _earlier(case: Case, row: Assessment, name: str) -> WorkRow:
    signed = _("%(date)s, %(name)s") % {
        "date": short_date(row.signed_at),
        "name": row.signed_name,
    }
    return WorkRow(what=name, url=_read(case, row), when=signed)


def flag_row(case: Case, flag: RedFlag) -> WorkRow:
    words, state = flag_state(flag)
    return WorkRow(
        what=FlagKind(flag.kind).label,
        url=reverse("risk:answer_flag", args=[case.reference, flag.pk]),
        when=short_date(flag.happened_at),
        tag=Tag(words, state),
        note=flag.words,
    )


def _stops(flag: RedFlag) -> bool:
    return flag.error_at is None and flag.answer != FlagAnswer.MITIGATED


def flag_state(flag: RedFlag) -> tuple[Text, str]:
    if flag.error_at is not None:
        return _("Entered in error"), ""
    if flag.answered_at is None:
        return _("Waits for an answer"), "gate"
    return (_("Stays"), "gate") if flag.answer == FlagAnswer.STAYS else (_("Dealt with"), "done")
