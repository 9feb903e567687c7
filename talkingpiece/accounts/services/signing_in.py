from __future__ import annotations

from django.db import transaction

from talkingpiece.accounts.factors import Proof
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import areas_of
from talkingpiece.areas.models import Area
from talkingpiece.audit.services import record_sign_in
from talkingpiece.core import clock
from talkingpiece.protection.context import area_context, show_areas
from talkingpiece.protection.tokens import token


@transaction.atomic
def record_arrival(*, user: User, proof: Proof) -> None:
    """They signed in; from here on the areas in which they work are in sight."""
    areas = areas_of(user, clock.now())
    show_areas(areas)
    for area_id in areas:
        record_sign_in("account.signed_in", by=user, area_id=area_id, detail={"proof": proof})
        if proof is Proof.RECOVERY_CODE:
            record_sign_in("account.recovery_code_used", by=user, area_id=area_id)


@transaction.atomic
def record_failure(*, typed: str, at_step: Proof) -> None:
    """Somebody tried and was not let in. Written alike in every area, whether anybody has that address or not, and
    never with the address itself: those who look after an area can tell equal ones apart by their token."""
    areas = list(Area.objects.order_by("pk").values_list("pk", flat=True))
    with area_context(areas):
        for area_id in areas:
            tried = token(area_id, "sign_in", typed.strip().lower()).hex() if typed else ""
            detail = {"address": tried, "proof": at_step}
            record_sign_in("account.sign_in_failed", by=None, area_id=area_id, detail=detail)


@transaction.atomic
def record_proof(*, user: User, proof: Proof) -> None:
    for area_id in areas_of(user, clock.now()):
        record_sign_in("account.proved_again", by=user, area_id=area_id, detail={"proof": proof})
        if proof is Proof.RECOVERY_CODE:
            record_sign_in("account.recovery_code_used", by=user, area_id=area_id)


@transaction.atomic
def record_session_ended(*, user: User) -> None:
    for area_id in areas_of(user, clock.now()):
        record_sign_in("account.session_ended", by=user, area_id=area_id)
