from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InitiatedBy(TextChoices):
    VICTIM = "victim", _("the victim")
    OFFENDER = "offender", _("the offender")
    AGENCY = "agency", _("an agency")
    COURT = "court", _("a court")


class Route(TextChoices):
    SELF = "self", _("Came to us")
    AGENCY = "agency", _("Referred by an agency")
    EXTRACTION = "extraction", _("Found in a partner’s list")


class Complexity(TextChoices):
    STANDARD = "standard", _("Standard")
    SENSITIVE = "sensitive_complex", _("Sensitive and complex")


class MemberRole(TextChoices):
    OWNER = "owner", _("owner")
    CO_FACILITATOR = "co_facilitator", _("co-facilitator")
    SUPERVISOR = "supervisor", _("case supervisor")


class OffenceCategory(TextChoices):
    BURGLARY = "burglary", _("Burglary of a home")
    VIOLENCE = "violence", _("Violence")
    ROBBERY = "robbery", _("Robbery")
    DRIVING = "driving", _("Death or injury by driving")
    DAMAGE = "damage", _("Damage or arson")
    FRAUD = "fraud", _("Fraud or theft")
    HATE = "hate", _("Hate crime")
    STALKING = "stalking", _("Stalking or harassment")
    SEXUAL = "sexual", _("Sexual offence")
    DOMESTIC = "domestic", _("Domestic abuse")
    HOMICIDE = "homicide", _("Homicide")
    OTHER = "other", _("Another offence")
    UNKNOWN = "unknown", _("Not known yet")


class SentenceType(TextChoices):
    CUSTODY = "custody", _("Prison sentence")
    LIFE = "life", _("Life or indeterminate sentence")
    SUSPENDED = "suspended", _("Suspended sentence")
    COMMUNITY = "community", _("Community order")
    HOSPITAL = "hospital", _("Hospital order")
    LICENCE = "licence", _("On licence")
    COMPLETE = "complete", _("Sentence complete")
    NONE_YET = "none_yet", _("Not sentenced")
    UNKNOWN = "unknown", _("Not known")


class KnownFrom(TextChoices):
    VICTIM = "victim", _("the victim")
    COURT = "court", _("the court’s result")
    OFFENDER_MANAGER = "offender_manager", _("the offender manager")
    POLICE = "police", _("the police")
    LIAISON = "liaison", _("the liaison officer")
    OFFENDER = "offender", _("the offender")
    EARLIER = "earlier_records", _("earlier records")


class OrderType(TextChoices):
    LICENCE_NO_CONTACT = "licence_no_contact", _("Licence: no contact")
    EXCLUSION_ZONE = "exclusion_zone", _("Licence: exclusion zone")
    RESTRAINING = "restraining_order", _("Restraining order")
    NON_MOLESTATION = "non_molestation", _("Non-molestation order")
    DOMESTIC_PROTECTION = "domestic_protection", _("Domestic abuse protection order")
    SEXUAL_HARM = "sexual_harm_prevention", _("Sexual harm prevention order")
    BAIL = "bail", _("Bail condition")
    PRISON = "prison_no_contact", _("Prison public-protection no contact")
    FAMILY = "family_court", _("Family court order")


class ContactScope(TextChoices):
    """What contact an order forbids, or an exception to it allows."""

    APPROACH = "approach", _("Being told of the victim’s wish, by us")
    INDIRECT = "indirect", _("Words or letters through us")
    DIRECT = "direct", _("Meeting in person")


class LegalResult(TextChoices):
    CLEAR = "clear", _("Nothing forbids contact")
    RESTRICTED = "restricted", _("An order or condition restricts contact")
    UNKNOWN = "unknown", _("Nobody could say")


class ChangeKind(TextChoices):
    """What changes in an offender’s situation without our doing. What each reopens: changes.REOPENS."""

    TRANSFER = "transfer", _("Moved to another prison")
    RELEASE = "release", _("Released from prison")
    RECALL = "recall", _("Recalled to prison")
    OFFICER = "officer", _("Somebody else supervises them")
    LICENCE = "licence", _("Licence conditions changed")
    ORDER = "order", _("A court order was made or changed")
    DEATH = "death", _("Died")
    MERGED = "merged", _("Two records of them became one")


def kind_words(kind: str) -> str:
    """Of a ChangeKind, for the middle of a sentence; empty for none."""
    return str(ChangeKind(kind).label).lower() if kind else ""


class ChangeSource(TextChoices):
    HAND = "hand", _("written down by hand")
    FILE = "file", _("from a file")
    STREAM = "stream", _("from the systems of prison and probation")


class PermissionKind(TextChoices):
    """What somebody else must allow in writing before people may be in contact."""

    VARIATION = "variation", _("Licence varied")
    EXCEPTION = "exception", _("Exception to an order or condition")
    VISIT = "visit", _("Visit in a prison")


class PermissionState(TextChoices):
    REQUESTED = "requested", _("Asked for")
    EVIDENCED = "evidenced", _("Seen in writing, not granted yet")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


# How long before the end of a permission somebody is warned: time enough to ask for another.
WARNED = timedelta(days=14)

PERMISSION_TRANSITIONS: dict[str, frozenset[str]] = {
    PermissionState.REQUESTED: frozenset({PermissionState.EVIDENCED, PermissionState.REFUSED, PermissionState.ENDED}),
    PermissionState.EVIDENCED: frozenset({PermissionState.GRANTED, PermissionState.REFUSED, PermissionState.ENDED}),
    PermissionState.GRANTED: frozenset({PermissionState.ENDED}),
    PermissionState.REFUSED: frozenset(),
    PermissionState.ENDED: frozenset(),
}


