from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from talkingpiece.core import clock
from talkingpiece.engagement.profile import NeedKind
from talkingpiece.engagement.services import NeedSaid
from talkingpiece.engagement.states import Means, VoiceKind
from talkingpiece.ui.forms import (
    DateTimeField,
    Form,
    LongTextField,
    NumberField,
    RadioField,
    SelectField,
    TextField,
    TickField,
)

FEWEST, MORE, MOST = 3, 3, 30

VOICES: dict[str, tuple[Any, Any]] = {
    VoiceKind.WISH: (_("What they wish for"), _("How it should be, and with whom. A meeting, a letter, an answer")),
    VoiceKind.FEAR: (_("What they are afraid of"), _("What must not happen")),
    VoiceKind.DEAL_BREAKER: (_("Where they would stop"), _("What would end it for them, at once")),
    VoiceKind.RISK_VIEW: (_("What they think could go wrong"), _("Their own view of the risk, before ours")),
    VoiceKind.SUPPORT: (_("Who and what supports them"), _("People, habits, places. Nobody is an answer too")),
}


def rows_typed(data: QueryDict) -> int:
    """How many rows for needs to show: three, those that were there, and three more if asked for."""
    numbers = [name.removeprefix("need_") for name in data if name.startswith("need_")]
    there = max((int(number) for number in numbers if number.isascii() and number.isdecimal()), default=0)
    return min(max(there, FEWEST) + (MORE if "more" in data else 0), MOST)


class ListenForm(Form):
    """What the victim said in one talk. Every part is optional; something must be there."""

    wish = LongTextField(label=VOICES["wish"][0], help_text=VOICES["wish"][1], rows=3, required=False)
    fear = LongTextField(label=VOICES["fear"][0], help_text=VOICES["fear"][1], rows=3, required=False)
    deal_breaker = LongTextField(
        label=VOICES["deal_breaker"][0], help_text=VOICES["deal_breaker"][1], rows=2, required=False
    )
    risk_view = LongTextField(label=VOICES["risk_view"][0], help_text=VOICES["risk_view"][1], rows=3, required=False)
    support = LongTextField(label=VOICES["support"][0], help_text=VOICES["support"][1], rows=2, required=False)
    told = TickField(label=_("I went through the information sheet with them"), required=False)
    sheet_means = RadioField(label=_("How?"), choices=Means.choices, inline=True, small=True, required=False)
    language = TextField(label=_("In which language?"), width="20", max_length=40, required=False)
    happened_at = DateTimeField(label=_("When did you talk?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, rows: int = FEWEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for number in range(1, rows + 1):
            self.fields[f"need_{number}"] = LongTextField(
                label=_("Need %(number)d, in their words") % {"number": number}, rows=2, required=False
            )
            self.fields[f"rank_{number}"] = NumberField(
                label=_("Rank of need %(number)d") % {"number": number},
                width="2",
                min_value=1,
                max_value=MOST,
                required=False,
            )

    def need_rows(self) -> list[tuple[str, str]]:
        """Names of the fields of each row."""
        return [(f"need_{number}", f"rank_{number}") for number in range(1, self.rows + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_ranks(cleaned)
        if cleaned.get("told") and not cleaned.get("sheet_means"):
            self.add_error("sheet_means", _("Choose how you went through it"))
        spoken = any(cleaned.get(kind) for kind in VOICES)
        if not (self.needs(cleaned) or spoken or cleaned.get("told") or self.errors):
            self.add_error(None, _("Write down one thing that they said"))
        return cleaned

    def _clean_ranks(self, cleaned: dict[str, Any]) -> None:
        seen: set[int] = set()
        total = len(self.needs(cleaned))
        for need, rank_name in self.need_rows():
            rank = cleaned.get(rank_name)
            if rank is None:
                continue
            if not cleaned.get(need):
                self.add_error(rank_name, _("There is no need beside this rank"))
            elif rank in seen:
                self.add_error(rank_name, _("Two needs have this rank. Give each its own"))
            elif rank > total:
                self.add_error(rank_name, _("Rank them from 1 to %(total)d") % {"total": total})
            seen.add(rank)

    def needs(self, cleaned: dict[str, Any] | None = None) -> list[NeedSaid]:
        values = self.cleaned_data if cleaned is None else cleaned
        rows = [(values.get(need), values.get(rank)) for need, rank in self.need_rows()]
        return [NeedSaid(words=words, rank=rank) for words, rank in rows if words]

    def voices(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in VOICES if self.cleaned_data[kind]}

    def columns(self) -> dict[str, Any]:
        """As `record_listening` takes them."""
        cleaned = self.cleaned_data
        return {
            "needs": self.needs(),
            "voices": self.voices(),
            "sheet_means": cleaned["sheet_means"] if cleaned["told"] else "",
            "language": cleaned["language"] or "English",
        }

    @classmethod
    def with_more_rows(cls, data: QueryDict, **kwargs: Any) -> ListenForm:
        """Not sent yet: the same page with everything typed, and rows for more needs."""
        form = cls(rows=rows_typed(data), **kwargs)
        form.initial = {name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()}
        return form


class NeedForm(Form):
    words = LongTextField(label=_("What they need, in their words"), rows=3, missing=_("Write what they said"))
    rank = NumberField(
        label=_("Rank, if they gave one"), help_text=_("1 is what matters most"), width="2", min_value=1, required=False
    )
    code = SelectField(
        label=_("What is it about?"),
        help_text=_("For figures without names. Leave it if nothing fits"),
        choices=[],
        required=False,
    )
    happened_at = DateTimeField(label=_("When did they say it?"), latest=clock.now, initial=clock.now)

    def __init__(self, *args: Any, kinds: Iterable[NeedKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, SelectField)
        field.choices = [("", _("Choose one")), *((kind.code, _(kind.name)) for kind in kinds)]

    def need(self) -> NeedSaid:
        cleaned = self.cleaned_data
        return NeedSaid(words=cleaned["words"], rank=cleaned["rank"], code=cleaned["code"])


class VoiceForm(Form):
    kind = RadioField(
        label=_("What did they speak of?"),
        choices=[(kind, words[0]) for kind, words in VOICES.items()],
        hints={kind: words[1] for kind, words in VOICES.items()},
        missing=_("Choose what they spoke of"),
    )
    words = LongTextField(label=_("In their words"), rows=4, missing=_("Write what they said"))
    happened_at = DateTimeField(label=_("When did they say it?"), latest=clock.now, initial=clock.now)


class InformationForm(Form):
    means = RadioField(label=_("How did you go through it?"), choices=Means.choices, inline=True, small=True)
    language = TextField(label=_("In which language?"), width="20", max_length=40)
    happened_at = DateTimeField(label=_("When?"), latest=clock.now, initial=clock.now)
