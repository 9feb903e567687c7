from talkingpiece.identification.forms.extract import BringForm, ColumnsForm, MendedForm

__all__ = ["BringForm", "ColumnsForm", "MendedForm"]
