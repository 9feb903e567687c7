from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _

from talkingpiece.accounts.models import User
from talkingpiece.ui.forms import EmailField, Form, TextField


class SignInForm(Form):
    email = EmailField(label=_("Email address"), missing=_("Enter your email address"), autocomplete="username")
    password = TextField(
        label=_("Password"),
        missing=_("Enter your password"),
        max_length=200,
        autocomplete="current-password",
        widget=forms.PasswordInput(),
    )


class PasswordProofForm(Form):
    password = TextField(
        label=_("Your password"),
        missing=_("Enter your password"),
        max_length=200,
        autocomplete="current-password",
        widget=forms.PasswordInput(),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_password(self) -> str:
        typed = str(self.cleaned_data["password"])
        if authenticate(None, username=self._user.email, password=typed) != self._user:
            raise forms.ValidationError(_("That is not your password. Check it and try again."))
        return typed
