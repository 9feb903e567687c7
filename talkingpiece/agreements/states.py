from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What may be shared, in words that both sides of an agreement read alike."""

    IDENTITY = "identity", _("Who the offender is")
    SUITABILITY = "suitability", _("Whether the offender could be approached")
    RISK = "risk", _("Known risks and how they are managed")
    CONDITIONS = "conditions", _("Orders and licence conditions")
    DATES = "dates", _("Release, parole and transfer dates")
    LOCATION = "location", _("Where the offender is held")
    OUTCOME = "outcome", _("What came of it")


class Purpose(models.TextChoices):
    """For what. A short list, so that a program which asks or sends can be bound to some of them."""

    REFERRAL = "referral", _("Referring people to the service")
    LISTS = "lists", _("Handing over lists, so that we find whom to offer it")
    SUITABILITY = "suitability", _("Knowing whether somebody can be approached, and how")
    SAFETY = "safety", _("Keeping everybody safe")
    ARRANGING = "arranging", _("Arranging visits and meetings")
    OUTCOME = "outcome", _("Telling what came of it")
    CHANGES = "changes", _("Telling of changes: transfer, release, recall, conditions")


# What a purpose needs. A category that an agreement names passes only if something that the agreement is for needs it:
# what somebody was asked to know for one thing is not known for another.
SENT_FOR: dict[str, frozenset[Purpose]] = {
    Category.IDENTITY: frozenset(Purpose) - {Purpose.REFERRAL, Purpose.LISTS},
    Category.SUITABILITY: frozenset({Purpose.SUITABILITY}),
    Category.RISK: frozenset({Purpose.SAFETY}),
    Category.CONDITIONS: frozenset({Purpose.SAFETY, Purpose.ARRANGING}),
    Category.DATES: frozenset({Purpose.ARRANGING}),
    Category.LOCATION: frozenset({Purpose.ARRANGING}),
    Category.OUTCOME: frozenset({Purpose.OUTCOME}),
}
RECEIVED_FOR: dict[str, frozenset[Purpose]] = {
    Category.IDENTITY: frozenset({Purpose.LISTS, Purpose.REFERRAL, Purpose.CHANGES}),
    Category.SUITABILITY: frozenset({Purpose.LISTS, Purpose.SUITABILITY}),
    Category.RISK: frozenset({Purpose.LISTS, Purpose.SUITABILITY, Purpose.SAFETY}),
    Category.CONDITIONS: frozenset(
        {Purpose.LISTS, Purpose.SUITABILITY, Purpose.SAFETY, Purpose.ARRANGING, Purpose.CHANGES}
    ),
    Category.DATES: frozenset({Purpose.LISTS, Purpose.SUITABILITY, Purpose.ARRANGING, Purpose.CHANGES}),
    Category.LOCATION: frozenset({Purpose.ARRANGING, Purpose.CHANGES}),
    Category.OUTCOME: frozenset({Purpose.OUTCOME}),
}


class Controller(models.TextChoices):
    """What each party is, in data protection law, for what is shared."""

    CONTROLLER = "controller", _("controller")
    JOINT = "joint", _("joint controller")
    COMPETENT = "competent", _("competent authority, for law enforcement")
    PROCESSOR = "processor", _("processor")


class Term(models.TextChoices):
    """What an agreement says in words, beside what it lets through."""

    OUR_BASIS = "our_basis", _("Our lawful basis")
    THEIR_BASIS = "their_basis", _("Their lawful basis")
    POWERS = "powers", _("Powers and duties to share")
    SPECIAL = "special", _("Special category data, and the condition for it")
    OFFENCES = "offences", _("Criminal offence data, and the condition for it")
    METHOD = "method", _("How it is sent")
    SECURITY = "security", _("How it is kept safe")
    ACCESS = "access", _("Who may see it")
    ACCURACY = "accuracy", _("How it is kept right")
    RETENTION = "retention", _("How long it is kept, and how it is destroyed")
    ONWARD = "onward", _("Passing it on")
    RIGHTS = "rights", _("Whom people ask about their data")
    FREEDOM = "freedom", _("Freedom of information")
    BREACH = "breach", _("If something goes wrong")
    COMPLAINTS = "complaints", _("Complaints")
    TRAINING = "training", _("Training")


# What a law may not ask for, or a small agreement not need.
MAY_BE_EMPTY = frozenset({Term.POWERS, Term.FREEDOM, Term.TRAINING})


class Part(models.TextChoices):
    """The short pages on which a draft is written, in their order. The value stands in the address."""

    ABOUT = "about", _("What it is for, and when")
    SENT = "sent", _("What may be sent")
    LAW = "law", _("On what it rests")
    CARE = "care", _("How it is looked after")
    PEOPLE = "people", _("People’s rights, and what goes wrong")


TERMS: dict[Part, tuple[Term, ...]] = {
    Part.SENT: (Term.SPECIAL, Term.OFFENCES),
    Part.LAW: (Term.OUR_BASIS, Term.THEIR_BASIS, Term.POWERS),
    Part.CARE: (Term.METHOD, Term.SECURITY, Term.ACCESS, Term.ACCURACY, Term.RETENTION, Term.ONWARD),
    Part.PEOPLE: (Term.RIGHTS, Term.BREACH, Term.COMPLAINTS, Term.FREEDOM, Term.TRAINING),
}


class Stage(models.TextChoices):
    DRAFT = "draft", _("being written")
    REVIEW = "review", _("with a second person")
    TO_SIGN = "to_sign", _("to be signed")
    SIGNED = "signed", _("signed")
    GIVEN_UP = "given_up", _("given up")


NEXT: dict[str, frozenset[str]] = {
    Stage.DRAFT: frozenset({Stage.REVIEW, Stage.GIVEN_UP}),
    Stage.REVIEW: frozenset({Stage.DRAFT, Stage.TO_SIGN, Stage.GIVEN_UP}),
    Stage.TO_SIGN: frozenset({Stage.DRAFT, Stage.SIGNED, Stage.GIVEN_UP}),
}


class Signer(models.TextChoices):
    US = "us", _("for the service")
    THEM = "them", _("for the other organisation")
