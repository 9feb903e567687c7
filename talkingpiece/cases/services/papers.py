"""Papers that came in: read anew, sealed, and locked away until somebody looked whether they do harm."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.audit.services import record
from talkingpiece.cases.models import Paper
from talkingpiece.cases.services.life import lock_case
from talkingpiece.cases.states import PAPER_TRANSITIONS, PaperState
from talkingpiece.core.jobs import enqueue
from talkingpiece.core.transitions import check_transition
from talkingpiece.documents import vault
from talkingpiece.documents.antivirus import Finding, finding
from talkingpiece.documents.reception import Refused, receive
from talkingpiece.documents.render import fingerprint
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side

MOST_IN_A_CASE = 50
AGAIN_IN = timedelta(minutes=10)


@transaction.atomic
def keep_paper(
    *,
    case_id: UUID,
    person: Person,
    side: Side,
    kind: str,
    content: bytes,
    name: str,
    words: str,
    brought_by: str,
    happened_at: datetime,
    by: User,
    at: datetime,
) -> Paper:
    """Raises documents.reception.Refused, with a sentence for whoever brought it."""
    case = lock_case(case_id)
    if Paper.objects.filter(case=case, stored__isnull=False).count() >= MOST_IN_A_CASE:
        raise Refused(_("This case holds 50 papers already. Nothing was kept."))
    received = receive(content, name)
    paper = Paper(
        area_id=case.area_id,
        key_id=person.key_id,
        case=case,
        person=person,
        side=side,
        kind=kind,
        name=received.name,
        words=words,
        brought_by=brought_by,
        file_kind=received.kind,
        size=len(received.content),
        sha256=fingerprint(received.content),
        happened_at=happened_at,
        recorded_at=at,
        recorded_by=by,
    )
    paper.stored = vault.put(received.content, key_id=paper.key_id, row=paper)
    paper.save()
    enqueue("cases.check_paper", area_id=case.area_id, paper_id=paper.pk)
    detail = {"kind": kind, "file": received.kind.value, "sha256": paper.sha256}
    record("paper.kept", by=by, about=paper, at=at, side=side, case_id=case.pk, detail=detail)
    return paper


@transaction.atomic
def check_paper(*, paper_id: UUID, at: datetime) -> None:
    """Asks whether it does harm. Without a verdict it stays locked away, and is asked of again; harmful, it goes."""
    paper = Paper.objects.select_for_update(no_key=True).get(pk=paper_id)
    if paper.state != PaperState.CHECKING or paper.stored is None:
        return
    found = finding(vault.get(paper.stored, key_id=paper.key_id, row=paper))
    if found is Finding.UNKNOWN:
        enqueue("cases.check_paper", area_id=paper.area_id, paper_id=paper.pk, not_before=at + AGAIN_IN)
        return
    to = PaperState.CLEAN if found is Finding.CLEAN else PaperState.HARMFUL
    check_transition(PAPER_TRANSITIONS, current=paper.state, to=to)
    stored = paper.stored
    paper.state, paper.checked_at = to, at
    if to is PaperState.HARMFUL:
        paper.stored = None
        transaction.on_commit(lambda: vault.destroy(stored))
    paper.save()
    record(
        "paper.checked",
        by=None,
        about=paper,
        at=at,
        side=Side(paper.side),
        case_id=paper.case_id,
        detail={"found": found.value},
    )


def open_paper(paper: Paper) -> bytes:
    """What was kept, of a paper that was found harmless and stands. Raises PermissionError for any other."""
    if paper.state != PaperState.CLEAN or paper.stored is None or not paper.stands:
        raise PermissionError("a paper that was not found harmless")
    return vault.get(paper.stored, key_id=paper.key_id, row=paper)
