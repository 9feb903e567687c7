from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry
from talkingpiece.protection.classes import Side
from talkingpiece.risk.models import Assessment, RedFlag
from talkingpiece.risk.presenters.names import approach_names
from talkingpiece.risk.queries import assessments, flags
from talkingpiece.risk.states import Decision, FlagAnswer, FlagKind


def timeline(case: Case) -> list[Entry]:
    """Red flags and their answers, and each assessment that was put forward. A constant number of queries."""
    names = approach_names(case)
    return [
        *(entry for flag in flags(case.pk) for entry in _flag(flag)),
        *(entry for row in assessments(case.pk) for entry in _assessment(row, names.get(row.approach, row.approach))),
    ]


def _flag(flag: RedFlag) -> Iterator[Entry]:
    kind = {"kind": FlagKind(flag.kind).label}
    yield Entry(
        at=flag.happened_at,
        title=_("Red flag: %(kind)s") % kind,
        side=Side(flag.side),
        words=flag.words,
        by=flag.recorded_by.name if flag.recorded_by else "",
        fact="risk.RedFlag",
        fact_id=flag.pk,
        recorded_at=flag.recorded_at,
        error_why=flag.error_why,
        vaguely=flag.happened_vaguely,
    )
    if flag.answered_at is not None:
        stays = flag.answer == FlagAnswer.STAYS
        yield Entry(
            at=flag.answered_at,
            title=_("A red flag stays: %(kind)s") % kind if stays else _("A red flag is dealt with: %(kind)s") % kind,
            side=Side(flag.side),
            words=flag.answer_words,
            by=flag.answered_by.name if flag.answered_by else "",
            error_why=flag.error_why,
        )


def _assessment(row: Assessment, approach: str) -> Iterator[Entry]:
    name = {"approach": approach}
    if row.submitted_at is not None:
        yield Entry(
            at=row.submitted_at,
            title=_("Risk assessment put forward. %(approach)s") % name,
            side=Side.JOINT,
            words=_words(row),
            by=row.assessor.name,
        )
    if row.returned_at is not None:
        yield Entry(
            at=row.returned_at,
            title=_("Risk assessment given back. %(approach)s") % name,
            side=Side.JOINT,
            words=row.returned_words,
            by=row.returned_name,
        )
    if row.signed_at is not None:
        yield Entry(
            at=row.signed_at,
            title=_("Risk assessment signed off. %(approach)s") % name,
            side=Side.JOINT,
            words=row.sign_words,
            by=row.signed_name,
        )


def _words(row: Assessment) -> str:
    return f"{Decision(row.decision).label}. {row.reasons}" if row.decision else row.reasons
