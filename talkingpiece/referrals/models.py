from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from talkingpiece.cases.states import InitiatedBy, OffenceCategory, Route, VictimAs
from talkingpiece.consents.states import Method
from talkingpiece.protection.classes import (
    EXISTENCE,
    KEYS,
    NOTHING_PERSONAL,
    OFFENDER_ACCOUNT,
    OFFENDER_IDENTITY,
    OWN_ACCOUNT,
    PROOF,
    VICTIM_ACCOUNT,
    WHEREABOUTS,
    Tags,
)
from talkingpiece.protection.fields import EncryptedJSONField, EncryptedTextField
from talkingpiece.protection.rows import AreaRow, SealedRow
from talkingpiece.referrals.states import (
    CaseStage,
    ContactBy,
    EnquiryState,
    FirstContact,
    Form,
    Hope,
    Intake,
    LeftMessage,
    LegalBar,
    MayKnow,
    ReferralState,
    SafeNow,
    Told,
)


class Draft(SealedRow):
    """An unfinished self-referral. Stands by itself, is found only by its session's token, and expires."""

    TAGS: ClassVar[Tags] = {
        KEYS: "token_digest",
        WHEREABOUTS: "answers",
        NOTHING_PERSONAL: "started_at changed_at expires_at",
    }

    token_digest = models.CharField(max_length=64, unique=True)
    answers = EncryptedJSONField()
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Referral(SealedRow):
    """Somebody came to us. It has an owner, an area and a ball from the second it arrives."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "reference route initiated_by form state received_at owner case person said_to_be agency "
        "referred_by referrer_may_know referrer_saw",
        WHEREABOUTS: "called full_name birth_date ways conceal_from access_needs",
        VICTIM_ACCOUNT: "what_happened hope_words hopes safe_now stage language interpreter about_offender danger_done "
        "victim_as support crime_reference category offender_name promised",
        OWN_ACCOUNT: "referrer_words referrer_reach agency_answers",
        KEYS: "code_digest",
        PROOF: "first_contact first_contact_by first_contact_words agreed_on agreed_how taken_by first_contact_agreed "
        "decided_at decided_by decision_words "
        "signposted_to told_how remit_version remit_reason acknowledged_at danger_seen_at danger_seen_by "
        "looked_at looked_by",
        NOTHING_PERSONAL: "held_until ring_at code_locked_at",
    }

    reference = models.CharField(max_length=20)
    route = models.CharField(max_length=12, choices=Route)
    initiated_by = models.CharField(max_length=10, choices=InitiatedBy)
    form = models.CharField(max_length=10, choices=Form)
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.NEW)
    received_at = models.DateTimeField()
    owner = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    # The worker who wrote down what they said on the telephone.
    taken_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    # Who referred them, if it was not themselves: the agency, and its user or the words of a one-time link.
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    referred_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    referrer_words = EncryptedTextField(default="")  # who they are and in which role
    referrer_reach = EncryptedTextField(default="")  # how we reach them
    referrer_may_know = models.CharField(max_length=10, choices=MayKnow, default=MayKnow.NOTHING)
    first_contact = models.CharField(max_length=6, choices=FirstContact, default=FirstContact.ASKED)
    first_contact_words = EncryptedTextField(default="")  # when and how they said so; or who makes the first contact
    first_contact_by = models.CharField(max_length=8, choices=ContactBy, blank=True)  # under a rule only
    agreed_on = models.DateField(null=True, blank=True)  # when they told the agency that we may contact them
    agreed_how = models.CharField(max_length=12, choices=Method, blank=True)
    agency_answers = EncryptedJSONField(default=list)  # its own questions: [[what was asked, what was said]]
    referrer_saw = models.CharField(max_length=40, blank=True)  # what their page said when they last looked
    victim_as = models.CharField(max_length=12, choices=VictimAs, default=VictimAs.DIRECT)
    called = EncryptedTextField()
    full_name = EncryptedTextField(default="")
    birth_date = EncryptedTextField(default="")  # ISO date, or empty
    # A list of ways, each {channel, value, days, from_time, to_time, if_answered, note}; empty: they will contact us.
    ways = EncryptedJSONField()
    conceal_from = EncryptedTextField(default="")
    what_happened = EncryptedTextField(default="")
    about_offender = EncryptedTextField(default="")
    offender_name = EncryptedTextField(default="")  # as far as it was told; about_offender may name them too
    category = models.CharField(max_length=20, choices=OffenceCategory, default=OffenceCategory.UNKNOWN)
    crime_reference = EncryptedTextField(default="")
    support = EncryptedTextField(default="")  # who and what supports them already
    stage = models.CharField(max_length=24, choices=CaseStage, default=CaseStage.NOT_KNOWN)
    hopes = ArrayField(models.CharField(max_length=24, choices=Hope), default=list)
    hope_words = EncryptedTextField(default="")
    language = models.CharField(max_length=40, default="English")
    interpreter = models.BooleanField(default=False)
    access_needs = EncryptedTextField(default="")
    safe_now = models.CharField(max_length=8, choices=SafeNow, blank=True)
    danger_seen_at = models.DateTimeField(null=True, blank=True)
    danger_seen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    danger_done = EncryptedTextField(default="")
    # An offender of this name had asked first: somebody who did not work on that looked, and it may go on.
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    # The person asked for it themselves, or agreed to be contacted.
    first_contact_agreed = models.BooleanField()
    code_digest = models.CharField(max_length=64)
    # They said that they are not safe: since then the number leaves words, and changes nothing.
    code_locked_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    promised = EncryptedTextField(default="")  # what we said would happen next
    ring_at = models.DateTimeField(null=True, blank=True)  # when we said that we would ring; empty once we spoke
    held_until = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decision_words = EncryptedTextField(default="")
    signposted_to = EncryptedTextField(default="")
    told_how = models.CharField(max_length=10, choices=Told, blank=True)
    remit_version = models.PositiveIntegerField(null=True, blank=True)
    remit_reason = models.CharField(max_length=40, blank=True)  # a code of the remit's rules
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    # Whom whoever took the call recognised; whoever accepts it says so too, or otherwise.
    said_to_be = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference"], name="referrals_reference"),
            models.UniqueConstraint(fields=["area", "code_digest"], name="referrals_code"),
            models.CheckConstraint(
                condition=Q(state=ReferralState.ACCEPTED, case__isnull=False, person__isnull=False)
                | ~Q(state=ReferralState.ACCEPTED),
                name="referrals_accepted_has_a_case",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "state", "received_at"], name="referrals_queue")]

    def __str__(self) -> str:
        return self.reference


class ReferralToken(AreaRow):
    """Keyed tokens of a referral's name and ways of contact, for the same search as a person's."""

    TAGS: ClassVar[Tags] = {KEYS: "token", NOTHING_PERSONAL: "referral kind"}

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "kind", "token"], name="referrals_token_once")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "token"], name="referrals_token_search")]

    def __str__(self) -> str:
        return self.kind


class SaidNo(AreaRow):
    """Somebody whom an agency named, or asked, said no. Known by keyed tokens alone, so that it outlives every list:
    they are not asked a second time. Whoever comes by themselves is not looked for here."""

    TAGS: ClassVar[Tags] = {EXISTENCE: "said_at", NOTHING_PERSONAL: "agency"}

    said_at = models.DateTimeField()
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class SaidNoToken(AreaRow):
    TAGS: ClassVar[Tags] = {KEYS: "token", NOTHING_PERSONAL: "said_no kind"}

    said_no = models.ForeignKey(SaidNo, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["said_no", "kind", "token"], name="referrals_said_no_token_once")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "token"], name="referrals_said_no_search")]

    def __str__(self) -> str:
        return self.kind


class CodeMessage(SealedRow):
    """A word left with the receipt's code."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "referral kind left_at",
        VICTIM_ACCOUNT: "words",
        NOTHING_PERSONAL: "seen_at seen_by",
    }

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=LeftMessage)
    words = EncryptedTextField(default="")
    left_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.kind


