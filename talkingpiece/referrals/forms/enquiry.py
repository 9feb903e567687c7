"""What an offender asks for, and what somebody decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.areas.models import Agency
from talkingpiece.cases.states import OffenceCategory
from talkingpiece.core import clock
from talkingpiece.referrals.services import Asked
from talkingpiece.referrals.states import LegalBar
from talkingpiece.ui.forms import (
    DateField,
    DateTimeField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)


class EnquiryForm(Form):
    called = TextField(
        label=_("What shall we call the person who asks?"),
        missing=_("Write what to call them"),
        max_length=80,
        width="20",
    )
    full_name = TextField(
        label=_("Their full name"),
        help_text=_("So that it is found again if the victim comes to us one day."),
        max_length=120,
        width="30",
        required=False,
    )
    birth_date = DateField(label=_("Their date of birth"), latest=clock.today, required=False)
    words = LongTextField(
        label=_("What do they ask for?"),
        help_text=_("In their words. Leave out the name of anybody whom they harmed."),
        missing=_("Write down what they ask for"),
        rows=4,
    )
    reached_through = TextField(
        label=_("Who passed it on, and how are they reached?"),
        help_text=_("For example: their offender manager, a chaplain, or they rang themselves."),
        max_length=500,
        required=False,
    )
    agency = SelectField(label=_("For which agency?"), choices=[], required=False, empty_label=_("None"))
    category = SelectField(label=_("What is it about?"), choices=OffenceCategory.choices, required=False)
    crime_reference = TextField(label=_("Crime reference"), max_length=60, width="20", required=False)

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(agency.pk): agency for agency in agencies}
        named = [(pk, agency.name) for pk, agency in self.agencies.items()]
        self.fields["agency"].choices = [("", _("None")), *named]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            called=data["called"],
            words=data["words"],
            full_name=data["full_name"],
            birth_date=data["birth_date"],
            reached_through=data["reached_through"],
            agency=self.agencies.get(data["agency"]),
            category=data["category"] or OffenceCategory.UNKNOWN,
            crime_reference=data["crime_reference"],
        )


class DecideForm(Form):
    decision = RadioField(
        label=_("What is decided?"),
        choices=[
            ("rule", _("The liaison officer may be asked, as the area’s rule says")),
            ("end", _("End it. The offender was told, in the neutral words")),
            ("hold", _("Hold it")),
        ],
        missing=_("Choose what is decided"),
    )
    rule_words = LongTextField(
        label=_("Who asks whom, and in which words?"),
        help_text=_("The liaison officer alone knows the victim, and decides whether to speak of it at all."),
        rows=3,
    )
    legal_bar = RadioField(label=_("Does an order or a condition forbid it?"), choices=LegalBar.choices, small=True)
    names_no_victim = TickField(label=_("No victim is named by us, to anybody"))
    end_words = LongTextField(label=_("What were they told?"), rows=3)
    told_at = DateTimeField(label=_("When were they told?"), latest=clock.now)
    hold_words = LongTextField(label=_("Why is it held?"), rows=2)

    reveals = {
        "decision": {
            "rule": ["rule_words", "legal_bar", "names_no_victim"],
            "end": ["end_words", "told_at"],
            "hold": ["hold_words"],
        }
    }
    required_if_revealed = {
        "rule_words": _("Write who asks whom, and in which words"),
        "legal_bar": _("Say what is known of orders and conditions"),
        "names_no_victim": _("Tick that no victim is named by us"),
        "end_words": _("Write what they were told"),
        "told_at": _("Enter when they were told"),
        "hold_words": _("Write why it is held"),
    }

    def __init__(self, *args: Any, possible: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        field.choices = [(v, label) for v, label in field.choices if v in possible]  # type: ignore[attr-defined]
