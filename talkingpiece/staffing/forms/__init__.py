from talkingpiece.staffing.forms.offers import AnswerForm, ConflictForm, OfferForm
from talkingpiece.staffing.forms.pile import PileForm
from talkingpiece.staffing.forms.team import FacilitatorForm, LeaveForm, TurnForm

__all__ = ["AnswerForm", "ConflictForm", "FacilitatorForm", "LeaveForm", "OfferForm", "PileForm", "TurnForm"]
