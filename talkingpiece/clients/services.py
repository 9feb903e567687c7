from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from talkingpiece.accounts.models import User
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import add_user, give_role, write_departure
from talkingpiece.agreements.models import Agreement
from talkingpiece.audit.services import record, record_sign_in
from talkingpiece.clients.gates import blockers_to_register, facts_for_register
from talkingpiece.clients.models import AccessToken, Client, Secret, SentOnce
from talkingpiece.clients.queries import OVERLAP, TOKEN_LASTS, client_named, living_secrets
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_signing_secret, new_token, token_digest
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import destroy_data_key, make_data_key


@dataclass(frozen=True)
class Shown:
    """Said once, to whoever registers the system; nobody can show it again."""

    client: Client
    secret: str
    signing: str


class NotLetIn(Exception):
    """A system that is not known here, revoked, or with another secret: which of these, nobody is told."""


class OtherMessage(Exception):
    """The same key came with something else before."""


@transaction.atomic
def register_client(
    *, agreement_id: UUID, name: str, contact: str, purposes: Iterable[str], by: User, at: datetime
) -> Shown:
    """Raises Blocked if the agreement opens nothing now, IllegalTransition for a purpose that is not in it."""
    agreement = Agreement.objects.select_related("area", "agency").get(pk=agreement_id)
    require_open(blockers_to_register(facts_for_register(agreement, at)))
    wanted = list(dict.fromkeys(purposes))
    _require_covered(agreement, wanted)
    pk = uuid4()
    user = add_user(
        email=f"{pk.hex}@system.invalid",
        name=f"{name}, {agreement.agency.name}"[:120],
        agency=agreement.agency,
        machine=True,
        at=at,
    )
    give_role(user=user, area=agreement.area, role=Role.AGENCY_SYSTEM, by=by, at=at)
    client = Client.objects.create(
        pk=pk,
        area=agreement.area,
        agency=agreement.agency,
        agreement=agreement,
        user=user,
        name=name,
        contact=contact,
        purposes=wanted,
        registered_at=at,
        registered_by=by,
    )
    _record("client.registered", client, by, at, agreement=str(agreement.pk), purposes=wanted)
    return _new_secret(client, by, at)


@transaction.atomic
def renew_secret(*, client_id: UUID, at_once: bool, by: User, at: datetime) -> Shown:
    """A new pair of secrets. Those before go on for a while, so that nothing stops; `at_once`: they end now, and every
    token that was had by them."""
    client = _locked(client_id)
    _require_live(client)
    ends_at = at if at_once else at + OVERLAP
    for old in living_secrets(client, at):
        old.ends_at = min(old.ends_at or ends_at, ends_at)
        old.save(update_fields=["ends_at"])
    _record("client.secret_renewed", client, by, at, at_once=at_once)
    return _new_secret(client, by, at)


@transaction.atomic
def bind_client(*, client_id: UUID, agreement_id: UUID, by: User, at: datetime) -> Client:
    """It works under another agreement with the same agency: the one that followed. What that is not for, it may no
    longer do. Raises Blocked."""
    client = _locked(client_id)
    _require_live(client)
    agreement = Agreement.objects.get(pk=agreement_id, area_id=client.area_id, agency_id=client.agency_id)
    require_open(blockers_to_register(facts_for_register(agreement, at)))
    client.agreement = agreement
    client.purposes = [one for one in client.purposes if one in agreement.purposes]
    client.save(update_fields=["agreement", "purposes"])
    _record("client.bound", client, by, at, agreement=str(agreement.pk), purposes=client.purposes)
    return client


@transaction.atomic
def revoke_client(*, client_id: UUID, why: str, by: User, at: datetime) -> Client:
    """Closed from its next request on, for good. Twice is once."""
    client = _locked(client_id)
    if client.revoked_at is None:
        client.revoked_at, client.revoked_by, client.revoked_why = at, by, why
        client.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
        for secret in living_secrets(client, at):
            secret.ends_at = at
            secret.save(update_fields=["ends_at"])
        write_departure(user=client.user, by=by, at=at)
        _record("client.revoked", client, by, at)
    return client


