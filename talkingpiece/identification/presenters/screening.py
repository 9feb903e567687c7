from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.agreements.presenters import gate_page
from talkingpiece.areas.queries import section
from talkingpiece.core.blockers import Verdict
from talkingpiece.identification.columns import BY_KEY
from talkingpiece.identification.models import Screened
from talkingpiece.identification.profile import Identification
from talkingpiece.identification.screening import Finding, finding_of
from talkingpiece.identification.states import OutWhy, ScreenState, Source, Wish
from talkingpiece.referrals.profile import Remit
from talkingpiece.ui.components import Count, Fact, Tag
from talkingpiece.ui.dates import long_date, short_date

# What a screener reads, in this order; ways to reach somebody are not among it, they come with the referral.
_READ = (
    "victim_as", "wish", "wish_on", "scheme", "offence", "offence_date", "crime_reference", "urn", "proceedings",
    "offender", "responsibility", "sentence", "sentenced_on", "release_on", "ends_on", "orders", "language",
    "interpreter", "officer", "reference",
)  # fmt: skip


class Reasons:
    """What the codes of findings mean, by the rules of their version; each version is read once."""

    def __init__(self, area_id: UUID) -> None:
        self.area_id = area_id
        self.versions: dict[int, tuple[Any, Any]] = {}

    def of(self, codes: Iterable[str], version: int) -> list[Finding]:
        if version not in self.versions:
            remit = section(self.area_id, version, Remit).rules
            rules = section(self.area_id, version, Identification).rules
            self.versions[version] = (rules, [(one.code, one.reason, one.remedy, one.review_on) for one in remit])
        return [finding_of(code, *self.versions[version]) for code in codes]


@dataclass(frozen=True)
class RowLine:
    name: str
    url: str
    note: str
    tags: list[Tag]
    current: bool = False


def screen_page(rows: Sequence[Screened], counts: dict[str, int], at: datetime) -> dict[str, Any]:
    return {
        "rows": [row_line(row, at) for row in rows],
        "total": counts.get(ScreenState.WAITING, 0),
        "counts": [
            Count(counts.get(ScreenState.WAITING, 0), _("to look at"), "#rows", good=True),
            Count(counts.get(ScreenState.LATER, 0), _("later"), reverse("identification:rows", args=["later"])),
            Count(
                counts.get(ScreenState.LEFT_OUT, 0), _("left out"), reverse("identification:rows", args=["left_out"])
            ),
            Count(
                counts.get(ScreenState.KEPT_OUT, 0), _("kept out"), reverse("identification:rows", args=["kept_out"])
            ),
        ],
    }


def rows_page(
    state: ScreenState, rows: Sequence[Screened], reasons: Mapping[UUID, Reasons], at: datetime
) -> dict[str, Any]:
    """Rows that are not on the work list, each with every reason."""
    return {
        "state": state,
        "heading": state.label,
        "rows": [(row_line(row, at), _why(row, reasons[row.area_id])) for row in rows],
    }


def _why(row: Screened, reasons: Reasons) -> list[str]:
    if row.state == ScreenState.KEPT_OUT:
        return [_with_review(one) for one in reasons.of(row.failing, row.rules_version)]
    if row.state == ScreenState.LEFT_OUT:
        words = f"{OutWhy(row.why).label}. {row.words}".strip() if row.why else str(row.words)
        return [words]
    if row.state == ScreenState.LATER and row.later_on:
        return [_("Until %(day)s.") % {"day": short_date(row.later_on)}]
    return []


def _with_review(one: Finding) -> str:
    if one.review_on is None:
        return one.reason
    return _("%(reason)s (this rule is looked at again by %(day)s)") % {
        "reason": one.reason,
        "day": short_date(one.review_on),
    }


def row_line(row: Screened, at: datetime) -> RowLine:
    content = row.content
    offence = value_in_words(content, "offence") or _("an offence that is not named")
    parts = [offence, Source(row.extract.source).label, *_clock(row, timezone.localdate(at))]
    tags = [Tag(_("asked for it"), "done")] if row.wish == Wish.REQUESTED else []
    tags += [Tag(_("with care"), "gate")] if row.cautions else []
    name = content.get("victim") or content.get("offender") or _("(no name)")
    return RowLine(name, reverse("identification:row", args=[row.pk]), ". ".join(map(str, parts)) + ".", tags)


def _clock(row: Screened, today: date) -> list[str]:
    found = []
    if row.time_left_on:
        days = (row.time_left_on - today).days
        found.append(ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days})
    if row.waiting_since:
        found.append(_("Waiting since %(day)s") % {"day": short_date(row.waiting_since)})
    return found


@dataclass(frozen=True)
class Why:
    reason: str
    remedy: str
    review: str


def row_page(row: Screened, verdict: Verdict, following: str, by_area: Mapping[UUID, Reasons]) -> dict[str, Any]:
    reasons, content = by_area[row.area_id], row.content
    left = row.state in {ScreenState.WAITING, ScreenState.LATER, ScreenState.LEFT_OUT}
    return {
        "row": row,
        "name": content.get("victim") or content.get("offender") or _("(no name)"),
        "facts": [Fact(BY_KEY[key].header, value_in_words(content, key)) for key in _READ if key in content],
        "raw": [
            Fact(BY_KEY[key].header, raw, note=_(content["why"][key])) for key, raw in content.get("raw", {}).items()
        ],
        "cautions": [_why_of(one) for one in reasons.of(row.cautions, row.rules_version)],
        "failing": [_why_of(one) for one in reasons.of(row.failing, row.rules_version)],
        "state": ScreenState(row.state).label,
        "decision": _decision(row),
        "may_decide": left,
        "may_accept": left and row.state != ScreenState.LEFT_OUT,
        "following": following,
        "source": Source(row.extract.source).label,
        "agreement": row.extract.agreement,
        **gate_page(verdict, ""),
    }


def _why_of(one: Finding) -> Why:
    review = _("This rule is looked at again by %(day)s.") % {"day": long_date(one.review_on)} if one.review_on else ""
    return Why(one.reason, one.remedy, review)


def _decision(row: Screened) -> str:
    if row.decided_by is None or row.decided_at is None:
        return ""
    words = {"name": row.decided_by.name, "day": long_date(row.decided_at)}
    return _("%(name)s, on %(day)s") % words


def value_in_words(content: dict[str, Any], key: str) -> str:
    value = content.get(key, "")
    if value is True or value is False:
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    column = BY_KEY[key]
    labels = {str(code): str(label) for code, label in column.allowed}
    if key.endswith(("_on", "_date")) and value:
        return short_date(date.fromisoformat(str(value)))
    return labels.get(str(value), str(value))
