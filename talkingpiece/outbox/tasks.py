from __future__ import annotations

from datetime import timedelta

from talkingpiece.core import clock
from talkingpiece.core.jobs import periodic
from talkingpiece.outbox.sending import dispatch

# Short, since the worker has other things to do meanwhile: an address that does not answer takes this long at most, and
# the next turn goes on. Several at a time do no harm: each takes what no other has in hand.
TURN = timedelta(seconds=15)


@periodic("outbox.dispatch", cron="* * * * *", why="what may be told to whom is asked of each event when it is sent")
def send_what_is_due() -> None:
    dispatch(until=clock.now() + TURN)
