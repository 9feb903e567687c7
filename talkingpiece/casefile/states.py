from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Hidden(TextChoices):
    """What a casefile keeps sealed until it is asked for."""

    POINT = "point", _("A way of contact")
    WHEREABOUTS = "whereabouts", _("Where the offender is")
    RELEASE = "release", _("Release dates")
    VISIT = "visit", _("Where a visit is")


class AskLater(TextChoices):
    YES = "yes", _("Yes, they said that we may")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("We did not ask")


class FollowUp(TextChoices):
    DONE = "done", _("Everything is followed up")
    DECLINED = "declined", _("They want no follow-up")
