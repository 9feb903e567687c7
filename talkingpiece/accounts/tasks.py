from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from talkingpiece.accounts.services import forget_old_forms
from talkingpiece.core import clock


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget_old_forms", queueing_lock="accounts.forget_old_forms", pass_context=False)
def forget(timestamp: int) -> None:
    """Nightly: what was kept for somebody who never came back, and tokens of forms sent long ago."""
    forget_old_forms(before=clock.now() - timedelta(days=1))
