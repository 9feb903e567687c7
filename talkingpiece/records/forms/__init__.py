from talkingpiece.records.forms.columns import ColumnsForm
from talkingpiece.records.forms.merge import MergeForm, UndoForm
from talkingpiece.records.forms.rows import RowsForm
from talkingpiece.records.forms.settle import SettleForm
from talkingpiece.records.forms.upload import MendedForm, UploadForm

__all__ = ["ColumnsForm", "MendedForm", "MergeForm", "RowsForm", "SettleForm", "UndoForm", "UploadForm"]
