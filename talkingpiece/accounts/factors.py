"""Second factors, as the rest of this room knows them. The one module that touches the insides of allauth."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from talkingpiece.accounts.models import User

_SECRET_KEY = "tp_app_secret"
_TYPE = Authenticator.Type


class Proof(StrEnum):
    """How somebody showed that it is them."""

    DEMO = "demo"
    PASSWORD = "password"
    APP = "app"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    app: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        return self.app or bool(self.passkeys)

    @property
    def only_one(self) -> bool:
        return self.app + len(self.passkeys) == 1


def factors_of(user: User) -> Factors:
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at"))
    keys = [
        Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at)
        for one in found
        if one.type == _TYPE.WEBAUTHN
    ]
    codes = next((one.wrap() for one in found if one.type == _TYPE.RECOVERY_CODES), None)
    return Factors(
        app=any(one.type == _TYPE.TOTP for one in found),
        passkeys=tuple(keys),
        codes_left=len(codes.get_unused_codes()) if codes else 0,
    )


def check_code(user: User, code: str) -> Proof | None:
    """A code of their app, or a recovery code. Either counts once."""
    typed = "".join(code.split())
    for one in Authenticator.objects.filter(user_id=user.pk, type__in=[_TYPE.TOTP, _TYPE.RECOVERY_CODES]):
        if one.wrap().validate_code(typed):
            one.record_usage()
            return Proof.APP if one.type == _TYPE.TOTP else Proof.RECOVERY_CODE
    return None


@dataclass(frozen=True)
class AppToAdd:
    secret: str
    picture: str  # the address of an image that an app can scan


def app_to_add(request: HttpRequest, user: User) -> AppToAdd:
    """The same secret until it is confirmed, so that a reload shows the picture that was scanned already."""
    adapter = get_adapter()
    sealed = request.session.get(_SECRET_KEY)
    secret = adapter.decrypt(sealed) if sealed else generate_totp_secret()
    if not sealed:
        request.session[_SECRET_KEY] = adapter.encrypt(secret)
    drawn = adapter.build_totp_svg(adapter.build_totp_url(user, secret))
    return AppToAdd(secret, "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode())


def confirms(secret: str, code: str) -> bool:
    return bool(validate_totp_code(secret, "".join(code.split())))


def forget_app_to_add(request: HttpRequest) -> None:
    request.session.pop(_SECRET_KEY, None)


def write_app(user: User, secret: str) -> None:
    Authenticator.objects.filter(user_id=user.pk, type=_TYPE.TOTP).delete()
    TOTP.activate(user, secret)


def passkey_to_add(user: User) -> str:
    """What the browser's `navigator.credentials.create` is given, as JSON."""
    return json.dumps(webauthn.begin_registration(user, True))


def write_passkey(user: User, name: str, answer: str) -> bool:
    """False if the browser's answer is not the one to our question."""
    try:
        credential = json.loads(answer)
        webauthn.parse_registration_response(credential)
        webauthn.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    webauthn.WebAuthn.add(user, name, credential)
    return True


def passkey_question(user: User | None = None) -> str:
    """What `navigator.credentials.get` is given. Without a user: any passkey of ours, which then says whose it is."""
    return json.dumps(webauthn.begin_authentication(user))


def owner_of_passkey(answer: str, user: User | None = None) -> User | None:
    """Whoever answered our question with their passkey; only this user, if one is given."""
    try:
        response: dict[str, Any] = json.loads(answer)
        webauthn.parse_authentication_response(response)
        owner = user or webauthn.extract_user_from_response(response)
        used = webauthn.complete_authentication(owner, response)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    used.record_usage()
    return owner if isinstance(owner, User) else None


def write_codes(user: User) -> list[str]:
    """New recovery codes; those before them count no more."""
    Authenticator.objects.filter(user_id=user.pk, type=_TYPE.RECOVERY_CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    return codes


def drop_factor(user: User, kind: Proof, passkey_id: int = 0) -> int:
    found = Authenticator.objects.filter(user_id=user.pk)
    found = found.filter(type=_TYPE.TOTP) if kind is Proof.APP else found.filter(type=_TYPE.WEBAUTHN, pk=passkey_id)
    dropped: int = found.delete()[0]
    return dropped


def drop_all(user: User) -> None:
    Authenticator.objects.filter(user_id=user.pk).delete()
