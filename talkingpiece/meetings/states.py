from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """How far a meeting has come. Never stored: read from what has happened (models.Meeting.stage)."""

    PLANNED = "planned", _("Planned")
    BOOKED = "booked", _("Booked")
    BEGUN = "begun", _("Begun")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


# Held can follow any stage that is not cancelled: what has happened can always be recorded.
TRANSITIONS: dict[str, frozenset[str]] = {
    Stage.PLANNED: frozenset({Stage.BOOKED, Stage.HELD, Stage.CANCELLED}),
    Stage.BOOKED: frozenset({Stage.PLANNED, Stage.BEGUN, Stage.HELD, Stage.CANCELLED}),
    Stage.BEGUN: frozenset({Stage.HELD}),
    Stage.HELD: frozenset({Stage.HELD, Stage.PLANNED}),  # written up better, or not held after all
    Stage.CANCELLED: frozenset(),
}
AHEAD = frozenset({Stage.PLANNED, Stage.BOOKED})
