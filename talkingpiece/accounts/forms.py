from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.factors import confirms
from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import ROLES, Role
from talkingpiece.ui.forms import EmailField, Form, RadioField, TextField


def _password(label: Any, *, missing: Any, kind: str, hint: Any = "") -> TextField:
    return TextField(
        label=label, missing=missing, help_text=hint, max_length=200, autocomplete=kind, widget=forms.PasswordInput()
    )


class SignInForm(Form):
    email = EmailField(label=_("Email address"), missing=_("Enter your email address"), autocomplete="username")
    password = _password(_("Password"), missing=_("Enter your password"), kind="current-password")


class PasswordProofForm(Form):
    password = _password(_("Your password"), missing=_("Enter your password"), kind="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        typed = str(self.cleaned_data["password"])
        if authenticate(None, username=self._user.email, password=typed) != self._user:
            raise forms.ValidationError(_("That is not your password. Check it and try again."))
        return typed


class CodeForm(Form):
    code = TextField(
        label=_("The code from your app"),
        help_text=_("6 digits. Without your phone, use one of your recovery codes: each works once"),
        missing=_("Enter the code"),
        max_length=40,
        width="10",
        autocomplete="one-time-code",
    )


class AddAppForm(Form):
    code = TextField(
        label=_("The code that the app shows now"),
        missing=_("Enter the 6 digits that the app shows"),
        max_length=40,
        width="10",
        autocomplete="one-time-code",
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._secret = secret

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        if not confirms(self._secret, typed):
            raise forms.ValidationError(_("That code is not right. Enter the one that the app shows now."))
        return typed


class AddPasskeyForm(Form):
    name = TextField(
        label=_("What will you call it?"),
        help_text=_("So that you know it again. For example: work laptop, or blue key"),
        missing=_("Give it a name"),
        max_length=60,
        width="20",
    )


class NewPasswordForm(Form):
    password = _password(
        _("New password"),
        missing=_("Choose a password"),
        hint=_("At least 15 characters. Three or four words that you do not find together elsewhere are good"),
        kind="new-password",
    )
    again = _password(_("The same once more"), missing=_("Enter the new password once more"), kind="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        typed = str(self.cleaned_data["password"])
        try:
            password_validation.validate_password(typed, self._user)
        except forms.ValidationError as weak:
            raise forms.ValidationError([_plain(error) for error in weak.error_list]) from None
        return typed

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        typed, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if typed and again and typed != again:
            self.add_error("again", _("The two are not the same. Enter the new password once more"))
        return cleaned


def _plain(error: forms.ValidationError) -> Any:
    if error.code == "password_too_short":
        return _("Use at least 15 characters")
    if error.code == "password_too_common":
        return _("Too many people use that password. Choose another")
    return error


class InviteForm(Form):
    name = TextField(label=_("Their name"), missing=_("Enter their name"), max_length=120, width="20")
    email = EmailField(label=_("Their email address at work"), missing=_("Enter their email address"))
    job = TextField(label=_("What they do, in a few words"), max_length=120, required=False)

    def clean_email(self) -> str:
        typed = str(self.cleaned_data["email"]).strip().lower()
        if User.objects.filter(email__iexact=typed).exists():
            raise forms.ValidationError(_("Somebody has an account with that address already. Propose a role for them"))
        return typed


class ProposeRoleForm(Form):
    role = RadioField(label=_("Which role?"), choices=[], missing=_("Choose a role"))
    why = TextField(
        label=_("Why do they need it?"),
        help_text=_("Whoever agrees to it reads this. For example: takes over from Ruth in May"),
        missing=_("Write why they need it"),
        max_length=300,
    )

    def __init__(self, *args: Any, agency: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, RadioField)
        offered = [role for role in Role if ROLES[role].agency == agency and not ROLES[role].machine]
        field.choices = [(role.value, role.label) for role in offered]
        field.hints = {role.value: ROLES[role].description for role in offered}


class ResetForm(Form):
    why = TextField(
        label=_("What happened, and how do you know that it is them?"),
        help_text=_("For example: phone stolen on the train; she stands here, I have known her for years"),
        missing=_("Write what happened, and how you know that it is them"),
        max_length=300,
    )


class DecideChangeForm(Form):
    answer = RadioField(
        label=_("What do you say?"),
        choices=[("yes", _("I agree")), ("no", _("No"))],
        missing=_("Choose one"),
    )
