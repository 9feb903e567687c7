from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    AGREEMENT = "agreement", _("An agreement in force")
    CONSENT = "consent", _("A specific consent")
    DUTY = "duty", _("A legal duty, or a risk of serious harm")


class Question(TextChoices):
    """What an offender manager is asked. Each needs one category of the agreement."""

    SUITABLE = "suitable", _("Could they be approached, and how?")
    STANCE = "stance", _("What have they said about what they did?")
    ATTITUDE = "attitude", _("How do they speak of the victim?")
    RISK = "risk", _("What risks should we know of?")
    HEALTH = "health", _("Does anything make it hard to talk or understand?")
    CONDITIONS = "conditions", _("Which orders and licence conditions restrict contact?")
    DATES = "dates", _("Which dates lie ahead: release, parole, transfer?")


class View(TextChoices):
    SUPPORT = "support", _("I support an approach")
    CONDITIONS = "conditions", _("I support it, with conditions")
    OBJECT = "object", _("I object, for this reason")


class Whom(TextChoices):
    OFFENDER_MANAGER = "offender_manager", _("the offender manager")
    LIAISON = "liaison", _("the victim liaison officer")


class Consulted(TextChoices):
    CONSULTED = "consulted", _("Consulted")
    NONE = "none", _("There is none")


class PersonTold(TextChoices):
    TOLD = "told", _("Told")
    UNSAFE = "unsafe", _("Not told: it would not be safe")
    TO_TELL = "to_tell", _("To be told")
    AGREED = "agreed", _("They know: they agreed to it")
