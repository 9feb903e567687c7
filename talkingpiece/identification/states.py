from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """From what kind of list an extract was made."""

    POLICE = "police", _("Police crime list")
    PROBATION = "probation", _("Probation caseload")
    PRISON = "prison", _("Prison list")
    LIAISON = "liaison", _("Victim contact list")
    SUPPORT = "support", _("Victim service list")


class ExtractState(TextChoices):
    WAITING = "waiting", _("Not taken in yet")
    TAKEN = "taken", _("Taken in")
    DELETED = "deleted", _("Its rows are deleted")
    DISCARDED = "discarded", _("Destroyed unused")


TRANSITIONS: dict[str, frozenset[str]] = {
    ExtractState.WAITING: frozenset({ExtractState.TAKEN, ExtractState.DISCARDED}),
    ExtractState.TAKEN: frozenset({ExtractState.DELETED}),
    ExtractState.DELETED: frozenset(),
    ExtractState.DISCARDED: frozenset(),
}


class DeletedWhy(TextChoices):
    """The rule by which the rows of an extract went."""

    DUE = "due", _("Its time was over")
    ASKED = "asked", _("Somebody deleted it before its time")


class Wish(TextChoices):
    """What a victim wants, as far as the agency knows."""

    REQUESTED = "requested", _("Asked for it")
    OPEN = "open", _("Is open to it")
    NOT_ASKED = "not_asked", _("Was not asked")
    DECLINED = "declined", _("Said no")
    DO_NOT_CONTACT = "do_not_contact", _("Does not want to be contacted")


class Scheme(TextChoices):
    """Where a victim stands with the Victim Contact Scheme."""

    NOT_ELIGIBLE = "not_eligible", _("Not eligible")
    NOT_OFFERED = "eligible_not_offered", _("Eligible, not offered yet")
    OFFERED = "offered", _("Offered")
    OPTED_IN = "opted_in", _("Opted in")
    OPTED_OUT = "opted_out", _("Opted out")


class Victim(TextChoices):
    """Who was harmed, as an extract says it."""

    PERSON = "person", _("A person")
    FAMILY = "family", _("Bereaved family")
    ORGANISATION = "organisation", _("An organisation")
    DECEASED = "deceased", _("A person who died")


class Proceedings(TextChoices):
    """Whether a court has still to decide."""

    NONE = "none", _("Nothing is open")
    TRIAL = "trial", _("A trial is to come or running")
    APPEAL = "appeal", _("An appeal is open")
    CONFISCATION = "confiscation", _("A confiscation is open")


class Responsibility(TextChoices):
    """How far the offender accepts it, as the agency knows."""

    FULL = "full", _("Accepts it")
    PARTIAL = "partial", _("Accepts some of it")
    NONE = "none", _("Denies it")
    UNKNOWN = "unknown", _("Not known")


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another")


class Ethnicity(TextChoices):
    """The five groups of the census, and no finer."""

    ASIAN = "asian", _("Asian or Asian British")
    BLACK = "black", _("Black, Black British, Caribbean or African")
    MIXED = "mixed", _("Mixed or multiple groups")
    WHITE = "white", _("White")
    OTHER = "other", _("Another group")


class ScreenState(TextChoices):
    """What became of one row."""

    WAITING = "waiting", _("To be looked at")
    LATER = "later", _("Later")
    ACCEPTED = "accepted", _("Accepted: a referral")
    LEFT_OUT = "left_out", _("Left out by somebody")
    KEPT_OUT = "kept_out", _("Kept out by a rule")


SCREEN_TRANSITIONS: dict[str, frozenset[str]] = {
    ScreenState.WAITING: frozenset({ScreenState.LATER, ScreenState.ACCEPTED, ScreenState.LEFT_OUT}),
    ScreenState.LATER: frozenset({ScreenState.LATER, ScreenState.ACCEPTED, ScreenState.LEFT_OUT}),
    ScreenState.LEFT_OUT: frozenset({ScreenState.LATER}),
    ScreenState.ACCEPTED: frozenset(),
    ScreenState.KEPT_OUT: frozenset(),
}


class OutWhy(TextChoices):
    """Why somebody leaves a row out. That it was grave, or that they might not want it, is none."""

    WRONG = "wrong", _("The row is wrong, or about somebody else")
    NO_WAY = "no_way", _("There is no safe way to reach them")
    ASKED = "asked", _("They were asked elsewhere, and answered")
    ELSEWHERE = "elsewhere", _("Another service looks after them")
    OTHER = "other", _("Something else")


class AgeBand(TextChoices):
    CHILD = "child", _("Under 18")
    YOUNG = "18_24", _("18 to 24")
    MIDDLE = "25_44", _("25 to 44")
    OLDER = "45_64", _("45 to 64")
    OLD = "65", _("65 and over")


class Said(TextChoices):
    """What a person says of two records. It stands for ever and outranks every run."""

    SAME = "same", _("One person")
    NOT_SAME = "not_same", _("Two people")
    CANNOT_TELL = "cannot_tell", _("Cannot tell")


class PairKind(TextChoices):
    """Between what, and so who is asked."""

    ROWS = "rows", _("Two rows of victims")
    KNOWN = "known", _("A row and somebody who was here")
    ACROSS = "across", _("A victim on one side, an offender on the other")


class Band(TextChoices):
    LINK = "link", _("One person, as far as can be reckoned")
    REVIEW = "review", _("Somebody has to look")
