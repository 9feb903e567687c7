from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Agency, Area
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.services import fact_columns, lock_case, record_passing
from talkingpiece.core.blockers import require_open
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents import render
from talkingpiece.information_sharing.services import disclose_report
from talkingpiece.information_sharing.states import Ground
from talkingpiece.meetings.models import AgreementItem, ItemResult
from talkingpiece.meetings.services import record_result
from talkingpiece.notifications.ports import Outgoing, port_for
from talkingpiece.offender_management.allowed import fingerprint, sentences, stored
from talkingpiece.offender_management.digest import message, waiting_for
from talkingpiece.offender_management.gates import (
    blockers_to_begin,
    blockers_to_release,
    facts_for_begin,
    facts_for_release,
    fresh_sentences,
    ground_of,
    manager_of,
)
from talkingpiece.offender_management.models import ActionReported, DigestSent, OutcomeReport, Showing
from talkingpiece.offender_management.papers import paper_of
from talkingpiece.offender_management.profile import Reporting
from talkingpiece.offender_management.queries import addressees, categories_of, concerned, is_recipient, report_facts
from talkingpiece.offender_management.record import record_of
from talkingpiece.offender_management.states import About, Heard, Kind, MadeSure, Taken
from talkingpiece.outbox.services import announce
from talkingpiece.outbox.states import Kind as EventKind
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side

log = logging.getLogger(__name__)

_SIDE = {About.VICTIM: Side.VICTIM, About.OFFENDER: Side.OFFENDER, About.BOTH: Side.JOINT}


class Stale(Exception):
    """Somebody changed the report since its sentences were read."""


@transaction.atomic
def begin_report(
    *,
    responsible_id: UUID,
    written: Mapping[str, str],
    by: User,
    at: datetime,
    corrects_id: UUID | None = None,
    kind: Kind = Kind.OUTCOME,
    to_key: str = "",
    to_words: str = "",
) -> OutcomeReport:
    """A draft, from what may be told today. `written`: what the writer adds, by field. Raises Blocked.

    `to_key`: of one of `queries.addressees`, without one the offender manager; `to_words`: how somebody without an
    account is addressed.
    """
    case, responsible = _locked_responsible(responsible_id)
    found = {one.key: one for one in addressees(case, responsible, at)}
    to = found.get(to_key) if to_key else manager_of(case, responsible, at)
    facts = facts_for_begin(case, responsible, at, kind=kind, to=to)
    require_open(blockers_to_begin(facts))
    assert to is not None  # the gate was open
    told = report_facts(case, responsible, timezone.localdate(at))
    report = OutcomeReport(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible=responsible,
        kind=kind,
        as_whom=to.as_whom,
        recipient=to.user,
        recipient_words="" if to.user else to_words,
        agency=to.agency,
        corrects=OutcomeReport.objects.get(pk=corrects_id, responsible=responsible) if corrects_id else None,
        status=told.status,
        sentences=stored(sentences(told, written, kind=kind, recipient=to.as_whom)),
        written=dict(written),
    )
    report.save()
    record_passing(case=case, gate="begin_report", facts=facts, by=by, at=at, subject_id=report.pk)
    _record("report.begun", report, by, at, status=report.status)
    return report


@transaction.atomic
def renew_report(
    *, report_id: UUID, version: int, by: User, at: datetime, written: Mapping[str, str] | None = None
) -> OutcomeReport:
    """Write it anew from what may be told today; what was objected to stays out. Raises Stale."""
    case, report = _locked(report_id)
    _require_draft(report)
    if report.version != version:
        raise Stale
    told = report_facts(case, report.responsible, timezone.localdate(at))
    report.written = dict(written) if written is not None else report.written
    report.status, report.sentences = told.status, stored(fresh_sentences(report, told))
    report.version += 1
    report.save()
    _record("report.renewed", report, by, at, status=report.status)
    return report


@transaction.atomic
def record_showing(
    *,
    report_id: UUID,
    person_id: UUID,
    shown_digest: str,
    means: str,
    heard: str,
    by: User,
    at: datetime,
    objects_to: Iterable[str] = (),
    words: str = "",
) -> Showing:
    """Somebody heard the sentences about them, and what they said. What they object to is left out from now.

    Raises Stale if these are no longer the sentences that they were shown, IllegalTransition for somebody of whom the
    report does not speak. That somebody cannot be shown them safely is a supervisor's word: `decide_unshown`.
    """
    return _showing(
        report_id, person_id, shown_digest, Heard(heard), by, at, means=means, objects_to=list(objects_to), words=words
    )


@transaction.atomic
def decide_unshown(
    *, report_id: UUID, person_id: UUID, shown_digest: str, words: str, by: User, at: datetime
) -> Showing:
    """A case supervisor says why somebody cannot be shown their sentences safely, and that they may be told."""
    return _showing(report_id, person_id, shown_digest, Heard.NOT_SAFE, by, at, words=words)


