"""Somebody in an agency refers a person: one page, five minutes. Validates, never saves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Field
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import OffenceCategory, VictimAs
from talkingpiece.core import clock
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.agency_profile import FirstContactRule, Question
from talkingpiece.referrals.agency_queries import Standing
from talkingpiece.referrals.forms.agency_choices import ANSWERED, HOPES, HOW, MAY_KNOW, SAFE_NOW, STAGES, WAYS
from talkingpiece.referrals.forms.contact import NONE, ContactForm
from talkingpiece.referrals.forms.questions import answers_from, as_typed
from talkingpiece.referrals.services import Answers
from talkingpiece.referrals.services.agency_sending import FromAgency
from talkingpiece.referrals.states import CaseStage, ContactBy, MayKnow
from talkingpiece.ui.forms import (
    BoundField,
    CheckboxesField,
    DateField,
    EmailField,
    LongTextField,
    PhoneField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    YesNoField,
)

YES, NOT_YET, RULE = "yes", "not_yet", "rule"
# Under "they know and agreed".
_OF_YES = ("agreed_on", "agreed_how", "agreed_words", "asked_for_it", "may_know")


class AgencyForm(ContactForm):
    knows = RadioField(
        label=_("Do they know that you refer them, and do they agree that we contact them?"),
        choices=[(YES, _("Yes, they know and agreed")), (NOT_YET, _("Not yet"))],
        missing=_("Say whether they know and agreed"),
    )
    agreed_on = DateField(label=_("When did they say so?"), latest=clock.today)
    agreed_how = RadioField(label=_("How did they say so?"), choices=HOW, small=True)
    agreed_words = TextField(label=_("Anything that we should know about what they said?"), required=False)
    asked_for_it = YesNoField(label=_("Did they ask for this themselves?"), no=_("No, we told them of it"))
    may_know = RadioField(
        label=_("What may you hear from us later?"),
        help_text=_("Ask them. They can change it on any day."),
        choices=MAY_KNOW,
        small=True,
    )
    called = TextField(
        label=_("What should we call them?"),
        help_text=_("The name that they like to be called by. A first name is enough."),
        missing=_("Enter the name that they like to be called by"),
        max_length=80,
        width="20",
    )
    full_name = TextField(
        label=_("Their full name"), help_text=_("If they agree."), max_length=120, width="30", required=False
    )
    birth_date = DateField(label=_("Their date of birth"), latest=clock.today, required=False)
    victim_as = SelectField(label=_("They were"), choices=VictimAs.choices, initial=VictimAs.DIRECT)
    language = TextField(label=_("Which language do they like to speak?"), max_length=40, width="20", required=False)
    interpreter = TickField(label=_("They would like an interpreter"), required=False)
    access_needs = LongTextField(
        label=_("Is there anything that makes talking easier for them?"),
        help_text=_("For example, large print, no stairs, short calls, or somebody beside them."),
        rows=2,
        required=False,
    )
    safe = CheckboxesField(
        label=_("Which ways of reaching them are safe?"),
        help_text=_("Tick only what they told you is safe. We use nothing else."),
        choices=WAYS,
        exclusive=NONE,
        missing=_("Choose at least one way, or “None”"),
    )
    call_number = PhoneField(label=_("Which number may we call?"), required=False)
    call_note = TextField(
        label=_("Anything else about when or how?"),
        help_text=_("For example, never on a Friday. We read this before every call"),
        required=False,
    )
    answered = RadioField(
        label=_("What if someone else answers?"),
        choices=ANSWERED,
        initial=IfAnswered.RING_OFF,
        required=False,
        small=True,
    )
    email = EmailField(label=_("Which email address? Only if nobody else reads it"), required=False)
    conceal_from = LongTextField(
        label=_("Is there anybody who must not know?"),
        help_text=_("For example, a partner who looks at their phone."),
        rows=2,
        required=False,
    )
    safe_now = RadioField(
        label=_("Are they safe now, as far as you know?"),
        help_text=_("Nobody watches this page. If a life is in danger, call 999 first."),
        choices=SAFE_NOW,
        inline=True,
        missing=_("Say whether they are safe now, or that you are not sure"),
    )
    what_happened = LongTextField(
        label=_("What happened, in one line"),
        help_text=_("Only what they are happy for us to read. They need not tell it twice."),
        max_length=2000,
        rows=2,
        required=False,
    )
    category = SelectField(
        label=_("What kind of harm was it?"), choices=OffenceCategory.choices, initial=OffenceCategory.UNKNOWN
    )
    stage = RadioField(
        label=_("How far did it get with the police and the courts?"),
        choices=STAGES,
        initial=CaseStage.NOT_KNOWN,
        small=True,
        required=False,
    )
    crime_reference = TextField(label=_("Crime reference"), max_length=60, width="20", required=False)
    offender_name = TextField(
        label=_("The name of the person who did it"),
        help_text=_("As far as our agreement lets you tell us."),
        max_length=120,
        width="30",
        required=False,
    )
    about_offender = LongTextField(
        label=_("What else may you tell us about that person?"),
        help_text=_("For example, the sentence, the release date, or how they knew each other."),
        rows=2,
        required=False,
    )
    support = LongTextField(
        label=_("Who supports them already?"),
        help_text=_("For example, you, a counsellor, or family. And until when."),
        rows=2,
        required=False,
    )
    hopes = CheckboxesField(label=_("What do they hope for?"), choices=HOPES, small=True, required=False)
    hope_words = LongTextField(label=_("In their own words"), rows=2, required=False)
    referrer_name = TextField(
        label=_("Your name and your role"),
        help_text=_("For example: Jo Marsh, family liaison officer."),
        missing=_("Enter your name and your role"),
        max_length=160,
        width="30",
    )
    referrer_reach = TextField(
        label=_("How do we reach you?"),
        help_text=_("Your work telephone or email. We ask you only what we need to know about this referral."),
        missing=_("Enter how we reach you"),
        max_length=160,
        width="30",
    )

    # Also the order in which slips are listed above the page.
    field_order = [
        "knows",
        *_OF_YES,
        "called",
        "full_name",
        "birth_date",
        "victim_as",
        "language",
        "interpreter",
        "access_needs",
        "safe",
        "call_number",
        "call_days",
        "call_from",
        "call_to",
        "call_note",
        "answered",
        "voicemail_number",
        "text_number",
        "email",
        "post_address",
        "conceal_from",
        "safe_now",
        "what_happened",
        "category",
        "stage",
        "crime_reference",
        "offender_name",
        "about_offender",
        "support",
        "hopes",
        "hope_words",
    ]
    reveals = {**ContactForm.reveals, "knows": {YES: _OF_YES}}
    required_if_revealed = {
        **ContactForm.required_if_revealed,
        "agreed_on": _("Enter the day on which they said so"),
        "agreed_how": _("Choose how they said so"),
        "asked_for_it": _("Say whether they asked for this themselves"),
        "may_know": _("Choose what you may hear, or “Nothing more”"),
    }

    def __init__(self, *args: Any, standing: Standing, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.questions = standing.kind_rule.questions if standing.kind_rule else ()
        if standing.kind_rule:
            self.fields["may_know"].initial = standing.kind_rule.told_by_default
        if standing.rule:
            self._offer_rule(standing.rule)
        if not standing.may_name_offender:
            del self.fields["offender_name"], self.fields["about_offender"]
        if signed_in:
            del self.fields["referrer_name"]
        for question in self.questions:
            self.fields[_name(question)] = _field(question)

    def _offer_rule(self, rule: FirstContactRule) -> None:
        field: Any = self.fields["knows"]
        says = _("Not yet. Our agreement says that we ask them first")
        if rule.by == ContactBy.AGENCY:
            says = _("Not yet. Our agreement says that my organisation asks them first")
        field.choices = [*field.choices, (RULE, says)]

    @property
    def posted_names(self) -> set[str]:
        """The names under which a browser sends this form: a date has one for each of its parts."""
        return {
            f"{name}_{part}" if part else name
            for name, field in self.fields.items()
            for part in getattr(field.widget, "names", ("",))
        }

    @property
    def extra(self) -> list[BoundField]:
        """What only this kind of agency is asked."""
        found = [self[_name(question)] for question in self.questions]
        return [field for field in found if isinstance(field, BoundField)]

    def answers(self) -> Answers:
        return answers_from(self.cleaned_data)

    def said(self) -> FromAgency:
        data = self.cleaned_data
        return FromAgency(
            knows=data["knows"],
            reach=data["referrer_reach"],
            words=data.get("referrer_name", ""),
            agreed_on=data["agreed_on"],
            agreed_how=data["agreed_how"],
            agreed_words=data["agreed_words"],
            asked_by_victim=bool(data["asked_for_it"]),
            may_know=data["may_know"] or MayKnow.NOTHING,
            answers=self._extra_answers(data),
        )

    def _extra_answers(self, data: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Kept as message ids, so that they read well in whichever language they are read."""
        return tuple((q.label, said) for q in self.questions if (said := _said(q, data.get(_name(q)))))


