from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssessmentState(TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Waiting for a signature")
    SIGNED = "signed", _("Signed off")
    RETURNED = "returned", _("Given back")
    SUPERSEDED = "superseded", _("Replaced by a newer one")


OPEN_STATES = (AssessmentState.DRAFT, AssessmentState.SUBMITTED, AssessmentState.RETURNED)
WRITABLE = (AssessmentState.DRAFT, AssessmentState.RETURNED)

TRANSITIONS: dict[str, frozenset[str]] = {
    AssessmentState.DRAFT: frozenset({AssessmentState.SUBMITTED}),
    AssessmentState.SUBMITTED: frozenset({AssessmentState.SIGNED, AssessmentState.RETURNED}),
    AssessmentState.RETURNED: frozenset({AssessmentState.SUBMITTED}),
    AssessmentState.SIGNED: frozenset({AssessmentState.SUPERSEDED}),
    AssessmentState.SUPERSEDED: frozenset(),
}


class About(TextChoices):
    VICTIM = "victim", _("The victim")
    OFFENDER = "offender", _("The offender")
    RELATIONSHIP = "relationship", _("Between them")
    SUPPORTERS = "supporters", _("Supporters")
    PROCESS = "process", _("How we do it")
    AFTERMATH = "aftermath", _("Afterwards")


class Present(TextChoices):
    NO = "no", _("No")
    POSSIBLE = "possible", _("Possibly")
    YES = "yes", _("Yes")
    NOT_KNOWN = "not_known", _("Not known")


class Concern(TextChoices):
    NONE = "none", _("No concern")
    SOME = "some", _("Some concern")
    SIGNIFICANT = "significant", _("Significant concern")
    STOP = "stop", _("Stop: red flag")


class Residual(TextChoices):
    ACCEPTABLE = "acceptable", _("Acceptable")
    WITH_PLAN = "acceptable_with_plan", _("Acceptable with the plan")
    NOT_ACCEPTABLE = "not_acceptable", _("Not acceptable")


class Decision(TextChoices):
    PROCEED = "proceed", _("Go ahead")
    WITH_PLAN = "proceed_with_plan", _("Go ahead with this plan")
    INDIRECT = "indirect_only", _("Indirect only: no meeting")
    PAUSE = "pause", _("Pause")
    STOP = "do_not_proceed", _("Do not go ahead")


GOES_AHEAD = frozenset({Decision.PROCEED, Decision.WITH_PLAN})
# Something follows from these; the others keep the work where it is.
GOES_ON = GOES_AHEAD | {Decision.INDIRECT}


class FlagKind(TextChoices):
    """Red flags (practice.md §5.2): each pauses the work until a supervisor has answered it."""

    THREATS = "threats", _("Threats or inducement")
    BREACH = "breach", _("An order was breached")
    PROCEEDINGS = "proceedings", _("Live proceedings or an appeal on the facts")
    STALKING = "stalking", _("Stalking or continuing abuse")
    COERCION = "coercion", _("The victim is under pressure")
    SELF_HARM = "self_harm", _("Imminent self-harm")
    CHILD = "child", _("A child may be at risk")
    LOCATING = "locating", _("The offender is looking for the victim")
    NEW_CRIME = "new_crime", _("A new serious crime was disclosed")
    CONFLICT = "conflict", _("A facilitator has a conflict of interest")


class FlagAnswer(TextChoices):
    MITIGATED = "mitigated", _("It is dealt with, and we can go on")
    STAYS = "stays", _("It stays: nothing goes ahead")
