from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """Why somebody uncovers a whereabouts. Goes into the trail."""

    CONTACT = "contact", _("To reach them, in a way that they called safe")
    VISIT = "visit", _("To plan a visit or a meeting with them")
    SAFETY = "safety", _("Somebody may be in danger")
    CHECK = "check", _("To check with them that it is still right")
    ASKED = "asked", _("They asked what we hold about them")


# Recorded by itself: a worker of the case rings a number in the hours that the person called safe.
SAFE_NOW = "safe_now"


class Hidden(TextChoices):
    """What a casefile keeps sealed until it is asked for."""

    POINT = "point", _("A way of contact")
    WHEREABOUTS = "whereabouts", _("Where the offender is")
    RELEASE = "release", _("Release dates")


class AskLater(TextChoices):
    YES = "yes", _("Yes, they said that we may")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("We did not ask")


class FollowUp(TextChoices):
    DONE = "done", _("Everything is followed up")
    DECLINED = "declined", _("They want no follow-up")
