from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
