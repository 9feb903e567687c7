from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    """Of a file that somebody asked for."""

    ASKED = "asked", _("being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not made")
    TAKEN = "taken", _("taken")
    LAPSED = "lapsed", _("lapsed")


class WhyNot(TextChoices):
    RIGHT = "right", _("You may not have this file any more.")
    ROWS = "rows", _("There are more than 500 rows. One file never holds more.")


TRANSITIONS: dict[str, frozenset[str]] = {
    FileState.ASKED: frozenset({FileState.READY, FileState.REFUSED}),
    FileState.READY: frozenset({FileState.TAKEN, FileState.LAPSED}),
}
