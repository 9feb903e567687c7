from talkingpiece.ui.forms.base import Form, bind
from talkingpiece.ui.forms.bound import BoundField
from talkingpiece.ui.forms.fields import (
    CheckboxesField,
    EmailField,
    LongTextField,
    NumberField,
    PhoneField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    UploadField,
    YesNoField,
)
from talkingpiece.ui.forms.moments import DateField, DateTimeField, TimeField

__all__ = [
    "BoundField",
    "CheckboxesField",
    "DateField",
    "DateTimeField",
    "EmailField",
    "Form",
    "LongTextField",
    "NumberField",
    "PhoneField",
    "RadioField",
    "SelectField",
    "TextField",
    "TickField",
    "TimeField",
    "UploadField",
    "YesNoField",
    "bind",
]
