from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkingpiece.engagement.states import Means
from talkingpiece.meetings.states import Stage
from talkingpiece.protection.classes import (
    EXISTENCE,
    LOGISTICS,
    NOTHING_PERSONAL,
    OWN_ACCOUNT,
    PROOF,
    Side,
    Tags,
)
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import Fact, SealedRow


class VenueKind(models.TextChoices):
    PRISON = "prison", _("Prison")
    PROBATION = "probation", _("Probation office")
    NEUTRAL = "neutral", _("A neutral place")


class Part(models.TextChoices):
    """What somebody is there as. Which parts an approach has, its entry in the profile says."""

    VICTIM = "victim", _("victim")
    OFFENDER = "offender", _("offender")
    SUPPORTER = "supporter", _("supporter")
    INTERPRETER = "interpreter", _("interpreter")
    REPRESENTATIVE = "representative", _("representative")
    FAMILY = "family", _("family")
    KEEPER = "keeper", _("keeper")
    COMMUNITY = "community", _("from the community")
    SURROGATE = "surrogate", _("harmed somebody else")


# People of the service itself: they come from no case.
OF_NO_CASE = (Part.COMMUNITY, Part.KEEPER, Part.SURROGATE)


class RoundKind(models.TextChoices):
    OPENING = "opening", _("Opening")
    CHECK_IN = "check_in", _("Check-in")
    VALUES = "values", _("Values and guidelines")
    STORY = "story", _("Stories")
    NEEDS = "needs", _("What would help")
    PLAN = "plan", _("Plan")
    CHECK_OUT = "check_out", _("Check-out")
    CLOSING = "closing", _("Closing")
    PART = "part", _("Part")


class ItemKind(models.TextChoices):
    APOLOGY = "apology", _("To say sorry")
    EXPLANATION = "explanation", _("To explain something")
    BEHAVIOUR = "behaviour", _("To behave in a way")
    TREATMENT = "treatment", _("Treatment or a course")
    CONTACT_RULE = "contact_rule", _("A rule for meeting by chance")
    LETTER = "letter", _("A letter")
    REPARATION = "reparation", _("To put something right")
    MONEY = "money", _("Money")
    WORK = "work", _("Work")
    INFORMATION = "information", _("To let them know something")
    NO_FURTHER_CONTACT = "no_further_contact", _("No further contact")
    OTHER = "other", _("Something else")


class OrderCheck(models.TextChoices):
    """What somebody found who laid one promise beside the orders and conditions."""

    CLEAR = "clear", _("It breaches no order and no condition")
    ALLOWED = "allowed", _("An order speaks of it, and a written exception allows it")
    UNSURE = "unsure", _("Not sure, or it would breach one")


class ToldOf(models.TextChoices):
    """Who may be told of one promise, besides those who were there."""

    OFFENDER_MANAGER = "offender_manager", _("the offender manager")
    LIAISON = "liaison", _("the liaison officer")
    SUPPORT = "support", _("a service that supports the victim")


class ProposalAnswer(models.TextChoices):
    ACCEPTED = "accepted", _("A seat is kept")
    DECLINED = "declined", _("Not this time")
    TAKEN_BACK = "taken_back", _("Taken back")


class CheckKind(models.TextChoices):
    """When everybody and everything is asked again before a meeting."""

    SEVEN_DAYS = "seven_days", _("Seven days before")
    DAY_BEFORE = "day_before", _("The day before")
    ON_THE_DAY = "on_the_day", _("On the day")


class Wellbeing(models.TextChoices):
    WELL = "well", _("Well")
    SHAKEN = "shaken", _("Shaken, and supported")
    WORRIED = "worried", _("We are worried")


class ItemResult(models.TextChoices):
    DONE = "done", _("Done")
    PARTLY = "partly", _("Partly done")
    NOT_DONE = "not_done", _("Not done")


