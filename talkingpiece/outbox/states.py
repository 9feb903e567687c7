from __future__ import annotations

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Every kind of event there is, as `docs/webhooks.md` describes it to whoever receives it."""

    REQUEST_MADE = "request.made", _("Questions were asked of them")
    REQUEST_CHASED = "request.chased", _("They were reminded of questions")
    REQUEST_WITHDRAWN = "request.withdrawn", _("Questions need no answer any more")
    REPORT_RELEASED = "report.released", _("A report was sent to them")
    REPORT_CORRECTED = "report.corrected", _("A report was sent in place of another")
    OFFENDER_KNOWN = "offender.known", _("They may know of somebody from now on")
    OFFENDER_CHANGED = "offender.changed", _("What they see of somebody has changed")
    ACTION_DUE = "action.due", _("Something is to be done by somebody")
    ACTION_CHANGED = "action.changed", _("What is to be done has changed, or is done")


class State(TextChoices):
    QUEUED = "queued", _("Waits to be sent")
    FAILED = "failed", _("Failed, is tried again")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    WITHHELD = "withheld", _("Held back")


WAITING = (State.QUEUED, State.FAILED)


class Why(TextChoices):
    """Why it did not arrive, or did not leave. Of whoever answered nothing is kept but the number of the answer."""

    ANSWER = "answer", _("It answered with an error")
    REDIRECT = "redirect", _("It answered with another address; we follow none")
    GONE = "gone", _("It answered that it is gone for good")
    TIMEOUT = "timeout", _("It took too long")
    CONNECTION = "connection", _("It could not be reached")
    TLS = "tls", _("It could not show that it is who it says")
    ADDRESS = "address", _("Its address is not one to which we send")
    CUT = "cut", _("We were interrupted while sending")
    NO_AGREEMENT = "no_agreement", _("No agreement allows it")
    NOT_SEEN = "not_seen", _("They may not, or can no longer, see it")
    STOPPED = "stopped", _("Nothing is sent to this address any more")


# How long after each failed try the next one comes; after the last it is given up. About three days in all.
AFTER = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
TRIES = len(AFTER) + 1
# For which two secrets sign side by side, so that nothing stops while the new one is put in place.
OVERLAP = timedelta(days=7)
# For how long events can be fetched afterwards.
KEPT = timedelta(days=30)
