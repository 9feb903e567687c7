from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.core.blockers import Blocked
from talkingpiece.ui.forms import EmailField, Form, TextField


class AskOutsideForm(Form):
    name = TextField(label=_("Their name"), max_length=120, width="20", missing=_("Write who is to decide"))
    organisation = TextField(
        label=_("Their organisation"), max_length=160, width="30", missing=_("Write for whom they work")
    )
    email = EmailField(
        label=_("Their work e-mail address"),
        help_text=_("We send nothing. It tells them apart from everybody who signs in here."),
        missing=_("Write their work e-mail address"),
    )

    def blocked(self, refused: Blocked) -> None:
        for one in refused.blockers:
            self.add_error("email" if one.code == "has_account" else None, str(one.remedy or one.message))