class Meeting(SealedRow):
    """A restorative meeting. `confirmed_at` is a fact; whether it *stands* is asked of its gate, each time anew."""

    TAGS: ClassVar[Tags] = {
        LOGISTICS: "starts_at terms_at venue venue_kind practical",
        EXISTENCE: "home",
        NOTHING_PERSONAL: "approach purpose seats_offered ring lead co_facilitator planned_at planned_by "
        "confirmed_at confirmed_by begun_at "
        "begun_by held_at ended_early_by agreed cancelled_at cancelled_by version",
        OWN_ACCOUNT: "piece chair_for guidelines changes incidents learning held_despite taken_back_why cancelled_why",
    }

    approach = models.CharField(max_length=30)
    purpose = models.CharField(max_length=20, blank=True)  # a key of the approach's purposes
    # Where it was planned: its profile counts, and whoever comes from no case is asked and prepared there.
    home = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    seats_offered = models.PositiveSmallIntegerField(default=0)  # still free for victims of other cases
    ring = ArrayField(models.CharField(max_length=40), default=list)  # who sits where: see presenters.ring
    piece = EncryptedTextField(default="")  # what the talking piece is
    chair_for = EncryptedTextField(default="")  # for whom a chair stays empty
    guidelines = EncryptedTextField(default="")  # agreed by everybody there
    starts_at = models.DateTimeField()
    # Since when this date, this place and these people have been what is asked of everybody: no older consent counts.
    terms_at = models.DateTimeField()
    venue = EncryptedTextField()
    venue_kind = models.CharField(max_length=10, choices=VenueKind)
    practical = EncryptedTextField(default="")
    lead = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    co_facilitator = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)  # when it closed
    ended_early_by = models.CharField(
        max_length=14, choices=[*Part.choices, ("facilitator", _("facilitator"))], blank=True
    )
    changes = EncryptedTextField(default="")
    incidents = EncryptedTextField(default="")
    learning = EncryptedTextField(default="")
    agreed = models.BooleanField(null=True, blank=True)  # whether anything was agreed; null until written up
    held_despite = EncryptedTextField(default="")  # why it was held although its gate had not been passed
    taken_back_why = EncryptedTextField(default="")  # the record that it was held was a mistake
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_why = EncryptedTextField(default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="meetings_booking_whole",
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True, begun_by__isnull=True)
                | Q(begun_at__isnull=False, begun_by__isnull=False),
                name="meetings_begin_whole",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="meetings_held_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="meetings_cancelling_whole",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True, agreed__isnull=True)
                | Q(begun_at__lt=F("held_at"), agreed__isnull=False),
                name="meetings_held_whole",
            ),
            models.CheckConstraint(
                condition=Q(co_facilitator__isnull=True) | ~Q(co_facilitator=F("lead")),
                name="meetings_two_facilitators",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "starts_at"], name="meetings_calendar")]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def stage(self) -> Stage:
        if self.cancelled_at:
            return Stage.CANCELLED
        if self.held_at:
            return Stage.HELD
        if self.begun_at:
            return Stage.BEGUN
        return Stage.BOOKED if self.confirmed_at else Stage.PLANNED


