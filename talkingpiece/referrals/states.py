from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReferralState(TextChoices):
    NEW = "new", _("New")
    HELD = "held", _("Held")
    ACCEPTED = "accepted", _("Accepted")
    SIGNPOSTED = "signposted", _("Helped elsewhere")
    STOPPED = "stopped", _("Stopped by the person")


TRANSITIONS: dict[str, frozenset[str]] = {
    ReferralState.NEW: frozenset(
        {ReferralState.HELD, ReferralState.ACCEPTED, ReferralState.SIGNPOSTED, ReferralState.STOPPED}
    ),
    ReferralState.HELD: frozenset(
        {ReferralState.NEW, ReferralState.ACCEPTED, ReferralState.SIGNPOSTED, ReferralState.STOPPED}
    ),
    ReferralState.SIGNPOSTED: frozenset({ReferralState.NEW}),
    ReferralState.STOPPED: frozenset({ReferralState.NEW}),
    ReferralState.ACCEPTED: frozenset(),
}


class Form(TextChoices):
    """How somebody came through the public door."""

    QUESTIONS = "questions", _("Answered our questions")
    CALL_ME = "call_me", _("Asked us to call")
    TELEPHONE = "telephone", _("Told us on the telephone")
    AGENCY = "agency", _("Referred by an agency, signed in")
    LINK = "link", _("Referred by an agency, by a one-time link")
    SYSTEM = "system", _("Referred by an agency’s system")
    LIST = "list", _("Brought in from earlier records")
    EXTRACT = "extract", _("Found in an agency’s list")


class Intake(TextChoices):
    """What an unfinished referral will become."""

    CALL = "call", _("A telephone call")
    AGENCY = "agency", _("A referral by an agency")


class MayKnow(TextChoices):
    """How much the referrer may hear of what became of it. The victim says so; nobody asked them yet: nothing."""

    NOTHING = "nothing", _("Nothing more")
    DECISION = "decision", _("Whether we took it, and why not")
    STAGE = "stage", _("Whether we took it, and how far it has come")


class FirstContact(TextChoices):
    """Why the first contact is lawful although nobody has asked the victim (practice.md §3.3, G1)."""

    ASKED = "asked", _("They know of it, and agreed that we contact them")
    RULE = "rule", _("An agreement says who makes the first contact, and how")


class ContactBy(TextChoices):
    """Who makes the first contact where nobody has asked the victim yet."""

    SERVICE = "service", _("We do")
    AGENCY = "agency", _("The agency does")


class EnquiryState(TextChoices):
    """An offender asked first. It is held; what a supervisor decides of it never reaches a victim by itself."""

    HELD = "held", _("Held")
    RULE_APPLIED = "rule_applied", _("A supervisor applied the area’s rule")
    MET = "met", _("The victim came by themselves")
    ENDED = "ended", _("Ended, and the offender was told in neutral words")


class LegalBar(TextChoices):
    """Whether an order or a condition keeps the offender from having somebody reached. Unknown is said, not hidden."""

    NONE = "none", _("Asked: none is in force")
    FORBIDS = "forbids", _("An order or condition forbids it")
    NOT_KNOWN = "not_known", _("Not known")


ENQUIRY_TRANSITIONS: dict[str, frozenset[str]] = {
    EnquiryState.HELD: frozenset({EnquiryState.RULE_APPLIED, EnquiryState.MET, EnquiryState.ENDED}),
    EnquiryState.RULE_APPLIED: frozenset({EnquiryState.MET, EnquiryState.ENDED, EnquiryState.HELD}),
    EnquiryState.MET: frozenset({EnquiryState.ENDED, EnquiryState.HELD}),
    EnquiryState.ENDED: frozenset({EnquiryState.HELD}),
}


class Hope(TextChoices):
    ASK = "ask_why", _("Ask questions")
    SAY = "say_impact", _("Say what it did to me")
    SORRY = "apology", _("Hear them say sorry")
    SAFE = "reassurance_safety", _("Feel safer")
    CHANGE = "help_offender_change", _("Help them change")
    RULES = "future_contact_rules", _("Agree what happens if we meet by chance")
    UNSURE = "unsure", _("I do not know yet")


class SafeNow(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("I am not sure")


class LeftMessage(TextChoices):
    """All that a code can do: it leaves a word, and reads nothing back."""

    CALL = "call_me", _("Please call me")
    PAUSE = "pause", _("Please wait until I say so")
    STOP = "stop", _("Please stop")
    CHANGE = "change", _("Please reach me in another way")
    NOT_SAFE = "not_safe", _("I am not safe now")
    TRIES = "tries", _("Somebody tried this number many times")


# What can be said with it. That it was tried too often is said by the service itself.
SAID_WITH_IT = [(kind.value, kind.label) for kind in LeftMessage if kind != LeftMessage.TRIES]


class Told(TextChoices):
    """How somebody learned what was decided about their referral."""

    CALL = "call", _("By telephone")
    TEXT = "text", _("By text")
    EMAIL = "email", _("By email")
    POST = "post", _("By letter")
    NOT_TOLD = "not_told", _("Not told: there is no safe way")


class CaseStage(TextChoices):
    """How far the criminal case has come, as far as the person knows."""

    UNREPORTED = "unreported", _("I did not report it")
    REPORTED = "reported", _("The police know of it")
    COURT = "contested_proceedings", _("It is going through court")
    SENTENCED = "post_sentence", _("Somebody was sentenced")
    FINISHED = "post_licence", _("The sentence is over")
    NOT_KNOWN = "not_known", _("I do not know")
