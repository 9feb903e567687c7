from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.referrals.states import Told
from talkingpiece.ui.forms import DateField, Form, LongTextField, RadioField, TextField


class DangerForm(Form):
    done = LongTextField(
        label=_("What was done?"),
        help_text=_(
            "Whom you reached and how, and what was agreed. If you could not reach them: what you did instead."
        ),
        missing=_("Write down what was done"),
        rows=4,
    )


class HoldForm(Form):
    why = LongTextField(
        label=_("Why does it wait?"),
        help_text=_("In words that you could say to the person."),
        missing=_("Write down why it waits"),
        rows=3,
    )
    until = DateField(
        label=_("When do you look at it again?"),
        help_text=_("Leave it empty if the person decides when to go on."),
        earliest=clock.today,
        required=False,
    )


class SignpostForm(Form):
    to = TextField(
        label=_("Who can help?"),
        help_text=_("The name of the service, and how to reach it."),
        missing=_("Write down who can help"),
    )
    words = LongTextField(
        label=_("What did you tell the person?"),
        help_text=_("In your own words, as kindly as you said it."),
        missing=_("Write down what you told the person"),
        rows=4,
    )
    told_how = RadioField(
        label=_("How were they told?"),
        help_text=_("Only in a way that they called safe."),
        choices=Told.choices,
        missing=_("Choose how they were told"),
    )


class ReopenForm(Form):
    why = LongTextField(label=_("Why is it open again?"), missing=_("Write down why it is open again"), rows=3)
