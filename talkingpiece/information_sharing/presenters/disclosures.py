from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Text
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.presenters.request import born_in_words, ground_words
from talkingpiece.information_sharing.states import SHAREABLE, Errand, Ground, PersonTold
from talkingpiece.ui.dates import short_date

_LABELS = dict(SHAREABLE)


@dataclass(frozen=True)
class DisclosureRow:
    """One thing that was told, in sentences that can be read out."""

    disclosure_id: UUID
    at: datetime
    heading: str
    about: list[Text]
    ground: Text
    duty: str
    exactly: list[str]
    person_told: str
    to_be_told: bool
    beyond: list[Text]
    to_be_reviewed: bool
    reviewed: str
    review_words: str
    corrects: str
    corrected: str
    is_report: bool  # put right by another report, which everybody is shown first
    digest: str
    error_why: str


def disclosure_row(
    row: Disclosure, *, ordinarily: Mapping[str, Iterable[str]] | None = None, corrected_by: Disclosure | None = None
) -> DisclosureRow:
    """`ordinarily`: what each kind of recipient gets as a rule, so that the page can say what went beyond it."""
    review = getattr(row, "review", None)
    waiting = row.person_told == PersonTold.TO_TELL and row.person_told_at is None
    return DisclosureRow(
        disclosure_id=row.pk,
        at=row.happened_at,
        heading=_heading(row),
        about=[_LABELS.get(category, category) for category in row.categories],
        ground=ground_words(row),
        duty=row.duty if row.ground == Ground.DUTY else "",
        exactly=_exactly(row),
        person_told=_person_told(row),
        to_be_told=waiting,
        beyond=_beyond(row, ordinarily or {}),
        to_be_reviewed=row.ground == Ground.DUTY and review is None and row.stands,
        reviewed=_("%(name)s looked at it on %(date)s")
        % {"name": review.recorded_by.name, "date": short_date(review.happened_at)}
        if review is not None
        else "",
        review_words=review.words if review is not None else "",
        corrects=_("It puts right what they were told on %(date)s.") % {"date": short_date(row.corrects.happened_at)}
        if row.corrects
        else "",
        corrected=_("Put right on %(date)s: they were told what is right.")
        % {"date": short_date(corrected_by.happened_at)}
        if corrected_by
        else "",
        is_report=row.purpose == Errand.OUTCOME_REPORT,
        digest=row.sent_digest[:12],
        error_why=row.error_why,
    )


def disclosure_rows(rows: Sequence[Disclosure], ordinarily: Mapping[str, Iterable[str]]) -> list[DisclosureRow]:
    by_first = {row.corrects_id: row for row in rows if row.corrects_id}
    return [disclosure_row(row, ordinarily=ordinarily, corrected_by=by_first.get(row.pk)) for row in rows]


def _beyond(row: Disclosure, ordinarily: Mapping[str, Iterable[str]]) -> list[Text]:
    if not row.recipient_kind or row.recipient_kind not in ordinarily:
        return []
    usual = set(ordinarily[row.recipient_kind])
    return [_LABELS.get(category, category) for category in row.categories if category not in usual]


def _heading(row: Disclosure) -> str:
    if row.purpose == Errand.TELL_REFERRER:
        return _("%(whom)s saw it on their own page") % {"whom": _whom(row)}
    return _("%(by)s told %(whom)s") % {"by": row.recorded_by.name if row.recorded_by else "", "whom": _whom(row)}


def _whom(row: Disclosure) -> str:
    if row.recipient_words:
        return str(row.recipient_words)
    people = (row.recipient.name if row.recipient else "", row.agency.name if row.agency else "")
    return ", ".join(part for part in people if part)


def _exactly(row: Disclosure) -> list[str]:
    sent = row.sent or {}
    if sent.get("kind") in {"outcome_report", "package"}:
        return list(sent["words"])
    if sent.get("kind") != "agency_request":
        return [sent["told"]] if sent.get("told") else []
    about = sent["about"]
    questions = (question["words"] for question in sent["questions"])
    born = born_in_words(about["birth_date"])
    return [line for line in (sent["opening"], about["name"], born, *questions, sent["message"]) if line]


def _person_told(row: Disclosure) -> str:
    if row.person_told_at is not None:
        return _("Told on %(date)s.") % {"date": short_date(row.person_told_at)}
    told = f"{row.get_person_told_display()}."
    return f"{told} {row.not_told_why}".strip()