class CodeAttempt(AreaRow):
    """Somebody entered a code, right or wrong. Counted for an hour, so that a machine is slowed down."""

    TAGS: ClassVar[Tags] = {KEYS: "origin number", NOTHING_PERSONAL: "tried_at"}

    origin = models.CharField(max_length=32)  # a keyed token of the network's prefix
    number = models.CharField(max_length=64, blank=True)  # a keyed token of what was typed, right or wrong
    tried_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "origin", "tried_at"], name="referrals_attempts")]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(SealedRow):
    """A one-time link by which an agency without an account refers one person. Only its digest is kept."""

    TAGS: ClassVar[Tags] = {
        KEYS: "token_digest",
        NOTHING_PERSONAL: "agency for_whom made_by made_at expires_at used_at withdrawn_at withdrawn_by",
        EXISTENCE: "referral",
    }

    token_digest = models.CharField(max_length=64, unique=True)
    agency = models.ForeignKey("areas.Agency", models.PROTECT, related_name="+")
    for_whom = EncryptedTextField()  # the colleague in the agency who asked for it, never the victim
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, referral__isnull=True)
                | Q(used_at__isnull=False, referral__isnull=False, withdrawn_at__isnull=True),
                name="referrals_link_used_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="referrals_link_withdrawn_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class IntakeDraft(SealedRow):
    """An unfinished referral that somebody else writes: a worker on the telephone, or an agency. Saved as typed."""

    TAGS: ClassVar[Tags] = {
        WHEREABOUTS: "answers",
        NOTHING_PERSONAL: "kind user invitation started_at changed_at expires_at version",
    }

    kind = models.CharField(max_length=6, choices=Intake)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, blank=True, related_name="+")
    answers = EncryptedJSONField()  # as typed: field name to the list of what was posted
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, invitation__isnull=True)
                | Q(user__isnull=True, invitation__isnull=False),
                name="referrals_intake_is_somebodys",
            ),
            models.UniqueConstraint(fields=["invitation"], name="referrals_intake_of_a_link"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "kind"], name="referrals_intake_desk")]

    def __str__(self) -> str:
        return str(self.pk)


