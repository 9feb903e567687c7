from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.engagement.states import Means
from talkingpiece.offender_management.allowed import Sentence
from talkingpiece.offender_management.change_files import MOST_BYTES
from talkingpiece.offender_management.seeing import Trial
from talkingpiece.offender_management.states import Heard, MadeSure, Taken
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    UploadField,
)

WRITTEN = ("support", "next_contact", "objectives")


class WriteForm(Form):
    """All that a writer may add to what the allow-list gives. The offender is shown each of them."""

    support = LongTextField(
        label=_("Support that they would like, and agreed to have told"),
        help_text=_("In their words. It goes only with their own consent"),
        rows=3,
        max_length=1500,
        required=False,
    )
    next_contact = LongTextField(
        label=_("When are we in touch with them again?"),
        help_text=_("For example: We see him on Thursday 3 December, to hear how the course goes"),
        rows=2,
        max_length=500,
        required=False,
    )
    objectives = LongTextField(
        label=_("Suggested objectives for the plan"),
        help_text=_("The offender manager may adopt them, or leave them. No view of remorse or risk"),
        rows=3,
        max_length=1500,
        required=False,
    )

    def written(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WRITTEN}


class ToWordsForm(WriteForm):
    """For somebody who has no account here, and is addressed in words."""

    to_words = TextField(
        label=_("How are they addressed on paper?"),
        help_text=_("For example: The Parole Board, to the panel of 3 December"),
        max_length=160,
        missing=_("Write how they are addressed"),
    )


class ObjectivesForm(Form):
    taken = RadioField(
        label=_("Do you adopt the suggested objectives?"),
        choices=Taken.choices,
        missing=_("Choose whether you adopt them, or leave them"),
    )


class ShownForm(Form):
    heard = RadioField(
        label=_("What do they say?"),
        choices=[
            (Heard.FINE, _("All of this may be told")),
            (Heard.CHANGE, _("Something is to be changed first")),
            (Heard.OBJECTS, _("Some of this must not be told")),
        ],
        missing=_("Choose what they say. Silence is not a yes"),
    )
    change = LongTextField(label=_("What is to be changed? In their words"), rows=3)
    objects_to = CheckboxesField(label=_("Which sentences must not be told?"), choices=[], small=True)
    why = LongTextField(
        label=_("Do they want to say why?"), help_text=_("They need not"), rows=2, required=False, max_length=1500
    )
    means = RadioField(
        label=_("How were they shown it?"),
        choices=[
            (Means.IN_PERSON, _("Read together")),
            (Means.CALL, _("Read out on the telephone")),
            (Means.VIDEO, _("Read out on a video call")),
            (Means.POST, _("On paper, and they answered")),
        ],
        missing=_("Say how they were shown it"),
    )
    at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)

    reveals: ClassVar = {"heard": {Heard.CHANGE: ["change"], Heard.OBJECTS: ["objects_to", "why"]}}
    required_if_revealed: ClassVar = {
        "change": _("Write down what is to be changed"),
        "objects_to": _("Tick at least one sentence"),
    }

    def __init__(self, *args: Any, sentences: tuple[Sentence, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["objects_to"]
        assert isinstance(field, CheckboxesField)
        field.choices = [(one.key, one.words) for one in sentences]

    def columns(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "heard": typed["heard"],
            "means": typed["means"],
            "objects_to": typed["objects_to"] or [],
            "words": typed["change"] or typed["why"],
            "at": typed["at"],
        }


class UnshownForm(Form):
    """For a case supervisor alone."""

    words = LongTextField(
        label=_("Why can they not be shown it safely?"),
        help_text=_("And why it may be told all the same. This stays in the record"),
        rows=3,
        missing=_("Say why they cannot be shown it safely"),
    )


class StopForm(Form):
    why = LongTextField(label=_("Why is it not sent?"), rows=2, missing=_("Say why it is not sent"))


class ChangesForm(Form):
    """`areas`: those into which its reader may bring a file."""

    file = UploadField(
        most_bytes=MOST_BYTES,
        too_large=_("This file is larger than 2 MB. Divide it."),
        label=_("The file"),
        help_text=_("A table (CSV), or one event in each line (JSON lines)"),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk): area for area in areas}
        if len(self.areas) > 1:
            choices = [(key, area.name) for key, area in self.areas.items()]
            self.fields["area"] = SelectField(label=_("Into which area?"), choices=choices)

    @property
    def area(self) -> Area:
        chosen = self.cleaned_data.get("area")
        return self.areas[chosen] if chosen else next(iter(self.areas.values()))


class DoneForm(Form):
    """An agency says that something is done."""

    words = LongTextField(
        label=_("How do you know?"),
        help_text=_("For example: the course wrote to me on Monday. You need not say more than that"),
        rows=2,
        max_length=500,
        required=False,
    )


class MadeSureForm(Form):
    answer = RadioField(
        label=_("Is it done?"), choices=MadeSure.choices, missing=_("Say whether it is done, or not yet")
    )
    words = LongTextField(label=_("How do you know?"), rows=2, missing=_("Say how you know"))


class AsSeenForm(Form):
    """At which moment, and as if which agreement held: today and as they are, without any."""

    on = DateField(label=_("On which day?"), required=False)
    as_if = SelectField(label=_("As if this agreement held"), choices=[], required=False)

    def __init__(self, *args: Any, trials: Iterable[Trial], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["as_if"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("As the agreements are")), *((str(one.agreement_id), one.words) for one in trials)]