class PaperKind(TextChoices):
    """What somebody brought."""

    CONSENT = "consent", _("a signed consent")
    LETTER = "letter", _("a letter")
    PICTURE = "picture", _("a picture")
    ORDER = "order", _("an order or a decision of a court")
    EVIDENCE = "evidence", _("something that shows what they say")
    OTHER = "other", _("something else")


class PaperState(TextChoices):
    """Only what was looked at and found harmless is ever opened."""

    CHECKING = "checking", _("being checked")
    CLEAN = "clean", _("can be opened")
    HARMFUL = "harmful", _("harmful: it was destroyed")


PAPER_TRANSITIONS: dict[str, frozenset[str]] = {
    PaperState.CHECKING: frozenset({PaperState.CLEAN, PaperState.HARMFUL}),
}


class Holder(TextChoices):
    """Who may hold the ball."""

    USER = "user", _("somebody in the service")
    AGENCY = "agency", _("somebody in an agency")
    VICTIM = "victim", _("the victim")
    OFFENDER = "offender", _("the offender")


class VictimAs(TextChoices):
    """How the victim of a case was harmed (practice.md §1, §3.1)."""

    DIRECT = "direct", _("Harmed by it themselves")
    BEREAVED = "bereaved", _("Bereaved by it")
    FAMILY = "family", _("Family of somebody harmed by it")
    WITNESS = "witness", _("Saw or heard it")
    ORGANISATION = "organisation", _("An organisation that was harmed")


class CompanionPart(TextChoices):
    """What somebody does who takes part beside the victim or the offender."""

    SUPPORTER = "supporter", _("Supporter")
    INTERPRETER = "interpreter", _("Interpreter")
    REPRESENTATIVE = "representative", _("Speaks for the organisation")
    FAMILY = "family", _("Family, also bereaved or harmed")


class ClosureReason(TextChoices):
    """One list for both sides (practice.md §3.1). The victim's and the offender's reasons stand in it alike."""

    COMPLETED_DIRECT = "completed_direct", _("They met")
    COMPLETED_INDIRECT = "completed_indirect", _("Words passed between them")
    COMPLETED_CIRCLE = "completed_circle", _("A circle was held for the victim")
    NEEDS_MET_EARLY = "victim_needs_met_early", _("What the victim needed was there before")
    VICTIM_WITHDREW = "victim_withdrew", _("The victim stopped")
    VICTIM_UNCONTACTABLE = "victim_uncontactable", _("The victim could not be reached in a safe way")
    OFFENDER_DECLINED = "offender_declined", _("The offender said no")
    OFFENDER_DENIES = "offender_denies", _("The offender denies it")
    OFFENDER_UNSUITABLE = "offender_unsuitable", _("The offender could not take part")
    OFFENDER_NOT_TRACED = "offender_not_traced", _("The offender was not found")
    OFFENDER_DIED = "offender_died_or_deported", _("The offender died or was deported")
    UNSAFE = "unsafe", _("It could not be made safe")
    LEGAL_BAR = "legal_bar", _("An order forbids it")
    AGENCY_REFUSED = "agency_refused_information", _("An agency gave no information")
    TRANSFERRED = "transferred_area", _("Handed to another area")
    OTHER = "other", _("Another reason")


COMPLETED = frozenset(
    {ClosureReason.COMPLETED_DIRECT, ClosureReason.COMPLETED_INDIRECT, ClosureReason.COMPLETED_CIRCLE}
)


class VictimTold(TextChoices):
    IN_PERSON = "in_person", _("In person")
    CALL = "call", _("By telephone")
    WRITTEN = "written", _("In writing, in the way they chose")
    CHOSE_NOT = "chose_not", _("They asked us not to contact them")
    NOT_SAFE = "not_safe", _("There is no safe way to tell them")


class OffenderTold(TextChoices):
    NEVER_APPROACHED = "never_approached", _("Never approached: nothing to tell")
    TOLD = "told", _("Told in neutral words")
    THROUGH_MANAGER = "through_manager", _("Told in neutral words by the offender manager")
    NOT_YET = "not_yet", _("Approached, and not told yet")


class Purpose(TextChoices):
    """Why somebody uncovers a whereabouts. Goes into the trail."""

    CONTACT = "contact", _("To reach them, in a way that they called safe")
    VISIT = "visit", _("To plan a visit or a meeting with them")
    SAFETY = "safety", _("Somebody may be in danger")
    CHECK = "check", _("To check with them that it is still right")
    ASKED = "asked", _("They asked what we hold about them")


class EmergencyGround(TextChoices):
    """Why somebody opens a case that is not theirs. Each is checked afterwards."""

    DANGER = "danger", _("Somebody may be in danger now")
    VICTIM_ASKS = "victim_asks", _("The victim is there now, and nobody who works on the case can be reached")
    COVER = "cover", _("Something was promised for today, and nobody who works on the case can be reached")
    ORDERED = "ordered", _("A court or the police asks now, and it cannot wait")


class Review(TextChoices):
    JUSTIFIED = "justified", _("It was right to open it")
    NOT_JUSTIFIED = "not_justified", _("It was not right to open it")


class Question(TextChoices):
    """What a supervisor of another organisation may be asked to decide."""

    RISK = "risk", _("A risk assessment")
    APPROACH = "approach", _("Approaching an offender")


class OutsideAnswer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("Not as it is")
