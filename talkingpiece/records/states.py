from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListFormat(TextChoices):
    XLSX = "xlsx", _("Excel")
    ODS = "ods", _("OpenDocument")
    CSV = "csv", _("CSV")


class ListState(TextChoices):
    WAITING = "waiting", _("Not brought in yet")
    BROUGHT = "brought", _("Brought in")
    DESTROYED = "destroyed", _("Destroyed unused")


TRANSITIONS: dict[str, frozenset[str]] = {
    ListState.WAITING: frozenset({ListState.BROUGHT, ListState.DESTROYED}),
    ListState.BROUGHT: frozenset(),
    ListState.DESTROYED: frozenset(),
}


class TakenKind(TextChoices):
    """What an earlier record said. None of it opens a gate: the real act is done anew."""

    WAY = "way", _("A way to reach them")
    CONSENT = "consent", _("What they agreed to")
    RISK = "risk", _("Risk was assessed")
    LEGAL = "legal", _("Orders and conditions")
    SUPERVISOR = "supervisor", _("Who supervises the offender")
    STAGE = "stage", _("How far it had come")
    CONTACT = "contact", _("The last contact")
    AGREEMENT = "agreement", _("What was agreed")
    NEXT_STEP = "next_step", _("The next step")
