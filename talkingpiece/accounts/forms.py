from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.factors import confirms
from talkingpiece.accounts.models import User
from talkingpiece.ui.forms import EmailField, Form, TextField


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
