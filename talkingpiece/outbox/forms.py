from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.outbox.addresses import Refused, read
from talkingpiece.ui.forms import Form, RadioField, TextField

_REFUSED = {
    "malformed": _(
        "Enter a whole address, such as https://systems.example.org/hooks, without a name or password in it"
    ),
    "scheme": _("Enter an address that begins with https://"),
    "private": _("Enter an address of the open internet. We send nothing into our own network"),
    "practice": _(
        "This is a practice service: it sends nothing beyond this machine. Enter http://127.0.0.1 and a port"
    ),
}


class AddForm(Form):
    name = TextField(
        label=_("What is it called?"),
        help_text=_("As you and they speak of it, for example: case system, test."),
        max_length=60,
        missing=_("Enter a name"),
    )
    url = TextField(
        label=_("To which address do we send?"),
        help_text=_("They give it to you. It begins with https:// and holds no password."),
        max_length=300,
        autocomplete="off",
        missing=_("Enter the address"),
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            read(url)
        except Refused as refused:
            self.add_error("url", _REFUSED[str(refused)])
        return url


class SecretForm(Form):
    when = RadioField(
        label=_("When does the old one stop?"),
        choices=[("week", _("In a week")), ("now", _("Now"))],
        hints={
            "week": _("Until then we sign with both, so that nothing is missed while they put the new one in place."),
            "now": _(
                "If somebody else may know the old one. What is sent is refused there until they have the new one."
            ),
        },
        missing=_("Choose when the old one stops"),
    )
