from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """How far it came, as an offender manager may know it. One word for every way in which it came to nothing."""

    NOT_PROGRESSED = "not_progressed", _("Not going ahead")
    EXPLORED = "explored", _("Being talked about")
    INDIRECT = "indirect", _("Words passed through us")
    DIRECT = "direct", _("Took part in a meeting")
    CIRCLE = "circle", _("Took part in a circle")


class About(TextChoices):
    """Whose sentence it is: who is shown it, and may object to it."""

    OFFENDER = "offender", _("the offender")
    VICTIM = "victim", _("the victim")
    BOTH = "both", _("both")


class Heard(TextChoices):
    """What somebody said when their sentences were read to them."""

    FINE = "fine", _("These may be told")
    CHANGE = "change", _("Something is to be changed first")
    OBJECTS = "objects", _("Some of these must not be told")
    NOT_SAFE = "not_safe", _("They cannot be shown them safely")
