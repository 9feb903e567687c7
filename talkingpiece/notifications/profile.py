"""The letters of an area: data, not code. Each is for the readers it names, neutral on the envelope and in its words.

A changed sentence is a new version. Nobody whose post may be opened by somebody else should be told by it what we are,
so these sentences name neither what happened nor what we do.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict

from talkingpiece.areas.profile import Section
from talkingpiece.documents.payloads import Audience

VICTIM, OFFENDER, SUPPORTER = Audience.VICTIM, Audience.OFFENDER, Audience.SUPPORTER
BOTH = (VICTIM, OFFENDER)
EVERYBODY = (VICTIM, OFFENDER, SUPPORTER)


class LetterField(BaseModel):
    """What the writer fills in. With `shown`, a fact under that label; without, paragraphs of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    label: str  # message ids, as all texts here
    hint: str = ""
    shown: str = ""
    required: bool = True


class LetterDef(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    version: int
    name: str
    audiences: tuple[Audience, ...]
    before: tuple[str, ...] = ()
    fields: tuple[LetterField, ...] = ()
    after: tuple[str, ...] = ()


MODEL_LETTERS: tuple[LetterDef, ...] = (
    LetterDef(
        key="reach",
        version=1,
        name=gettext_noop("We tried to reach you"),
        audiences=(VICTIM, SUPPORTER),
        before=(
            gettext_noop("We said that we would be in touch. We have not been able to reach you."),
            gettext_noop("There is nothing that you have to do. If you would like to talk, ring the number above."),
        ),
        after=(gettext_noop("If you would rather not hear from us again, tell us. We will not ask why."),),
    ),
    LetterDef(
        key="next",
        version=1,
        name=gettext_noop("What happens next"),
        audiences=BOTH,
        before=(gettext_noop("Thank you for talking with us. This is what happens next."),),
        fields=(
            LetterField(
                key="steps",
                label=gettext_noop("What happens next?"),
                hint=gettext_noop("Short sentences, as you would say it. Nothing of the other person"),
            ),
        ),
        after=(gettext_noop("You can pause or stop at any time. You need not say why."),),
    ),
    LetterDef(
        key="date",
        version=1,
        name=gettext_noop("Date and place"),
        audiences=EVERYBODY,
        before=(gettext_noop("This is the day that we talked about."),),
        fields=(
            LetterField(key="when", label=gettext_noop("When?"), shown=gettext_noop("When:")),
            LetterField(key="where", label=gettext_noop("Where?"), shown=gettext_noop("Where:")),
            LetterField(
                key="who",
                label=gettext_noop("Who will be there?"),
                hint=gettext_noop("By their part, such as: two people from our service"),
                shown=gettext_noop("Who will be there:"),
                required=False,
            ),
            LetterField(
                key="good_to_know",
                label=gettext_noop("What is good to know?"),
                hint=gettext_noop("How to get there, what to bring, who comes along"),
                shown=gettext_noop("Good to know:"),
                required=False,
            ),
        ),
        after=(gettext_noop("If you would rather not come, tell us. You need not say why."),),
    ),
    LetterDef(
        key="not_ahead",
        version=1,
        name=gettext_noop("It will not be going ahead"),
        audiences=EVERYBODY,
        before=(
            gettext_noop("What we talked about will not be going ahead."),
            gettext_noop("You have done nothing wrong, and there is nothing that you have to do."),
        ),
        after=(gettext_noop("If you would like to talk about it, ring the number above."),),
    ),
    LetterDef(
        key="ended",
        version=1,
        name=gettext_noop("How it ended"),
        audiences=BOTH,
        before=(gettext_noop("Our work together has come to its end."),),
        fields=(
            LetterField(
                key="words",
                label=gettext_noop("Is there something to say to them?"),
                hint=gettext_noop("As you would say it. Nothing of the other person"),
                required=False,
            ),
        ),
        after=(gettext_noop("If something comes up later, you can always ring us."),),
    ),
    LetterDef(
        key="agreed",
        version=1,
        name=gettext_noop("What you said yes to"),
        audiences=EVERYBODY,
        before=(gettext_noop("You asked us to write down what you said yes to. This is it."),),
        fields=(
            LetterField(
                key="words",
                label=gettext_noop("What did they say yes to?"),
                hint=gettext_noop("In the words in which you asked them"),
            ),
        ),
        after=(gettext_noop("You can change your mind about any of it. Tell us, in any way you like."),),
    ),
    LetterDef(
        key="invite",
        version=1,
        name=gettext_noop("Will you be there with them?"),
        audiences=(SUPPORTER,),
        before=(gettext_noop("Somebody you know has asked whether you would be there with them."),),
        fields=(
            LetterField(key="who", label=gettext_noop("Who asks?"), shown=gettext_noop("Who asks you:")),
            LetterField(key="what", label=gettext_noop("What would they do?"), hint=gettext_noop("Short sentences")),
        ),
        after=(gettext_noop("You can say no. Then nothing else happens, and nobody holds it against you."),),
    ),
)


class Letters(Section):
    KEY: ClassVar[str] = "letters"
    # Where an answer goes: a box, never a name or a building that says what we are. The envelope shows the same.
    return_address: tuple[str, ...] = ()
    letters: tuple[LetterDef, ...] = MODEL_LETTERS

    def letter(self, key: str) -> LetterDef:
        """Raises KeyError for a letter that the area does not write."""
        for found in self.letters:
            if found.key == key:
                return found
        raise KeyError(key)
