from talkingpiece.engagement.forms.contacts import ContactForm, QuickContactForm
from talkingpiece.engagement.forms.listening import InformationForm, ListenForm, NeedForm, VoiceForm
from talkingpiece.engagement.forms.offender import (
    ApproachForm,
    ExceptionForm,
    ReplyForm,
    StanceForm,
    SuperviseForm,
)
from talkingpiece.engagement.forms.preparation import PreparationForm
from talkingpiece.engagement.forms.visits import VisitForm, VisitHeldForm, VisitNotHeldForm

__all__ = [
    "ApproachForm",
    "ContactForm",
    "ExceptionForm",
    "InformationForm",
    "ListenForm",
    "NeedForm",
    "PreparationForm",
    "QuickContactForm",
    "ReplyForm",
    "StanceForm",
    "SuperviseForm",
    "VisitForm",
    "VisitHeldForm",
    "VisitNotHeldForm",
    "VoiceForm",
]
