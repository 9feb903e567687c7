from __future__ import annotations

from datetime import timedelta

from talkingpiece.accounts.services import forget_old_forms
from talkingpiece.core import clock
from talkingpiece.core.jobs import periodic


@periodic("accounts.forget_old_forms", cron="17 3 * * *", why="forgets what nobody came back for; opens nothing")
def forget() -> None:
    """Nightly: what was kept for somebody who never came back, and tokens of forms sent long ago."""
    forget_old_forms(before=clock.now() - timedelta(days=1))
