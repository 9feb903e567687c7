from talkingpiece.engagement.forms.contacts import ContactForm, QuickContactForm
from talkingpiece.engagement.forms.legal_visits import LegalVisitAnswerForm, LegalVisitForm
from talkingpiece.engagement.forms.listening import InformationForm, ListenForm, NeedForm, VoiceForm
from talkingpiece.engagement.forms.offender import (
    ApproachForm,
    ExceptionForm,
    ReplyForm,
    StanceForm,
    SuperviseForm,
)
from talkingpiece.engagement.forms.preparation import PreparationForm
from talkingpiece.engagement.forms.visits import MoreTimeForm, StepForm, VisitForm, VisitHeldForm, VisitNotHeldForm

__all__ = [
    "ApproachForm",
    "ContactForm",
    "ExceptionForm",
    "InformationForm",
    "LegalVisitAnswerForm",
    "LegalVisitForm",
    "ListenForm",
    "MoreTimeForm",
    "NeedForm",
    "PreparationForm",
    "QuickContactForm",
    "ReplyForm",
    "StanceForm",
    "StepForm",
    "SuperviseForm",
    "VisitForm",
    "VisitHeldForm",
    "VisitNotHeldForm",
    "VoiceForm",
]
