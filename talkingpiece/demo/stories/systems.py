"""Probation's case system is told what is new; the prison's is switched off."""

from __future__ import annotations

from talkingpiece.agreements.queries import in_force
from talkingpiece.core import clock
from talkingpiece.demo.live import Tale
from talkingpiece.demo.receiving import ADDRESS, SWITCHED_OFF
from talkingpiece.demo.telling import Story
from talkingpiece.outbox.services import add_endpoint


def tell(s: Story) -> Tale:
    yield s.days.work(2, "09:10")
    r = s.ridgeway
    for agency, name, address in (
        (r.probation, "Case system", ADDRESS),
        (r.foxcombe, "Movements, not yet in use", SWITCHED_OFF),
    ):
        agreement = in_force(r.area.pk, at=clock.now()).get(agency=agency)
        add_endpoint(agreement_id=agreement.pk, name=name, url=address, by=r.ngozi, at=clock.now())