class Participant(SealedRow):
    """Somebody who takes part, with the case they come from, or none."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person",
        NOTHING_PERSONAL: "meeting part side seated_at attended next_contact_on debriefed_at debriefed_by "
        "debrief_means "
        "debrief_declined told_at",
        OWN_ACCOUNT: "wellbeing wellbeing_later debrief",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    part = models.CharField(max_length=14, choices=Part)
    side = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in (Side.VICTIM, Side.OFFENDER, Side.JOINT)]
    )
    seated_at = models.DateTimeField(default=timezone.now)  # since when they have a place at it
    attended = models.BooleanField(null=True, blank=True)
    wellbeing = models.CharField(max_length=8, choices=Wellbeing, blank=True)  # when it closed
    next_contact_on = models.DateField(null=True, blank=True)
    debriefed_at = models.DateTimeField(null=True, blank=True)
    debriefed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    debrief_means = models.CharField(max_length=10, choices=Means, blank=True)
    debrief_declined = models.BooleanField(default=False)  # they would rather not talk about it
    wellbeing_later = models.CharField(max_length=8, choices=Wellbeing, blank=True)
    debrief = EncryptedTextField(default="")
    told_at = models.DateTimeField(null=True, blank=True)  # told that it will not take place

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="meetings_person_once"),
            models.CheckConstraint(
                condition=Q(debriefed_at__isnull=True, debriefed_by__isnull=True)
                | Q(debriefed_at__isnull=False, debriefed_by__isnull=False),
                name="meetings_debrief_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.person_id}"

    @property
    def awaits_debrief(self) -> bool:
        return self.attended is True and self.debriefed_at is None


class Proposal(SealedRow):
    """A worker of another case asks whether its victim may have one of the open seats. Until it is accepted nobody on
    the other side of the question learns who that is."""

    TAGS: ClassVar[Tags] = {
        EXISTENCE: "case person",
        NOTHING_PERSONAL: "meeting asked_by asked_at answer answered_by answered_at",
        OWN_ACCOUNT: "words",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proposals")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    words = EncryptedTextField(default="")  # to whoever keeps the circle
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=ProposalAnswer, blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], condition=Q(answer=""), name="meetings_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="meetings_proposal_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Round(SealedRow):
    """One round of a meeting: what is asked, and whether it was used. Never who said what: there is no room for it."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "meeting position kind minutes used", OWN_ACCOUNT: "prompt"}

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=RoundKind)
    prompt = EncryptedTextField(default="")
    minutes = models.PositiveSmallIntegerField(default=0)
    used = models.BooleanField(null=True, blank=True)  # null until the meeting is written up

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="meetings_round_place"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class Check(Fact):
    """Everybody and everything was asked again."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "meeting kind everybody_willing place_cleared",
        OWN_ACCOUNT: "words",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=10, choices=CheckKind)
    everybody_willing = models.BooleanField()
    place_cleared = models.BooleanField()
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return self.kind


class OutcomeAgreement(Fact):
    """What was agreed. Voluntary; each signatory freely; lawful; against no order."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "meeting signatories",
        PROOF: "freely lawful against_no_order",
        OWN_ACCOUNT: "words",
    }

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agreements")
    signatories = ArrayField(models.UUIDField(), default=list)  # ids of the participants who agreed to it
    freely = models.BooleanField()
    lawful = models.BooleanField()
    against_no_order = models.BooleanField()
    words = EncryptedTextField(default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(error_at__isnull=True), name="meetings_one_outcome_agreement"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement of {self.meeting_id}"


class AgreementItem(SealedRow):
    """One thing that one person will do by a day; how it went; and that the victim was told."""

    TAGS: ClassVar[Tags] = {
        NOTHING_PERSONAL: "agreement kind owner for_whom due_on share_with result result_at result_by victim_told_at "
        "no_news_wanted",
        PROOF: "order_check",
        OWN_ACCOUNT: "words verified evidence result_words",
    }

    agreement = models.ForeignKey(OutcomeAgreement, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20, choices=ItemKind, default=ItemKind.OTHER)
    owner = models.ForeignKey(Participant, models.PROTECT, related_name="items")
    for_whom = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")  # null: all
    words = EncryptedTextField()
    due_on = models.DateField()  # as first agreed; the day that counts now is queries.items' `due_now`
    verified = EncryptedTextField(default="")  # who sees whether it was done, and how
    order_check = models.CharField(max_length=8, choices=OrderCheck, default=OrderCheck.CLEAR)
    share_with = ArrayField(models.CharField(max_length=20, choices=ToldOf), default=list)
    evidence = EncryptedTextField(default="")  # what shows that it was done
    result = models.CharField(max_length=8, choices=ItemResult, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)
    result_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    result_words = EncryptedTextField(default="")
    victim_told_at = models.DateTimeField(null=True, blank=True)
    no_news_wanted = models.BooleanField(default=False)  # the victim does not want to hear how it went

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result="", result_at__isnull=True, result_by__isnull=True)
                | (~Q(result="") & Q(result_at__isnull=False, result_by__isnull=False)),
                name="meetings_result_whole",
            ),
            models.CheckConstraint(condition=~Q(order_check=OrderCheck.UNSURE), name="meetings_item_lawful"),
        ]

    def __str__(self) -> str:
        return f"item {self.pk}"

    @property
    def settled(self) -> bool:
        """How it went is known, and the victim has heard of it or does not want to."""
        return bool(self.result) and (self.victim_told_at is not None or self.no_news_wanted)


class Variation(Fact):
    """Another day for one thing that was agreed, freely, by the same people. What they agreed first stays."""

    TAGS: ClassVar[Tags] = {NOTHING_PERSONAL: "meeting item due_on signatories", OWN_ACCOUNT: "words"}

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    item = models.ForeignKey(AgreementItem, models.PROTECT, related_name="variations")
    due_on = models.DateField()
    signatories = ArrayField(models.UUIDField(), default=list)  # ids of the participants who agreed to it
    words = EncryptedTextField(default="")

    def __str__(self) -> str:
        return f"variation of {self.item_id}"
