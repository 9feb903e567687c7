from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.people.models import Person
from talkingpiece.ui.forms import Form

Find = Callable[[str], Person | None]


class KnownForm(Form):
    """A form in which somebody new is entered, or somebody known is chosen beside it. `find`: the person of that id, if
    whoever asks may know of them. What describes somebody new (`described`) is not asked of somebody known."""

    described: tuple[str, ...] = ()

    def __init__(self, *args: Any, find: Find, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picked = str(self.data.get("same_person", "")) if self.is_bound else ""
        self.person: Person | None = find(picked) if picked else None
        self._gone = bool(picked and self.person is None)
        if self.person is not None:
            for name in self.described:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self._gone:
            self.add_error(None, _("Whom you chose cannot be chosen any more. Look again, or enter somebody new"))
        return cleaned
