from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    CALL = "call", _("Phone call")
    VOICEMAIL = "voicemail", _("Voicemail")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    POST = "post", _("Letter")


class IfAnswered(TextChoices):
    """What to do when somebody else answers the telephone."""

    RING_OFF = "ring_off", _("Say “wrong number” and ring off")
    FIRST_NAME = "first_name", _("Ask for them, and give a first name only")
    OPEN = "open", _("Anybody who answers may know who we are")


class NumberKind(TextChoices):
    """By which number the systems of prison and probation know somebody."""

    PRISON = "prison_no", _("Prison number")
    CRN = "crn", _("Probation number (CRN)")


class Days(TextChoices):
    ANY = "any", _("Any day")
    WEEKDAYS = "weekdays", _("Weekdays")
    WEEKENDS = "weekends", _("Weekends")


class PersonKind(TextChoices):
    PERSON = "person", _("A person")
    ORGANISATION = "organisation", _("An organisation")
