"""The words in which each consent is asked, by version. A changed sentence is a new version, never an edit."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict

from talkingpiece.areas.profile import Section


class Wording(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str  # consents.states.Item
    side: str  # who is asked: "victim", "offender", or the part of somebody beside them (cases.states.CompanionPart)
    version: int
    question: str  # a message id, asked as it stands
    explained: str = ""
    own_words: bool = False  # the person's exact words are written into the consent
    needs_target: bool = False


MODEL_WORDINGS: tuple[Wording, ...] = (
    Wording(
        item="contact",
        side="victim",
        version=1,
        question=gettext_noop("May we contact you in the ways that you called safe, and in no other?"),
    ),
    Wording(
        item="hold_notes",
        side="victim",
        version=1,
        question=gettext_noop("May we keep notes about your health and how you are, so that we can take care?"),
    ),
    Wording(
        item="ask_agency",
        side="victim",
        version=1,
        question=gettext_noop("May we ask this agency about the other person? They must not tell that person."),
        explained=gettext_noop("We say only that a service like ours is asking. We do not give your name."),
        needs_target=True,
    ),
    Wording(
        item="approach",
        side="victim",
        version=1,
        question=gettext_noop("May we tell the other person exactly this, and nothing more?"),
        explained=gettext_noop(
            "These are your words to change or to refuse. You can take them back until we have spoken."
        ),
        own_words=True,
    ),
    Wording(
        item="share",
        side="victim",
        version=1,
        question=gettext_noop("May we tell this person what you choose, and nothing more?"),
        own_words=True,
        needs_target=True,
    ),
    Wording(
        item="referrer",
        side="victim",
        version=1,
        question=gettext_noop("May whoever told us of you see as much as you chose of how far it came?"),
        explained=gettext_noop("Never what you say to us. Nobody is told if you say no."),
        needs_target=True,
    ),
    Wording(
        item="mode",
        side="victim",
        version=1,
        question=gettext_noop("Is this the way in which you would like to communicate?"),
        needs_target=True,
    ),
    Wording(
        item="attend",
        side="victim",
        version=1,
        question=gettext_noop("Will you take part on this date, at this place, with these people?"),
        needs_target=True,
    ),
    Wording(
        item="agreement",
        side="victim",
        version=1,
        question=gettext_noop("May these people be told what you agreed?"),
        own_words=True,
    ),
    Wording(
        item="ask_later",
        side="victim",
        version=1,
        question=gettext_noop("May we ask you later how it was for you?"),
    ),
    Wording(
        item="parole",
        side="victim",
        version=1,
        question=gettext_noop("May we tell the Parole Board that this took place, and nothing of what was said?"),
        explained=gettext_noop("Your name is not in it. Nobody is told if you say no."),
    ),
    Wording(
        item="contact",
        side="offender",
        version=1,
        question=gettext_noop("May we contact you about this, at the place and times that we agreed?"),
    ),
    Wording(
        item="hold_notes",
        side="offender",
        version=1,
        question=gettext_noop("May we keep notes about your health and how you are, so that we can take care?"),
    ),
    Wording(
        item="share",
        side="offender",
        version=1,
        question=gettext_noop("May we tell this person what you choose, and nothing more?"),
        own_words=True,
        needs_target=True,
    ),
    Wording(
        item="mode",
        side="offender",
        version=1,
        question=gettext_noop("Is this the way in which you would like to communicate?"),
        needs_target=True,
    ),
    Wording(
        item="attend",
        side="offender",
        version=1,
        question=gettext_noop("Will you take part on this date, at this place, with these people?"),
        needs_target=True,
    ),
    Wording(
        item="agreement",
        side="offender",
        version=1,
        question=gettext_noop("May these people be told what you agreed?"),
        own_words=True,
    ),
    Wording(
        item="ask_later",
        side="offender",
        version=1,
        question=gettext_noop("May we ask you later how it was for you?"),
    ),
    Wording(
        item="parole",
        side="offender",
        version=1,
        question=gettext_noop("May we tell the Parole Board that this took place, and nothing of what was said?"),
        explained=gettext_noop("Nobody is told if you say no, and nothing follows from it."),
    ),
)


def _beside(item: str, side: str, question: str, *, own_words: bool = False, needs_target: bool = False) -> Wording:
    return Wording(item=item, side=side, version=1, question=question, own_words=own_words, needs_target=needs_target)


_CONTACT = gettext_noop("May we contact you in the ways that you called safe, and in no other?")
_NOTES = gettext_noop("May we keep notes about your health and how you are, so that we can take care?")
_LATER = gettext_noop("May we ask you later how it was for you?")
_MODE = gettext_noop("Is this the way in which you would like to communicate?")
_SHARE = gettext_noop("May we tell this person what you choose, and nothing more?")

# Nobody is bound by somebody else's yes: each of them is asked in words of their own.
BESIDE_WORDINGS: tuple[Wording, ...] = (
    _beside("contact", "supporter", _CONTACT),
    _beside("hold_notes", "supporter", _NOTES),
    _beside("share", "supporter", _SHARE, own_words=True, needs_target=True),
    _beside(
        "attend",
        "supporter",
        gettext_noop("Will you come beside them on this date, at this place, with these people?"),
        needs_target=True,
    ),
    _beside("ask_later", "supporter", _LATER),
    _beside("contact", "interpreter", gettext_noop("May we contact you about this work, and about nothing else?")),
    _beside(
        "attend",
        "interpreter",
        gettext_noop(
            "Will you interpret on this date, at this place, with these people? You say everything, add nothing, and "
            "keep it to yourself."
        ),
        needs_target=True,
    ),
    _beside("contact", "representative", _CONTACT),
    _beside(
        "attend",
        "representative",
        gettext_noop("Will you take part in its name on this date, at this place, with these people?"),
        needs_target=True,
    ),
    _beside("ask_later", "representative", _LATER),
    _beside("contact", "family", _CONTACT),
    _beside("hold_notes", "family", _NOTES),
    _beside(
        "approach",
        "family",
        gettext_noop("May the other person be told exactly this about you, and nothing more? No is an answer too."),
        own_words=True,
        needs_target=True,
    ),
    _beside("share", "family", _SHARE, own_words=True, needs_target=True),
    _beside("mode", "family", _MODE, needs_target=True),
    _beside(
        "attend",
        "family",
        gettext_noop("Will you take part on this date, at this place, with these people?"),
        needs_target=True,
    ),
    _beside("agreement", "family", gettext_noop("May these people be told what you agreed?"), own_words=True),
    _beside("ask_later", "family", _LATER),
)


class ConsentWords(Section):
    KEY: ClassVar[str] = "consents"
    wordings: tuple[Wording, ...] = MODEL_WORDINGS + BESIDE_WORDINGS
    review_after_days: int = 365  # [D]: no consent is for ever

    def wording(self, item: str, side: str) -> Wording:
        """The newest wording. Raises KeyError if this side is never asked this."""
        found = [w for w in self.wordings if w.item == item and w.side == side]
        if not found:
            raise KeyError((item, side))
        return max(found, key=lambda w: w.version)
