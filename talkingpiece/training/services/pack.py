from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record
from talkingpiece.protection.classes import Side
from talkingpiece.training.loading import library
from talkingpiece.training.models import ModuleAdapted
from talkingpiece.training.states import How, Part


@transaction.atomic
def adapt_module(*, area: Area, module: str, part: str, how: str, words: str, by: User, at: datetime) -> ModuleAdapted:
    """Adds to a part in this area, or leaves it out. Raises ValueError for a part that is left out already."""
    base = library()[module]
    left_out = ModuleAdapted.objects.filter(
        area=area, module=base.head.id, part=part, how=How.OMITTED, ended_at__isnull=True
    )
    if how == How.OMITTED and left_out.exists():
        raise ValueError("This part is left out already.")
    row = ModuleAdapted.objects.create(
        area=area,
        module=base.head.id,
        part=Part(part),
        how=How(how),
        words=words,
        version=base.head.version,
        digest=base.digests[Part(part)],
        made_at=at,
        made_by=by,
    )
    detail = {"module": row.module, "part": row.part, "how": row.how, "version": row.version}
    record("module.adapted", by=by, about=row, at=at, side=Side.SERVICE, detail=detail)
    return row


@transaction.atomic
def still_fits(*, adapted_id: UUID, by: User, at: datetime) -> ModuleAdapted:
    """Somebody compared it with the text of today."""
    row = ModuleAdapted.objects.select_for_update(no_key=True).get(pk=adapted_id, ended_at__isnull=True)
    base = library()[row.module.lower()]
    row.version, row.digest = base.head.version, base.digests[Part(row.part)]
    row.save(update_fields=["version", "digest"])
    record("module.adaptation_checked", by=by, about=row, at=at, side=Side.SERVICE, detail={"version": row.version})
    return row


@transaction.atomic
def take_back_adaptation(*, adapted_id: UUID, by: User, at: datetime) -> ModuleAdapted:
    """From now on the part is as the pack has it. Twice is once."""
    row = ModuleAdapted.objects.select_for_update(no_key=True).get(pk=adapted_id)
    if row.ended_at is None:
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        record("module.adaptation_taken_back", by=by, about=row, at=at, side=Side.SERVICE)
    return row