def _showing(
    report_id: UUID,
    person_id: UUID,
    shown_digest: str,
    heard: Heard,
    by: User,
    at: datetime,
    *,
    means: str = "",
    objects_to: list[str] | None = None,
    words: str = "",
) -> Showing:
    case, report = _locked(report_id)
    _require_draft(report)
    one = next((one for one in concerned(report) if one.person_id == person_id), None)
    if one is None:
        raise IllegalTransition("not_concerned", "shown")
    if fingerprint(one.sentences) != shown_digest:
        raise Stale
    refused = [sentence.key for sentence in one.sentences if sentence.key in set(objects_to or [])]
    showing = Showing(
        **fact_columns(case, by=by, at=at),
        case=case,
        report=report,
        person_id=person_id,
        about=one.about,
        shown_digest=shown_digest,
        means=means,
        heard=heard,
        objects_to=refused if heard is Heard.OBJECTS else [],
        words=words,
    )
    showing.save()
    if showing.objects_to:
        report.left_out = [*report.left_out, *showing.objects_to]
        report.version += 1
        report.save(update_fields=["left_out", "version"])
    record(
        f"report.{'unshown' if heard is Heard.NOT_SAFE else 'shown'}",
        by=by,
        about=report,
        at=at,
        side=_SIDE[one.about],
        case_id=case.pk,
        detail={"heard": heard, "digest": shown_digest, "left_out": len(showing.objects_to)},
    )
    return showing


@transaction.atomic
def release_report(*, report_id: UUID, version: int, by: User, at: datetime) -> OutcomeReport:
    """It leaves, as a disclosure on its ground, and is never changed again. Raises Blocked, or Stale."""
    case, report = _locked(report_id)
    _require_draft(report)
    if report.version != version:
        raise Stale
    facts = facts_for_release(report, at)
    require_open(blockers_to_release(facts))
    ground = ground_of(facts)
    assert ground is not None  # the gate was open
    on = timezone.localdate(at)
    paper = paper_of(report, on=on)
    report.disclosure = disclose_report(
        case_id=case.pk,
        agency=report.agency,
        recipient=report.recipient,
        recipient_words="" if report.recipient else report.to_name,
        categories=categories_of(report),
        paper=paper,
        ground=ground,
        agreement_id=UUID(facts.agreement_id) if ground is Ground.AGREEMENT else None,
        consent_id=UUID(facts.consent_id) if ground is Ground.CONSENT else None,
        corrects=report.corrects.disclosure if report.corrects else None,
        by=by,
        at=at,
    )
    report.paper, report.pdf_digest = paper.model_dump(mode="json"), render.fingerprint(render.pdf(paper))
    report.record = record_of(report, report_facts(case, report.responsible, on), on=on)
    report.released_at, report.released_by = at, by
    report.version += 1
    report.save()
    record_passing(case=case, gate="release_report", facts=facts, by=by, at=at, subject_id=report.pk)
    _announce(report, at)
    _record("report.released", report, by, at, digest=report.pdf_digest, ground=ground)
    return report


def _announce(report: OutcomeReport, at: datetime) -> None:
    if report.agency_id is not None:
        announce(
            kind=EventKind.REPORT_CORRECTED if report.corrects_id else EventKind.REPORT_RELEASED,
            area_id=report.area_id,
            agency_id=report.agency_id,
            case_id=report.case_id,
            responsible_id=report.responsible_id,
            person_id=report.responsible.person_id,
            subject_id=report.pk,
            at=at,
        )


@transaction.atomic
def answer_objectives(*, report_id: UUID, taken: str, by: User, at: datetime) -> OutcomeReport:
    """Whoever it was sent to says what became of the objectives that it suggests. Said again, the newest counts."""
    _case, report = _locked(report_id)
    if not is_recipient(by, report) or not (report.record or {}).get("suggested_objectives"):
        raise IllegalTransition("nothing_suggested", taken)
    report.objectives, report.objectives_at = Taken(taken), at
    report.save(update_fields=["objectives", "objectives_at"])
    _record("report.objectives_answered", report, by, at, taken=taken)
    return report


@transaction.atomic
def stop_report(*, report_id: UUID, why: str, by: User, at: datetime) -> OutcomeReport:
    """It will not be sent. Twice is once."""
    _case, report = _locked(report_id)
    if report.stopped_at is None:
        _require_draft(report)
        report.stopped_at, report.stopped_by, report.stopped_why = at, by, why
        report.save()
        _record("report.stopped", report, by, at)
    return report


@transaction.atomic
def note_first_reading(*, report_id: UUID, by: User, at: datetime) -> OutcomeReport:
    """Whoever it was sent to has opened it: shown to the service. Only the first time counts."""
    _case, report = _locked(report_id)
    if report.released_at is None or not is_recipient(by, report):
        raise IllegalTransition("not_sent", "read")
    if report.first_read_at is None:
        report.first_read_at = at
        report.save(update_fields=["first_read_at"])
        _record("report.received", report, by, at)
    return report


