"""What an area tells people, prepares with them and waits for, before anybody meets."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field, model_validator

from talkingpiece.areas.profile import Section
from talkingpiece.engagement.states import NEEDS_EXCEPTION, Stance

Audience = Literal["victim", "offender", "supporter", "interpreter"]
EVERYBODY: tuple[Audience, ...] = ("victim", "offender", "supporter", "interpreter")
BOTH: tuple[Audience, ...] = ("victim", "offender")


class Sheet(BaseModel):
    """An information sheet. A changed sheet is a new version: who was told the old one was not told the new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    side: Literal["victim", "offender", "bereaved", "beside"]
    version: int
    title: str  # message ids, shown through gettext
    says: tuple[str, ...]


class Item(BaseModel):
    """One thing to go through with somebody before they take part (practice.md §7.0, in our own words)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    words: str
    audience: tuple[Audience, ...] = EVERYBODY
    required: bool = True
    approaches: tuple[str, ...] = ()  # empty: every approach
    without: tuple[str, ...] = ()  # approaches in which it has no place


class NeedKind(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str


VICTIM_SHEET = Sheet(
    key="victim",
    side="victim",
    version=1,
    title=gettext_noop("What may happen, and what is yours to decide"),
    says=(
        gettext_noop("You can stop or pause at any time. You need not say why."),
        gettext_noop("We speak to the other person only if you agree, and only in words that you agreed."),
        gettext_noop("They may say no. Many do. Then we look with you at what else can help."),
        gettext_noop("They may say yes, and still not say sorry."),
        gettext_noop("Most people never meet. Words can also pass between you through us."),
        gettext_noop("We ask those who supervise them what is safe. They are told to keep it to themselves."),
        gettext_noop("What you tell us stays with us, unless somebody is in danger."),
    ),
)
BEREAVED_SHEET = Sheet(
    key="bereaved",
    side="bereaved",
    version=1,
    title=gettext_noop("What may happen, and what is yours to decide"),
    says=(
        gettext_noop(
            "You can stop or pause at any time. You need not say why. Others in the family may choose otherwise."
        ),
        gettext_noop("We speak of the person who died by the name that you give us, and in your words."),
        gettext_noop("We speak to the other person only if you agree, and only in words that you agreed."),
        gettext_noop("They may say no. Many do. Then we look with you at what else can help."),
        gettext_noop("They may say yes, and still not say sorry. Some questions may stay without an answer."),
        gettext_noop("Most people never meet. Words can also pass between you through us."),
        gettext_noop("We ask those who supervise them what is safe. They are told to keep it to themselves."),
        gettext_noop("What you tell us stays with us, unless somebody is in danger."),
    ),
)
BESIDE_SHEET = Sheet(
    key="beside",
    side="beside",
    version=1,
    title=gettext_noop("What you are there for, and what is yours to decide"),
    says=(
        gettext_noop("You come beside somebody. What happens is theirs to decide, not yours and not ours."),
        gettext_noop("You can say yes or no to each thing by itself, and stop at any time. You need not say why."),
        gettext_noop("We talk with you before the day, so that nothing there takes you by surprise."),
        gettext_noop("You do not see what we have written down about anybody else."),
        gettext_noop("What is said stays in the room. If somebody is in danger, we must pass it on."),
        gettext_noop("We do not tell you where the other side lives, and we do not tell them where you live."),
    ),
)
OFFENDER_SHEET = Sheet(
    key="offender",
    side="offender",
    version=1,
    title=gettext_noop("What you are asked, and what is yours to decide"),
    says=(
        gettext_noop("You can say yes, no or not now. You can stop at any time. You need not say why."),
        gettext_noop("It does not shorten a sentence, and saying no does not make one longer."),
        gettext_noop("You will be asked about what you did, and how it was for others."),
        gettext_noop("We do not tell you where the other person is, and we do not tell them where you are."),
        gettext_noop("What you tell us stays with us, unless somebody is in danger or a new crime comes up."),
    ),
)

CHECKLIST: tuple[Item, ...] = (
    Item(key="process", words=gettext_noop("What will happen, in which order, who does what, and what we cannot do")),
    Item(key="purpose", words=gettext_noop("What it is for: to be heard and to put right, not to punish")),
    Item(
        key="questions",
        words=gettext_noop("What they hope for, and what they want to ask and say"),
        audience=("victim",),
    ),
    Item(
        key="account",
        words=gettext_noop("What they want to say, and what they may be asked"),
        audience=("offender",),
    ),
    Item(key="hardest", words=gettext_noop("The hardest thing that they might hear"), audience=BOTH),
    Item(
        key="disappointment",
        words=gettext_noop("What if the other person says no, does not say sorry, or leaves"),
        audience=BOTH,
        without=("healing_circle",),
    ),
    Item(key="off_limits", words=gettext_noop("What is not to be spoken of"), audience=BOTH),
    Item(key="words", words=gettext_noop("Which names and words to use, and which hurt"), required=False),
    Item(key="supporters", words=gettext_noop("Who comes with them, and what that person is there for"), audience=BOTH),
    Item(
        key="supporting",
        words=gettext_noop("What a supporter does, and what they leave to the person they came with"),
        audience=("supporter",),
        without=("healing_circle",),
    ),
    Item(
        key="interpreting",
        words=gettext_noop("They say everything that is said, as it was said, and add nothing of their own"),
        audience=("interpreter",),
    ),
    Item(
        key="knows_nobody",
        words=gettext_noop("That they know nobody of either side, and tell us at once if they find that they do"),
        audience=("interpreter",),
    ),
    Item(key="break", words=gettext_noop("How they ask for a break, and how they stop")),
    Item(key="access", words=gettext_noop("What helps them to get there, to hear, to see and to understand")),
    Item(
        key="practical",
        words=gettext_noop("The way there, who arrives when, and where each of them waits"),
        required=False,
    ),
    Item(key="private", words=gettext_noop("What stays in the room, and what we must pass on")),
    Item(
        key="agreement",
        words=gettext_noop("Ideas for an agreement, and that there need not be one"),
        audience=BOTH,
        required=False,
    ),
    Item(key="afterwards", words=gettext_noop("Who is with them afterwards, and when we ring"), audience=BOTH),
    Item(
        key="sentence",
        words=gettext_noop("That it changes nothing by itself in a sentence, a licence or a parole decision"),
        audience=BOTH,
        without=("healing_circle",),
    ),
    Item(key="consent", words=gettext_noop("Each consent once more, and that they can take it back"), audience=BOTH),
    Item(
        key="opening",
        words=gettext_noop("Their first sentence, said aloud once"),
        audience=BOTH,
        required=False,
        approaches=("conference",),
    ),
    Item(
        key="piece",
        words=gettext_noop("The talking piece: whoever holds it speaks, everybody else listens"),
        approaches=("healing_circle",),
    ),
    Item(
        key="passing",
        words=gettext_noop("They may pass it on in silence, in every round, and nobody asks why"),
        approaches=("healing_circle",),
    ),
    Item(
        key="keeper",
        words=gettext_noop("Who keeps the circle, and what a keeper does and does not do"),
        approaches=("healing_circle",),
    ),
    Item(
        key="seats",
        words=gettext_noop("Who else sits there and why, as far as each of them lets us say"),
        approaches=("healing_circle",),
    ),
    Item(
        key="own_part",
        words=gettext_noop("What their own part in the circle is, and what they leave to the others"),
        audience=("supporter",),
        approaches=("healing_circle",),
    ),
    Item(
        key="no_notes",
        words=gettext_noop("Nobody writes down who said what. The guidelines and the plan are theirs"),
        approaches=("healing_circle",),
    ),
    Item(
        key="own_rounds",
        words=gettext_noop("The questions of the rounds, and which of them they would change or leave out"),
        audience=("victim",),
        required=False,
        approaches=("healing_circle",),
    ),
)

NEED_KINDS: tuple[NeedKind, ...] = (
    NeedKind(code="ask_why", name=gettext_noop("To ask why")),
    NeedKind(code="say_impact", name=gettext_noop("To say what it did")),
    NeedKind(code="apology", name=gettext_noop("To hear sorry")),
    NeedKind(code="safety", name=gettext_noop("To feel safe")),
    NeedKind(code="help_change", name=gettext_noop("That it does not happen to others")),
    NeedKind(code="contact_rules", name=gettext_noop("To agree how to meet by chance")),
    NeedKind(code="other", name=gettext_noop("Something else")),
)


class Engagement(Section):
    KEY: ClassVar[str] = "engagement"

    sheets: tuple[Sheet, ...] = (VICTIM_SHEET, OFFENDER_SHEET, BEREAVED_SHEET, BESIDE_SHEET)
    checklist: tuple[Item, ...] = CHECKLIST
    need_kinds: tuple[NeedKind, ...] = NEED_KINDS
    # Stances with which an offender may take part only by a supervisor's documented exception (practice.md §5.3).
    needs_exception: frozenset[str] = frozenset(NEEDS_EXCEPTION)

    # [D] Working days until the next act is due when nobody named a time.
    try_again_days: int = 2
    write_up_days: int = 2
    next_step_days: int = 5
    tell_victim_days: int = 2
    supervisor_days: int = 2
    # [D] Hours that a legal visit takes, from the gate until everybody is home again.
    legal_visit_hours: int = Field(default=4, ge=1, le=12)
    # [D] Minutes after somebody should have been home: who else is rung, and when the police are.
    call_out_company_minutes: int = Field(default=15, ge=5, le=60)
    call_out_police_minutes: int = Field(default=30, ge=10, le=120)
    # [D] How old the legal-contact check may be on the day of an approach.
    legal_check_at_most_days: int = 28

    @model_validator(mode="after")
    def _core_stays(self) -> Self:
        """Who takes responsibility needs no exception, and for a denial there is none: no area can change that."""
        if not self.needs_exception <= NEEDS_EXCEPTION:
            raise ValueError("Only partial, minimised or forgotten responsibility can be excepted.")
        for side in ("victim", "offender"):
            self.sheet(side)
        return self

    def has_sheet(self, side: str) -> bool:
        return any(sheet.side == side for sheet in self.sheets)

    def sheet(self, side: str) -> Sheet:
        """The newest sheet of that side. Raises ValueError if the area has none."""
        found = [sheet for sheet in self.sheets if sheet.side == side]
        if not found:
            raise ValueError(f"There is no information sheet for the {side}.")
        return max(found, key=lambda sheet: sheet.version)

    def items(self, audience: Audience, approach: str) -> tuple[Item, ...]:
        return tuple(
            item
            for item in self.checklist
            if audience in item.audience
            and (not item.approaches or approach in item.approaches)
            and approach not in item.without
        )

    def required(self, audience: Audience, approach: str) -> frozenset[str]:
        return frozenset(item.key for item in self.items(audience, approach) if item.required)

    def excepts(self, stance: str) -> bool:
        """Whether a supervisor's exception is what this stance needs, and could be given."""
        return stance in self.needs_exception

    def bars(self, stance: str) -> bool:
        return stance == Stance.DENIES
