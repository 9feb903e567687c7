from talkingpiece.identification.forms.extract import BringForm, ColumnsForm, MendedForm
from talkingpiece.identification.forms.row import RowForm

__all__ = ["BringForm", "ColumnsForm", "MendedForm", "RowForm"]
