from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Text
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.presenters.request import born_in_words, ground_words
from talkingpiece.information_sharing.states import SHAREABLE, Ground, PersonTold
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
    error_why: str


def disclosure_row(row: Disclosure) -> DisclosureRow:
    waiting = row.person_told == PersonTold.TO_TELL and row.person_told_at is None
    return DisclosureRow(
        disclosure_id=row.pk,
        at=row.happened_at,
        heading=_("%(by)s told %(whom)s") % {"by": row.recorded_by.name if row.recorded_by else "", "whom": _whom(row)},
        about=[_LABELS.get(category, category) for category in row.categories],
        ground=ground_words(row),
        duty=row.duty if row.ground == Ground.DUTY else "",
        exactly=_exactly(row),
        person_told=_person_told(row),
        to_be_told=waiting,
        error_why=row.error_why,
    )


def _whom(row: Disclosure) -> str:
    if row.recipient_words:
        return str(row.recipient_words)
    people = (row.recipient.name if row.recipient else "", row.agency.name if row.agency else "")
    return ", ".join(part for part in people if part)


def _exactly(row: Disclosure) -> list[str]:
    sent = row.sent or {}
    if sent.get("kind") == "outcome_report":
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
