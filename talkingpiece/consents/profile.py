"""The words in which each consent is asked, by version. A changed sentence is a new version, never an edit."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict

from talkingpiece.areas.profile import Section


class Wording(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    item: str  # consents.states.Item
    side: str  # "victim" or "offender"
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
)


class ConsentWords(Section):
    KEY: ClassVar[str] = "consents"
    wordings: tuple[Wording, ...] = MODEL_WORDINGS
    review_after_days: int = 365  # [D]: no consent is for ever

    def wording(self, item: str, side: str) -> Wording:
        """The newest wording. Raises KeyError if this side is never asked this."""
        found = [w for w in self.wordings if w.item == item and w.side == side]
        if not found:
            raise KeyError((item, side))
        return max(found, key=lambda w: w.version)