class OffenderEnquiry(SealedRow):
    """An offender asked first. Recorded and held: nobody approaches a victim because of it."""

    TAGS: ClassVar[Tags] = {
        OFFENDER_IDENTITY: "called full_name birth_date person",
        OFFENDER_ACCOUNT: "words crime_reference category reached_through",
        NOTHING_PERSONAL: "reference received_at agency recorded_by state version",
        PROOF: "decided_at decided_by decision_words told_at legal_bar",
        EXISTENCE: "met_case",
    }

    reference = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    agency = models.ForeignKey("areas.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    # Who passed it on, and how they are reached: their manager, a chaplain.
    reached_through = EncryptedTextField(default="")
    called = EncryptedTextField()
    full_name = EncryptedTextField(default="")
    birth_date = EncryptedTextField(default="")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=20, choices=OffenceCategory, default=OffenceCategory.UNKNOWN)
    crime_reference = EncryptedTextField(default="")
    words = EncryptedTextField(default="")  # what they asked for, in their own words
    state = models.CharField(max_length=14, choices=EnquiryState, default=EnquiryState.HELD)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    decision_words = EncryptedTextField(default="")
    legal_bar = models.CharField(max_length=10, choices=LegalBar, blank=True)  # said when the rule is applied
    told_at = models.DateTimeField(null=True, blank=True)  # the offender, that it is held or ended; nothing else
    met_case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "reference"], name="referrals_enquiry_reference"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="referrals_enquiry_decision_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "state", "received_at"], name="referrals_enquiry_state")]

    def __str__(self) -> str:
        return self.reference


class EnquiryToken(AreaRow):
    """Keyed tokens of the name of an offender who asked first: a later victim's enquiry meets it by them."""

    TAGS: ClassVar[Tags] = {KEYS: "token", NOTHING_PERSONAL: "enquiry kind"}

    enquiry = models.ForeignKey(OffenderEnquiry, models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enquiry", "kind", "token"], name="referrals_enquiry_token_once")
        ]
        indexes: ClassVar = [models.Index(fields=["area", "kind", "token"], name="referrals_enquiry_search")]

    def __str__(self) -> str:
        return self.kind


class FrontSession(AbstractBaseSession):
    """A browser at the public door, in a table of its own: that door's role reads no worker's session."""

    TAGS: ClassVar[Tags] = {KEYS: "session_key session_data", NOTHING_PERSONAL: "expire_date"}

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from talkingpiece.referrals.front_sessions import SessionStore

        return SessionStore
