from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import TERMS, Category, Controller, Part, Purpose, Signer
from talkingpiece.areas.models import Agency
from talkingpiece.core import clock
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    Form,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
)

LONGEST = timedelta(days=3 * 366)


def _choose(pairs: Iterable[tuple[Any, str]]) -> list[tuple[str, Any]]:
    return [("", _("Choose one")), *((str(pk), name) for pk, name in pairs)]


class BeginForm(Form):
    agency = SelectField(label=_("With which organisation?"), choices=[], missing=_("Choose an organisation"))
    reference = TextField(
        label=_("Number"),
        help_text=_("Under which both of you find it, for example RW-PROB-4."),
        max_length=30,
        width="20",
        missing=_("Enter a number"),
    )
    title = TextField(label=_("Title"), max_length=160, missing=_("Enter a title"))
    owner = SelectField(
        label=_("Who looks after it?"),
        help_text=_("They are warned before it ends, and asked when it is reviewed."),
        choices=[],
        missing=_("Choose who looks after it"),
    )

    def __init__(
        self, *args: Any, agencies: Iterable[Agency], people: Iterable[User], taken: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.fields["agency"].choices = _choose((one.pk, one.name) for one in agencies)  # type: ignore[attr-defined]
        self.fields["owner"].choices = _choose((one.pk, one.name) for one in people)  # type: ignore[attr-defined]

    def clean_reference(self) -> str:
        found: str = self.cleaned_data["reference"].strip()
        if found.lower() in self.taken:
            self.add_error(
                "reference", _("Another agreement has this number. Renew that one, or choose another number")
            )
        return found


class PartForm(Form):
    """One short page of a draft. Unfinished is no error here: what is missing is said before it is sent."""

    def __init__(self, *args: Any, agreement: Agreement, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}

    @property
    def typed(self) -> dict[str, Any]:
        """As the service takes it."""
        return dict(self.cleaned_data)


class AboutForm(PartForm):
    title = TextField(label=_("Title"), max_length=160, missing=_("Enter a title"))
    purposes = CheckboxesField(
        label=_("What is it for?"),
        help_text=_("Programs that send or ask for data are bound to some of these."),
        choices=Purpose.choices,
        required=False,
    )
    purpose = LongTextField(label=_("The same in your own words"), rows=2, max_length=300, required=False)
    starts_on = DateField(label=_("First day"), missing=_("Enter the first day"))
    last_day = DateField(
        label=_("Last day"),
        help_text=_("At the end of this day it closes, to the minute. No agreement is without an end."),
        missing=_("Enter the last day"),
    )
    reviews_on = DateField(
        label=_("When is it looked at again?"),
        help_text=_("Leave it empty if only at its end."),
        required=False,
    )
    owner = SelectField(label=_("Who looks after it?"), choices=[], missing=_("Choose who looks after it"))
    deputy = SelectField(label=_("Who else is warned?"), choices=[], required=False)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, agreement=agreement, **kwargs)
        people = _choose((pk, one.name) for pk, one in self.people.items())
        self.fields["owner"].choices = people  # type: ignore[attr-defined]
        self.fields["deputy"].choices = people  # type: ignore[attr-defined]

    def clean(self) -> None:
        data = self.cleaned_data
        first, last, looked = data.get("starts_on"), data.get("last_day"), data.get("reviews_on")
        if first and last and last < first:
            self.add_error("last_day", _("The last day must not come before the first"))
        elif first and last and last - first > LONGEST:
            self.add_error("last_day", _("Choose a last day within three years. It can be renewed"))
        if first and looked and looked < first:
            self.add_error("reviews_on", _("The day must not come before the first day"))
        elif last and looked and looked > last:
            self.add_error("reviews_on", _("The day must not come after the last day"))
        if data.get("owner") and data.get("owner") == data.get("deputy"):
            self.add_error("deputy", _("Choose somebody else than whoever looks after it"))

    @property
    def typed(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        typed["ends_on"] = typed.pop("last_day") + timedelta(days=1)
        return typed | {name: self.people.get(typed[name]) for name in ("owner", "deputy")}


def _terms(part: Part) -> dict[str, LongTextField]:
    return {
        term.value: LongTextField(label=term.label, rows=3, max_length=2000, required=False)
        for term in TERMS.get(part, ())
    }


class SentForm(PartForm):
    we_may_send = CheckboxesField(label=_("What may we send to them?"), choices=Category.choices, required=False)
    they_may_send = CheckboxesField(
        label=_("What may they send to us?"),
        help_text=_(
            "Where a victim is, and how to reach them, goes to nobody on the offender’s side, whatever is chosen here."
        ),
        choices=Category.choices,
        required=False,
    )


class LawForm(PartForm):
    our_role = RadioField(label=_("In data protection law we are"), choices=Controller.choices, required=False)
    their_role = RadioField(label=_("and they are"), choices=Controller.choices, required=False)


class CareForm(PartForm):
    pass


class PeopleForm(PartForm):
    pass


_OF: dict[Part, type[PartForm]] = {
    Part.ABOUT: AboutForm,
    Part.SENT: SentForm,
    Part.LAW: LawForm,
    Part.CARE: CareForm,
    Part.PEOPLE: PeopleForm,
}
PART_FORMS: dict[Part, type[PartForm]] = {
    part: type(form.__name__, (form,), {**_terms(part), "__module__": __name__}) for part, form in _OF.items()
}


class BackForm(Form):
    words = LongTextField(
        label=_("What should be changed?"),
        help_text=_("Whoever wrote it reads this above their draft."),
        rows=3,
        max_length=1000,
        missing=_("Write what should be changed"),
    )


class SignForm(Form):
    side = RadioField(label=_("Who signed?"), choices=[], missing=_("Choose who signed"))
    name = TextField(label=_("Name"), max_length=120, missing=_("Enter the name of whoever signed"))
    job = TextField(
        label=_("Role"),
        help_text=_("In which they may bind their organisation."),
        max_length=120,
        missing=_("Enter their role"),
    )
    signed_on = DateField(label=_("On which day?"), latest=clock.today, missing=_("Enter the day"))
    mark = TextField(
        label=_("The mark at the foot of the paper that they signed"),
        help_text=_("Twelve letters and figures. They show that it is this text and no other."),
        max_length=20,
        width="20",
        missing=_("Enter the mark"),
    )

    def __init__(self, *args: Any, sides: Iterable[tuple[Signer, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(side.value, name) for side, name in sides]  # type: ignore[attr-defined]


class EndForm(Form):
    why = LongTextField(
        label=_("Why does it end now?"),
        help_text=_("Everybody who may see agreements can read it. Nothing about a victim, an offender or a case."),
        rows=3,
        max_length=500,
        missing=_("Write why it ends"),
    )


class GiveUpForm(Form):
    why = LongTextField(
        label=_("Why is it given up?"),
        help_text=_("Everybody who may see agreements can read it. Nothing about a victim, an offender or a case."),
        rows=3,
        max_length=500,
        missing=_("Write why"),
    )


class ReviewedForm(Form):
    next_on = DateField(label=_("When is it looked at again?"), earliest=clock.today, missing=_("Enter the day"))


class OnDayForm(Form):
    on = DateField(label=_("For another day"), missing=_("Enter a day"))
