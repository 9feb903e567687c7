"""The pages of an agency: what they began, what they sent, and what they may hear of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.core import clock
from talkingpiece.core.blockers import Verdict
from talkingpiece.referrals.agency_access import visible_agency_referrals
from talkingpiece.referrals.agency_queries import agency_drafts, published_reasons
from talkingpiece.referrals.agency_told import Happened, Stage, ToldReferrer, told_to_referrer
from talkingpiece.referrals.forms.agency import AgencyForm
from talkingpiece.referrals.models import IntakeDraft, Referral
from talkingpiece.referrals.presenters.front import next_read
from talkingpiece.referrals.queries import may_know_of
from talkingpiece.referrals.services import reply_due
from talkingpiece.referrals.states import MayKnow, ReferralState
from talkingpiece.ui.components import BlockerRow, Gate, SummaryRow, Tag, WorkRow
from talkingpiece.ui.dates import clock_text, long_date, short_date, when
from talkingpiece.ui.forms import BoundField


def told_of(referrals: Iterable[Referral]) -> dict[UUID, ToldReferrer]:
    """What the agency may hear of each. The one bridge from what happened to what is said."""
    rows = list(referrals)
    reasons, levels = published_reasons(rows), may_know_of(rows, clock.today())
    return {row.pk: _told(row, reasons.get(row.pk, ""), levels[row.pk]) for row in rows}


def _told(referral: Referral, reason: str, may_know: MayKnow) -> ToldReferrer:
    happened = Happened(
        state=ReferralState(referral.state),
        looked_at=referral.decided_at is not None,
        case_open=referral.case is not None and referral.case.is_open,
        reason=reason,
    )
    return told_to_referrer(happened, may_know)


def is_new(referral: Referral, told: ToldReferrer) -> bool:
    """Something is told now that was not told when they last looked."""
    return told.stage != Stage.RECEIVED and (referral.referrer_saw or Stage.RECEIVED) != told.stage


def made_page(user: User, at: datetime) -> dict[str, Any]:
    sent = list(visible_agency_referrals(user))
    told = told_of(sent)
    return {
        "drafts": [_draft_row(draft) for draft in agency_drafts(user, at)],
        "sent": [_sent_row(row, told[row.pk]) for row in sent],
    }


def _draft_row(draft: IntakeDraft) -> WorkRow:
    named = (draft.answers.get("called") or [""])[0].strip()
    return WorkRow(
        what=named or _("Somebody whom you have not named yet"),
        url=reverse("referrals:make_draft", args=[draft.pk]),
        when=_("Until %(day)s") % {"day": short_date(draft.expires_at)},
        case=_("Begun %(begun)s, last saved %(saved)s")
        % {"begun": when(draft.started_at), "saved": when(draft.changed_at)},
        tag=Tag(_("Not sent")),
    )


def _sent_row(referral: Referral, told: ToldReferrer) -> WorkRow:
    new = is_new(referral, told)
    return WorkRow(
        what=referral.called,
        url=reverse("referrals:made_one", args=[referral.reference]),
        when=short_date(referral.received_at),
        case=str(Stage(told.stage).label),
        note=_(told.reason) if told.reason else "",
        tag=Tag(_("New since you last looked"), "now") if new else None,
    )


@dataclass(frozen=True)
class Receipt:
    """Dated, and without a word about anybody: it may lie on a desk."""

    reference: str
    received: str
    read_on: date
    hear_by: date
    phone: str
    hours: str
    not_safe: bool


def receipt(referral: Referral) -> Receipt:
    local = timezone.localtime(referral.received_at)
    return Receipt(
        reference=referral.reference,
        received=_("%(day)s, %(time)s") % {"day": long_date(local), "time": clock_text(local.time())},
        read_on=next_read(referral.received_at, referral.area.jurisdiction),
        hear_by=timezone.localdate(reply_due(referral, referral.received_at)),
        phone=referral.area.phone,
        hours=referral.area.phone_hours,
        not_safe=referral.safe_now in {"no", "not_sure"},
    )


def made_one_page(referral: Referral) -> dict[str, Any]:
    told = told_of([referral])[referral.pk]
    return {
        "referral": referral,
        "receipt": receipt(referral),
        "stage": Stage(told.stage).label,
        "meaning": _meaning(told),
        "reason": _(told.reason) if told.reason else "",
        "may_know": may_know_of([referral], clock.today())[referral.pk],
        "told": told,
    }


def _meaning(told: ToldReferrer) -> str:
    return {
        Stage.RECEIVED: _("It is with us. The person on duty reads it."),
        Stage.LOOKED_AT: _("We have read it, and have not decided yet."),
        Stage.TAKEN_UP: _("We took it up. One person from our team is there for them."),
        Stage.ENDED: _("It has ended. Everybody whom you referred can come back to us on any day."),
    }[told.stage]


def check_rows(form: AgencyForm, edit_url: str) -> list[SummaryRow]:
    """Every answer of a valid form in words, each with a way to change it."""
    hidden = form.concealed()
    fields = [form[name] for name in form.fields if name not in hidden]
    said = [(field, _in_words(field, form.cleaned_data.get(field.name))) for field in fields]
    return [
        SummaryRow(key=str(field.label), value=words, url=f"{edit_url}#{field.id_for_label}", change=str(field.label))
        for field, words in said
        if words
    ]


def _in_words(field: BoundField | Any, value: Any) -> str:
    if value in (None, "", [], False) and field.field.__class__.__name__ != "YesNoField":
        return ""
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    plain = field.field.prepare_value(value)
    if isinstance(plain, list) and not isinstance(value, date):
        return ", ".join(labels.get(str(one), str(one)) for one in plain)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, time):
        return clock_text(value)
    if value is True and not labels:
        return _("Yes")
    return labels.get(str(plain), str(plain)) if plain is not None else ""


def meanwhile(form: AgencyForm, saved: AgencyForm) -> list[SummaryRow]:
    """What another window saved, where it differs from what is typed here."""
    rows = []
    for field in saved:
        mine, theirs = form[field.name].value(), field.value()
        if mine != theirs:
            rows.append(SummaryRow(key=str(field.label), value=_typed(field, theirs) or _("Nothing")))
    return rows


def _typed(field: BoundField | Any, value: Any) -> str:
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    values = value if isinstance(value, (list, tuple)) else [value]
    return " ".join(labels.get(str(one), str(one)) for one in values if one not in (None, ""))


def send_gate(verdict: Verdict) -> Gate | None:
    if verdict.is_open:
        return None
    rows = [BlockerRow(message=b.message, why=f"{b.why} {b.remedy}".strip(), who=str(b.who)) for b in verdict.blockers]
    return Gate(heading=_("What comes first"), blockers=rows, big=True)