@transaction.atomic
def report_done(
    *, item_id: UUID, responsible_id: UUID, agency: Agency, words: str, by: User, at: datetime
) -> ActionReported:
    """An agency says that what this person was to do is done. Said twice before anybody looked, it is said once."""
    case, responsible = _locked_responsible(responsible_id)
    item = AgreementItem.objects.get(pk=item_id, owner__person_id=responsible.person_id, owner__case_id=case.pk)
    waiting = ActionReported.objects.standing().filter(item=item, answer="").first()
    if waiting is not None:
        return waiting
    if item.result == ItemResult.DONE:
        raise IllegalTransition(item.result, "reported")
    said = ActionReported(
        **fact_columns(case, by=by, at=at),
        case=case,
        responsible=responsible,
        item=item,
        agency=agency,
        words=words,
    )
    said.save()
    record("action.reported", by=by, about=said, at=at, side=Side.OFFENDER, case_id=case.pk)
    return said


@transaction.atomic
def make_sure(*, reported_id: UUID, answer: str, words: str, by: User, at: datetime) -> ActionReported:
    """Somebody of the service looked. If it is done, that is how the thing agreed went; the victim is still to hear.

    Raises IllegalTransition if somebody has looked already.
    """
    case = lock_case(ActionReported.objects.values_list("case_id", flat=True).get(pk=reported_id))
    said = (
        ActionReported.objects.select_for_update(no_key=True, of=("self",)).select_related("item").get(pk=reported_id)
    )
    if said.answer or not said.stands:
        raise IllegalTransition(said.answer or "error", answer)
    said.answer, said.answer_words, said.answered_at, said.answered_by = MadeSure(answer), words, at, by
    said.save()
    if said.answer == MadeSure.DONE:
        record_result(
            item_id=said.item_id,
            result=ItemResult.DONE,
            words=words,
            victim_told_at=said.item.victim_told_at,
            no_news_wanted=said.item.no_news_wanted,
            by=by,
            at=at,
        )
    record(
        "action.made_sure",
        by=by,
        about=said,
        at=at,
        side=Side.OFFENDER,
        case_id=case.pk,
        detail={"answer": answer},
    )
    return said


def _locked(report_id: UUID) -> tuple[Case, OutcomeReport]:
    case = lock_case(OutcomeReport.objects.values_list("case_id", flat=True).get(pk=report_id))
    found = OutcomeReport.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "case__victim",
        "case__area",
        "responsible__person",
        "responsible__offender_manager__agency",
        "recipient",
        "agency",
        "corrects",
        "recorded_by",
    )
    return case, found.get(pk=report_id)


def _locked_responsible(responsible_id: UUID) -> tuple[Case, Responsible]:
    found = Responsible.objects.select_related("person", "agency", "offender_manager__agency").get(pk=responsible_id)
    return lock_case(found.case_id), found


def _require_draft(report: OutcomeReport) -> None:
    if not report.is_draft:
        raise IllegalTransition("released" if report.released_at else "stopped", "changed")


def _record(name: str, report: OutcomeReport, by: User, at: datetime, **detail: Any) -> None:
    record(name, by=by, about=report, at=at, side=Side.OFFENDER, case_id=report.case_id, detail=detail)


# The same things waiting are said again after so many days.
_AGAIN = timedelta(days=7)


@transaction.atomic
def send_digest(*, user: User, area: Area, at: datetime) -> DigestSent | None:
    """Tells them by e-mail how much waits for them in this area, if anything new does; once a day at most.

    Handed over after the commit. One that is lost is not sent again before something new waits or a week is over:
    everything stands on their page.
    """
    waiting, today = waiting_for(user, at), timezone.localdate(at)
    if not waiting.lines or not user.email or not current_section(area.pk, Reporting).digest:
        return None
    last = DigestSent.objects.filter(area=area, user=user).order_by("-sent_on").first()
    if last is not None and (last.sent_on >= today or (last.of == waiting.mark and last.sent_on > today - _AGAIN)):
        return None
    sent = DigestSent.objects.create(area=area, user=user, sent_on=today, of=waiting.mark)
    record("digest.sent", by=None, about=sent, at=at, side=Side.SERVICE, detail={"things": len(waiting.lines)})
    subject, words = message(waiting, area.name)
    out = Outgoing(str(sent.pk), Channel.EMAIL, user.email, subject, words)
    transaction.on_commit(partial(_hand_over, out))
    return sent


def _hand_over(out: Outgoing) -> None:
    port = port_for(out.channel)
    try:
        if port is not None:
            port.send(out)
    except Exception as error:
        # What the provider says may hold the address: only the kind of error is logged.
        log.warning("Digest %s: no clear answer (%s).", out.message_id, type(error).__name__)