@transaction.atomic
def give_token(*, public_id: str, secret: str, area_id: UUID, at: datetime) -> tuple[Client, str] | None:
    """A token for whoever has the secret; None, and an entry of the trail, for anybody else."""
    client = client_named(public_id)
    known = living_secrets(client, at) if client is not None else []
    found = next((one for one in known if secrets.compare_digest(one.digest, token_digest(secret))), None)
    if client is None or found is None:
        record_sign_in("client.not_let_in", by=None, area_id=area_id)
        return None
    token = f"{client.area.slug}.{new_token()}"
    made = AccessToken.objects.create(
        area_id=client.area_id,
        client=client,
        secret=found,
        digest=token_digest(token),
        made_at=at,
        ends_at=at + TOKEN_LASTS,
    )
    record_sign_in("client.let_in", by=client.user, area_id=client.area_id, detail={"token": str(made.pk)})
    return client, token


@transaction.atomic
def begin_once(*, client: Client, key: str, message: bytes, at: datetime) -> tuple[SentOnce, bool]:
    """The message under this key, and whether it is new: one that came before, also a moment ago in another request,
    has its answer with it. Raises OtherMessage."""
    key_digest, message_digest = token_digest(key), sha256(message).hexdigest()
    mine = SentOnce.objects.filter(client=client, key_digest=key_digest)
    if (earlier := mine.first()) is None:
        try:
            with transaction.atomic():
                return (
                    SentOnce.objects.create(
                        area_id=client.area_id,
                        key=make_data_key(client.area_id),
                        client=client,
                        key_digest=key_digest,
                        message_digest=message_digest,
                        made_at=at,
                    ),
                    True,
                )
        except IntegrityError:  # it waited for the other one, which has answered by now
            earlier = mine.get()
    if earlier.message_digest != message_digest:
        raise OtherMessage
    return earlier, False


def keep_answer(*, sent: SentOnce, status: int, answer: str) -> None:
    sent.status, sent.answer = status, answer
    sent.save(update_fields=["status", "answer"])


def forget_once(*, sent: SentOnce, at: datetime) -> None:
    """It did nothing, so it may be sent again under the same key."""
    sent.delete()
    destroy_data_key(sent.key_id, at=at)


@transaction.atomic
def forget_old(*, area_id: UUID, before: datetime, at: datetime) -> None:
    """Answers that nobody asks for again, and tokens that open nothing."""
    for sent in SentOnce.objects.filter(area_id=area_id, made_at__lt=before):
        forget_once(sent=sent, at=at)
    AccessToken.objects.filter(area_id=area_id, ends_at__lt=before).delete()


def _new_secret(client: Client, by: User, at: datetime) -> Shown:
    secret = new_token()
    signing = new_signing_secret()
    Secret(
        area_id=client.area_id,
        key=make_data_key(client.area_id),
        client=client,
        digest=token_digest(secret),
        signing=signing,
        made_at=at,
        made_by=by,
    ).save()
    return Shown(client, secret, signing)


def _require_covered(agreement: Agreement, purposes: list[str]) -> None:
    if beyond := set(purposes) - set(agreement.purposes):
        raise IllegalTransition(sorted(beyond)[0], "registered")


def _require_live(client: Client) -> None:
    if client.revoked_at is not None:
        raise IllegalTransition("revoked", "changed")


def _locked(client_id: UUID) -> Client:
    return (
        Client.objects.select_for_update(no_key=True, of=("self",))
        .select_related("user", "area", "agreement")
        .get(pk=client_id)
    )


def _record(name: str, client: Client, by: User, at: datetime, **detail: object) -> None:
    record(name, by=by, about=client, at=at, side=Side.SERVICE, detail=detail)
