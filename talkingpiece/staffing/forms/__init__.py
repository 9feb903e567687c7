from talkingpiece.staffing.forms.matching import NeedForm, PlanForm
from talkingpiece.staffing.forms.offers import AnswerForm, ConflictForm, OfferForm
from talkingpiece.staffing.forms.pile import PileForm
from talkingpiece.staffing.forms.team import FacilitatorForm, LeaveForm, TurnForm

__all__ = [
    "AnswerForm",
    "ConflictForm",
    "FacilitatorForm",
    "LeaveForm",
    "NeedForm",
    "OfferForm",
    "PileForm",
    "PlanForm",
    "TurnForm",
]
