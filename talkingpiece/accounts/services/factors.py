"""How somebody signs in, changed by themselves. Each change ends every session of the account: the view that made it
keeps its own (`sessions.keep_only_this`)."""

from __future__ import annotations

from django.db import transaction

from talkingpiece.accounts import factors
from talkingpiece.accounts.factors import Proof
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import areas_of
from talkingpiece.audit.services import record_sign_in
from talkingpiece.core import clock


def _record(name: str, user: User, **detail: str) -> None:
    for area_id in areas_of(user, clock.now()):
        record_sign_in(name, by=user, area_id=area_id, detail=detail)


def end_all_sessions(*, user: User) -> None:
    """Every session of the account is over with its next request: each carries a seal over this number."""
    user.session_round += 1
    user.save(update_fields=["session_round"])


@transaction.atomic
def add_app(*, user: User, secret: str) -> None:
    factors.write_app(user, secret)
    _record("account.factor_added", user, factor=Proof.APP)
    end_all_sessions(user=user)


@transaction.atomic
def add_passkey(*, user: User, name: str, answer: str) -> bool:
    if not factors.write_passkey(user, name, answer):
        return False
    _record("account.factor_added", user, factor=Proof.PASSKEY)
    end_all_sessions(user=user)
    return True


@transaction.atomic
def remove_factor(*, user: User, kind: Proof, passkey_id: int = 0) -> bool:
    """The last one stays: without it they could not sign in any more."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if factors.factors_of(user).only_one or not factors.drop_factor(user, kind, passkey_id):
        return False
    _record("account.factor_removed", user, factor=kind)
    end_all_sessions(user=user)
    return True


@transaction.atomic
def renew_codes(*, user: User) -> list[str]:
    codes = factors.write_codes(user)
    _record("account.recovery_codes_made", user)
    return codes


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    _record("account.password_changed", user)
