from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from talkingpiece.agreements.states import Category


class Ground(TextChoices):
    AGREEMENT = "agreement", _("An agreement in force")
    CONSENT = "consent", _("A specific consent")
    DUTY = "duty", _("A legal duty, or a risk of serious harm")


class Errand(TextChoices):
    """What a disclosure was for."""

    ASK_AGENCY = "ask_agency", _("To ask an agency")
    LEGAL_VISIT = "legal_visit", _("To ask for a legal visit")
    OUTCOME_REPORT = "outcome_report", _("To report what came of it")
    DUTY_OR_HARM = "duty_or_harm", _("Because of a duty or a risk of harm")
    PACKAGE = "package", _("To share what was agreed")
    TELL_REFERRER = "tell_referrer", _("To let whoever referred somebody see how far it came")


class Question(TextChoices):
    """What an offender manager is asked. Each needs one category of the agreement."""

    SUITABLE = "suitable", _("Could they be approached, and how?")
    STANCE = "stance", _("What have they said about what they did?")
    ATTITUDE = "attitude", _("How do they speak of the people they harmed?")
    RISK = "risk", _("What risks should we know of?")
    HEALTH = "health", _("Does anything make it hard to talk or understand?")
    CONDITIONS = "conditions", _("Which orders and licence conditions restrict contact?")
    DATES = "dates", _("Which dates lie ahead: release, parole, transfer?")


# What an agency must be allowed to send us before it can answer.
CATEGORY_OF: dict[str, str] = {
    Question.SUITABLE: Category.SUITABILITY,
    Question.STANCE: Category.SUITABILITY,
    Question.ATTITUDE: Category.SUITABILITY,
    Question.RISK: Category.RISK,
    Question.HEALTH: Category.SUITABILITY,
    Question.CONDITIONS: Category.CONDITIONS,
    Question.DATES: Category.DATES,
}


class View(TextChoices):
    SUPPORT = "support", _("I support an approach")
    CONDITIONS = "conditions", _("I support it, with conditions")
    OBJECT = "object", _("I object, for this reason")


# A bare objection or condition helps nobody: these say why.
NEEDS_REASON = frozenset({View.CONDITIONS, View.OBJECT})


class Rest(TextChoices):
    """How far a reply goes. What has more time stays open; "cannot say" and a refusal are answers."""

    WHOLE = "whole", _("This answers every question")
    MORE_TIME = "more_time", _("I need more time for the questions that I left empty")
    CANNOT_SAY = "cannot_say", _("I cannot say anything on the questions that I left empty")
    REFUSED = "refused", _("We do not answer this request")


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


class Protected(TextChoices):
    """What no agreement lets go, and a legal duty or a risk of serious harm may demand."""

    SAFETY = "safety", _("That somebody is in danger, and from what")
    WHEREABOUTS = "whereabouts", _("Where somebody is, or how to reach them")
    ACCOUNT = "account", _("What somebody told us")


class Recipient(TextChoices):
    """What somebody is who is told under the third ground."""

    POLICE = "police", _("Police")
    SAFEGUARDING = "safeguarding", _("Children’s or adults’ safeguarding")
    HEALTH = "health", _("Ambulance, hospital or crisis team")
    SUPERVISION = "supervision", _("Probation or a prison")
    OTHER = "other", _("Somebody else")


SHAREABLE = [*Category.choices, *Protected.choices]

# What somebody can let us tell about themselves, by their own specific yes and without an agreement.
WITH_CONSENT = (Category.OUTCOME, Protected.SAFETY, Protected.ACCOUNT)
