from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StoppedWhy(TextChoices):
    """Why a message was not sent. Codes of the gate's blockers, and what people decided."""

    BY_HAND = "by_hand", _("To be sent by hand")
    NO_ADDRESS = "no_address", _("There is no address")
    NOT_SAFE = "not_safe", _("This way is no longer safe")
    TELL_TALE = "tell_tale", _("The words say too much")
    TOO_LATE = "too_late", _("It waited too long to be true")
    NOT_WRITTEN = "not_written", _("This way takes a person: a call, a voicemail or a letter")
    NOBODY = "nobody", _("There is nobody to write to any more")
    WITHDRAWN = "withdrawn", _("Stopped by the person")
    PRACTICE = "practice", _("This is practice: nothing is sent")
    NOT_SENT = "not_sent", _("Not sent, somebody looked into it")


class LetterState(TextChoices):
    """Never stored: read from what has happened to a letter."""

    DRAFT = "draft", _("Draft")
    RELEASED = "released", _("Ready to go")
    GONE = "gone", _("Gone")
    STOPPED = "stopped", _("Stopped")


# A closed window is no reason to give up: the message waits for the next safe hour.
OUTSIDE_HOURS = "outside_hours"
