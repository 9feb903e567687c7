from talkingpiece.identification.forms.extract import BringForm, ColumnsForm, MendedForm
from talkingpiece.identification.forms.pair import PairForm
from talkingpiece.identification.forms.row import RowForm

__all__ = ["BringForm", "ColumnsForm", "MendedForm", "PairForm", "RowForm"]