def _name(question: Question) -> str:
    return f"asked_{question.code}"


def _field(question: Question) -> Field:
    words: dict[str, Any] = {"label": gettext(question.label), "required": False}
    words["help_text"] = gettext(question.hint) if question.hint else ""
    if question.kind == "yes_no":
        return YesNoField(**words)
    if question.kind == "choice":
        choices = [(choice, gettext(choice)) for choice in question.choices]
        return RadioField(**words, choices=choices, small=True)
    return LongTextField(**words, rows=2, max_length=2000)


def _said(question: Question, value: Any) -> str:
    if question.kind == "yes_no":
        return "" if value is None else "Yes" if value else "No"
    return str(value or "")


def checked_form(typed: Mapping[str, list[str]], *, standing: Standing, signed_in: bool) -> AgencyForm:
    """The form as it was last typed, with whatever is wrong in it."""
    return AgencyForm(data=as_typed(typed), standing=standing, signed_in=signed_in)


def quiet_form(typed: Mapping[str, list[str]], *, standing: Standing, signed_in: bool) -> AgencyForm:
    """The form as it was last typed, before anybody finds something wrong in it. With nothing typed yet: empty."""
    if not typed:
        return AgencyForm(standing=standing, signed_in=signed_in)
    kept = checked_form(typed, standing=standing, signed_in=signed_in)
    return AgencyForm(initial={field.name: field.value() for field in kept}, standing=standing, signed_in=signed_in)
