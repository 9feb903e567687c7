"""Words that somebody may write freely lie sealed; what lies in clear and is long is named here, with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models

from talkingpiece.protection.classes import ENCRYPTED_CLASSES, DataClass
from talkingpiece.protection.sealed import our_models
from talkingpiece.protection.tags import tag_of

# As long as a sentence: shorter ones hold codes, references and digests.
SENTENCE = 60
# Never a field of a class that is encrypted.
IN_CLEAR = {
    "accounts.User.email": "whom an account is of, a worker's or an agency's",
    "accounts.User.name": "as above; shown in every list of who does what",
    "accounts.User.job": "as above",
    "accounts.KeptForm.path": "the address of a page: references and random ids",
    "accounts.Submission.who": "a random id of a user or a session",
    "accounts.Submission.outcome": "the address to which a form led",
    "agreements.Agreement.title": "an agreement between organisations, that either may show to anybody",
    "agreements.Agreement.purpose": "as above",
    "agreements.Agreement.terms": "as above: its words, as both parties sign them",
    "agreements.Agreement.sent_back_words": "what should be changed in those words",
    "agreements.Agreement.ended_why": "between organisations; everybody who sees agreements reads it, as its form says",
    "agreements.Agreement.given_up_why": "as above",
    "agreements.Signature.name": "whoever signed for an organisation, as the document shows",
    "agreements.Signature.job": "as above",
    "outbox.Endpoint.url": "where a system of an organisation listens, as that organisation says",
    "areas.Area.name": "on the public door",
    "areas.Area.phone_hours": "on the public door",
    "areas.Agency.name": "an organisation",
    "areas.ProfileVersion.differences": "how an area works, checked against its sections",
    "clients.Client.contact": "who looks after a program in an agency: a team, a work telephone",
    "clients.Client.revoked_why": "between organisations; whoever sees systems reads it, as its form says",
    "offender_management.DigestSent.of": "a mark",
    "offender_management.WaitingEvent.name": "a digest",
    "training.Assessed.levels": "keys of a rubric, each with one of three levels",
    "training.Course.title": "what a course is called, for those who learn in it",
    "training.Session.place": "where they meet",
    "training.ModuleAdapted.words": "what an area hands out to those whom it trains, as its form says",
    "staffing.Facilitator.languages": "in which a worker can work",
    "staffing.Facilitator.hours": "when a worker can work",
    "staffing.Outlook.grounds": "numbers, each with its key",
    "staffing.Outlook.outcomes": "numbers, each with its key",
    "staffing.Facilitator.why": "why a worker does this; colleagues read it, as its form says",
    "documents.PreparedFile.export": "a code",
    "documents.PreparedFile.file_name": "a name that says nothing: part of its declaration",
    "audit.Event.name": "a code",
    "audit.Event.about_type": "a model's name",
    "audit.Event.basis": "a code",
    "audit.Event.detail": "codes, ids and digests; the field matrix searches every entry that a page writes",
    "audit.ChangeSet.errand": "the name of a page, a job or a command",
    "audit.ChangeSet.db_role": "a database role",
    "audit.RowChange.of_table": "a table",
    "audit.RowChange.changed": "columns",
    "audit.RowChange.old": "as it lay in its row: what was sealed stays sealed",
}


def may_hold_words(field: models.Field[Any, Any]) -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    if isinstance(inner, models.JSONField):
        return True
    if inner.choices or not isinstance(inner, models.CharField | models.TextField):
        return False
    is_digest = inner.max_length == 64 and field.name.endswith(("digest", "sha256"))
    return not is_digest and (inner.max_length is None or inner.max_length > SENTENCE)


def in_clear() -> dict[str, DataClass]:
    """Every column in which words could lie in clear. What is a key lies there hashed, or sealed by the root key."""
    fields = [field for model in our_models() for field in model._meta.concrete_fields if may_hold_words(field)]
    found = {f"{field.model._meta.label}.{field.name}": tag_of(field).data_class for field in fields}
    return {name: data_class for name, data_class in found.items() if data_class is not DataClass.K}


def test_whatever_may_hold_words_is_sealed_or_named_here() -> None:
    assert set(in_clear()) == set(IN_CLEAR)


def test_nothing_of_a_protected_class_lies_in_clear() -> None:
    assert {name for name, data_class in in_clear().items() if data_class in ENCRYPTED_CLASSES} == set()


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        (models.TextField(), True),
        (models.CharField(max_length=61), True),
        (models.JSONField(), True),
        (ArrayField(models.CharField(max_length=200)), True),
        (models.CharField(max_length=60), False),
        (models.CharField(max_length=61, choices=[("a", "A")]), False),
        (models.BinaryField(), False),
    ],
    ids=lambda one: type(one).__name__,
)
def test_a_column_for_words_is_known_by_its_kind(field: models.Field[Any, Any], holds: bool) -> None:
    field.set_attributes_from_name("words")
    assert may_hold_words(field) is holds
