"""G9a and G9b: what must be so before a file is closed. A withdrawal needs neither: the work stops at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import approaches
from talkingpiece.cases.states import COMPLETED, ClosureReason, OffenderTold, VictimTold
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.engagement.models import Approach
from talkingpiece.meetings.models import AgreementItem, Participant
from talkingpiece.protection.classes import Side

# The victim is not spoken with, by their own wish or for their safety: then nothing more can be offered to them.
NO_CONTACT = frozenset({VictimTold.CHOSE_NOT, VictimTold.NOT_SAFE})


@dataclass(frozen=True)
class Told:
    """What the worker says, on the form, that was done. Empty or None: not answered."""

    reason: str = ""
    victim_told: str = ""
    other_help: str = ""
    ask_later: str = ""  # "yes", "no" or "not_asked"
    offender_told: str = ""
    follow_up: str = ""  # "done", "declined" or empty
    completion_told: bool = False
    feedback_offered: bool = False


@dataclass(frozen=True)
class EndFacts:
    """What the record says, beside what the form says. Counts are of people and promises still waiting."""

    told: Told
    ever_approached: bool = False
    meeting_held: bool = False  # of the kind that this ending speaks of
    debriefs_owed: int = 0
    items_without_result: int = 0
    results_untold: int = 0
    victim: str = ""
    meeting_id: str = ""  # of the last one held, where what is owed is recorded

    @property
    def early(self) -> bool:
        return self.told.reason not in COMPLETED


def facts_for_end(case: Case, told: Told) -> EndFacts:
    there = Participant.objects.filter(case=case, meeting__held_at__isnull=False)
    items = AgreementItem.objects.filter(
        agreement__error_at__isnull=True, agreement__meeting__in=there.values("meeting_id")
    )
    kinds = {way.key for way in approaches(case).approaches if way.ends == told.reason}
    last = there.order_by("-meeting__held_at").values_list("meeting_id", flat=True).first()
    return EndFacts(
        told=told,
        meeting_id=str(last or ""),
        victim=case.victim.called,
        ever_approached=Approach.objects.filter(case=case, error_at__isnull=True).exists(),
        meeting_held=there.filter(meeting__approach__in=kinds).exists(),
        debriefs_owed=there.filter(attended=True, debriefed_at__isnull=True).count(),
        items_without_result=items.filter(result="").count(),
        results_untold=items.exclude(result="").filter(victim_told_at__isnull=True, no_news_wanted=False).count(),
    )


def blockers_to_end(facts: EndFacts) -> Verdict:
    """G9a for an early ending; G9b, which asks more, for one that came to its end."""
    conditions = [_reason(facts), _victim_told(facts), _offender_told(facts), _other_help(facts), _ask_later(facts)]
    if not facts.early:
        conditions += list(_complete(facts))
    return verdict(conditions)


def _owner() -> str:
    return _("Whoever works on the case.")


def _reason(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="no_reason",
        message=_("Nobody has said how this ends"),
        remedy=_("Choose one reason from the list."),
        who=_owner(),
        side=Side.SERVICE,
    )
    return condition(facts.told.reason in ClosureReason.values, _("How it ends is said"), missing)


def _victim_told(facts: EndFacts) -> Condition:
    name = {"name": facts.victim}
    missing = Blocker(
        code="victim_not_told",
        message=_("%(name)s has not been told") % name,
        why=_("Nobody should find out from silence that it is over."),
        remedy=_("Tell them in the way they chose, or say that they asked us not to contact them."),
        who=_owner(),
        side=Side.VICTIM,
    )
    return condition(bool(facts.told.victim_told), _("%(name)s knows, or asked not to be contacted") % name, missing)


def _offender_told(facts: EndFacts) -> Condition:
    told = facts.told.offender_told
    if not facts.ever_approached:
        return condition(
            told in {"", OffenderTold.NEVER_APPROACHED},
            _("The offender was never approached: there is nothing to tell"),
            Blocker(
                code="offender_must_not_be_told",
                message=_("The offender was never approached, so nobody tells them now"),
                why=_("They must not learn of it because it ends."),
                remedy=_("Choose “never approached”."),
                who=_owner(),
                side=Side.OFFENDER,
            ),
        )
    return condition(
        told in {OffenderTold.TOLD, OffenderTold.THROUGH_MANAGER},
        _("The offender was told in neutral words"),
        Blocker(
            code="offender_not_told",
            message=_("The offender was approached, and waits to hear"),
            why=_("They are told the same neutral words, whatever the reason."),
            remedy=_("Tell them, or ask the offender manager to do it. Then end the case."),
            who=_("You, or the offender manager."),
            side=Side.OFFENDER,
        ),
    )


def _other_help(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="no_other_help",
        message=_("What else can help has not been offered"),
        remedy=_("Say what was offered, or that they wanted nothing."),
        who=_owner(),
        side=Side.VICTIM,
    )
    offered = bool(facts.told.other_help.strip()) or facts.told.victim_told in NO_CONTACT
    return condition(offered, _("What else can help was offered, where it could be"), missing)


def _ask_later(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="ask_later_open",
        message=_("It is open whether we may ask later how it was"),
        remedy=_("Choose an answer. Without a yes we do not ask."),
        who=_owner(),
        side=Side.VICTIM,
    )
    answered = facts.told.ask_later in {"yes", "no", "not_asked"}
    return condition(answered, _("Whether we may ask later is settled"), missing)


def _complete(facts: EndFacts) -> Iterator[Condition]:
    if facts.told.reason != ClosureReason.COMPLETED_INDIRECT:
        yield _held(facts)
    yield _debriefed(facts)
    yield _followed_up(facts)
    yield _completion_told(facts)
    yield _feedback(facts)


def _held(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="no_meeting_held",
        message=_("Nothing is recorded as held that ends in this way"),
        remedy=_("Write up the meeting, or choose another reason."),
        who=_owner(),
        side=Side.JOINT,
        door="meetings:plan",
        door_label=_("Go to the meeting"),
    )
    return condition(facts.meeting_held, _("The meeting is written up"), missing)


def _debriefed(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="debriefs_owed",
        message=ngettext(
            "One person has not been talked with after the meeting",
            "%(count)d people have not been talked with after the meeting",
            facts.debriefs_owed,
        )
        % {"count": facts.debriefs_owed},
        remedy=_("Talk with each person who was there, and write down how they are."),
        who=_("The facilitators."),
        side=Side.JOINT,
        door="meetings:meeting" if facts.meeting_id else "",
        door_args=(facts.meeting_id,),
        door_label=_("Go to the meeting"),
    )
    return condition(not facts.debriefs_owed, _("Everybody who was there has been talked with"), missing)


def _followed_up(facts: EndFacts) -> Condition:
    waiting = facts.items_without_result + facts.results_untold
    declined = facts.told.follow_up == "declined"
    done = facts.told.follow_up == "done" and not waiting
    missing = Blocker(
        code="follow_up_open",
        message=_("What was agreed is not followed up to its end")
        if waiting or not facts.told.follow_up
        else _("Say whether the follow-up is done or was declined"),
        why=ngettext(
            "One promise has no result, or its result was not told.",
            "%(count)d promises have no result, or their results were not told.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else "",
        remedy=_("Record each result and tell the victim, or say that the victim wants no follow-up."),
        who=_owner(),
        side=Side.JOINT,
        door="meetings:meeting" if facts.meeting_id else "",
        door_args=(facts.meeting_id,),
        door_label=_("Go to the meeting"),
    )
    return condition(declined or done, _("What was agreed is followed up, or they wanted no follow-up"), missing)


def _completion_told(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="completion_untold",
        message=_("%(name)s has not been told what was done and what was not") % {"name": facts.victim},
        remedy=_("Tell them both: what was kept, and what was not."),
        who=_owner(),
        side=Side.VICTIM,
    )
    told = facts.told.completion_told or facts.told.victim_told in NO_CONTACT
    return condition(told, _("%(name)s knows what was done and what was not") % {"name": facts.victim}, missing)


def _feedback(facts: EndFacts) -> Condition:
    missing = Blocker(
        code="no_feedback_offered",
        message=_("Nobody was asked how we did"),
        remedy=_("Offer each side a way to say how it was. They may say nothing."),
        who=_owner(),
        side=Side.SERVICE,
    )
    return condition(facts.told.feedback_offered, _("Everybody was offered a way to say how we did"), missing)
