from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from talkingpiece.accounts.models import User
from talkingpiece.agreements.models import Agreement
from talkingpiece.audit.services import record
from talkingpiece.core.blockers import require_open
from talkingpiece.core.links import new_signing_secret
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.outbox.addresses import read
from talkingpiece.outbox.checks import Sight, sights
from talkingpiece.outbox.gates import blockers_to_add, blockers_to_resend, facts_for_add
from talkingpiece.outbox.models import Delivery, Endpoint, Event, LastSeen, Touched
from talkingpiece.outbox.queries import has_agreement, living_endpoints
from talkingpiece.outbox.states import OVERLAP, Kind, State
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import make_data_key


def announce(
    *,
    kind: Kind,
    area_id: UUID,
    agency_id: UUID,
    case_id: UUID,
    responsible_id: UUID,
    person_id: UUID,
    subject_id: UUID,
    at: datetime,
) -> Event | None:
    """There is something new for this agency. Called in the transaction of the act that made it visible: what is
    undone is not announced. Whether it may be told is asked when it is sent. None without any agreement in force."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("Nothing is announced outside the transaction of its act.")
    if not has_agreement(area_id, agency_id, at):
        return None
    event = Event.objects.create(
        area_id=area_id,
        agency_id=agency_id,
        kind=kind,
        case_id=case_id,
        responsible_id=responsible_id,
        person_id=person_id,
        subject_id=subject_id,
        happened_at=at,
    )
    Delivery.objects.bulk_create(
        Delivery(area_id=area_id, endpoint=endpoint, event=event, next_at=at)
        for endpoint in living_endpoints(area_id, agency_id)
    )
    return event


def note_act(*, area_id: UUID, case_id: UUID, at: datetime) -> None:
    """Somebody does something with this case: afterwards it is compared what agencies see of it. Until this
    transaction ends, nobody compares."""
    Touched.objects.bulk_create(
        [Touched(area_id=area_id, case_id=case_id, at=at)],
        update_conflicts=True,
        unique_fields=["case_id"],
        update_fields=["at"],
    )


@transaction.atomic
def compare(*, area_id: UUID, case_id: UUID, at: datetime) -> None:
    """What each agency sees of this case against what it was last told of: the difference is announced.

    What it no longer sees of somebody of whom it may not know any more is not: the word itself would be about them.
    """
    before = {(row.agency_id, row.responsible_id): row for row in LastSeen.objects.filter(case_id=case_id)}
    now = {(one.agency_id, one.responsible_id): one for one in sights(case_id, at) if one.known}
    for key, row in before.items():
        if key not in now:
            row.delete()
    for key, sight in now.items():
        known = before.get(key)
        told = _differences(sight, known.facts if known else None)
        if told:
            _remember(area_id, case_id, sight, known, at)
        for kind, subject_id in told:
            announce(
                kind=kind,
                area_id=area_id,
                agency_id=sight.agency_id,
                case_id=case_id,
                responsible_id=sight.responsible_id,
                person_id=sight.person_id,
                subject_id=subject_id,
                at=at,
            )


def _differences(sight: Sight, before: dict[str, str] | None) -> list[tuple[Kind, UUID]]:
    """Each once, in the order in which they are seen."""
    if before is None:
        return [(Kind.OFFENDER_KNOWN, sight.responsible_id)]
    found = [
        ((one.new or one.changed) if key not in before else one.changed, one.subject_id)
        for key, one in sight.facts.items()
        if before.get(key) != one.digest
    ]
    if set(before) - set(sight.facts):
        found.append((Kind.OFFENDER_CHANGED, sight.responsible_id))
    return list(dict.fromkeys(found))


def _remember(area_id: UUID, case_id: UUID, sight: Sight, row: LastSeen | None, at: datetime) -> None:
    if row is None:
        row = LastSeen(
            area_id=area_id,
            key_id=Person.objects.values_list("key_id", flat=True).get(pk=sight.person_id),
            agency_id=sight.agency_id,
            case_id=case_id,
            responsible_id=sight.responsible_id,
            person_id=sight.person_id,
        )
    row.facts, row.at = {key: one.digest for key, one in sight.facts.items()}, at
    row.save()


@transaction.atomic
def add_endpoint(*, agreement_id: UUID, name: str, url: str, by: User, at: datetime) -> tuple[Endpoint, str]:
    """Where a system of the agreement's agency is told, and the secret by which it knows us: said this once.

    Raises Blocked, addresses.Refused for an address to which nothing is sent, IllegalTransition for one that is there.
    """
    agreement = Agreement.objects.select_related("agency").get(pk=agreement_id)
    require_open(blockers_to_add(facts_for_add(agreement, at)))
    read(url)
    if any(one.url == url for one in living_endpoints(agreement.area_id, agreement.agency_id)):
        raise IllegalTransition("there", "added")
    secret = new_signing_secret()
    endpoint = Endpoint(
        area_id=agreement.area_id,
        key=make_data_key(agreement.area_id),
        agency=agreement.agency,
        agreement=agreement,
        name=name,
        url=url,
        secret=secret,
        secret_at=at,
        added_at=at,
        added_by=by,
    )
    endpoint.save()
    _record("endpoint.added", endpoint, by, at)
    return endpoint, secret


@transaction.atomic
def rotate_secret(*, endpoint_id: UUID, at_once: bool, by: User, at: datetime) -> tuple[Endpoint, str]:
    """A new secret, said this once. For a week both sign, so that nothing stops; `at_once`: from now on the new one
    alone, since somebody else may know the old one."""
    endpoint = _locked(endpoint_id)
    if not endpoint.is_live:
        raise IllegalTransition("stopped", "changed")
    secret = new_signing_secret()
    endpoint.secret_before, endpoint.before_until = ("", None) if at_once else (endpoint.secret, at + OVERLAP)
    endpoint.secret, endpoint.secret_at = secret, at
    endpoint.save()
    _record("endpoint.secret_renewed", endpoint, by, at)
    return endpoint, secret


@transaction.atomic
def stop_endpoint(*, endpoint_id: UUID, by: User, at: datetime) -> Endpoint:
    """Nothing is sent there any more; what waits is held back when its turn comes. Twice is once."""
    endpoint = _locked(endpoint_id)
    if endpoint.is_live:
        endpoint.stopped_at, endpoint.stopped_by, endpoint.stopped_why = at, by, "person"
        endpoint.save()
        _record("endpoint.stopped", endpoint, by, at)
    return endpoint


@transaction.atomic
def resend(*, delivery_id: UUID, by: User, at: datetime) -> Delivery:
    """What was given up or held back waits again, under the same number. Raises Blocked if it could not be sent now."""
    found = Delivery.objects.select_for_update(no_key=True, of=("self",))
    delivery = found.select_related("endpoint__agreement", "event__agency").get(pk=delivery_id)
    require_open(blockers_to_resend(delivery, at))
    delivery.state, delivery.why, delivery.tries, delivery.next_at = State.QUEUED, "", 0, at
    delivery.status = delivery.settled_at = None
    delivery.resent_by = by
    delivery.save()
    event = delivery.event
    record("event.sent_again", by=by, about=delivery, at=at, side=Side.OFFENDER, case_id=event.case_id)
    return delivery


def _locked(endpoint_id: UUID) -> Endpoint:
    return (
        Endpoint.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agreement", "agency")
        .get(pk=endpoint_id)
    )


def _record(name: str, endpoint: Endpoint, by: User, at: datetime) -> None:
    record(name, by=by, about=endpoint, at=at, side=Side.SERVICE, detail={"agency": str(endpoint.agency_id)})
