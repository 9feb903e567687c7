"""Row history, kept by the database itself: a trigger on every sealed table, whoever writes and however.

Each change of a row leaves one `audit.RowChange`; all that one transaction changed in one area is one
`audit.ChangeSet`, which takes its place in the area's chain when the transaction commits (audit.history_sql). What a
value was before lies there as it lay in its row: a ciphertext stays a ciphertext, under the key of the same person or
case, so that destroying the key erases the history with the row. A plain value of a class that is encrypted elsewhere,
and everything of the keys, is left out: that it changed is kept, and a digest of the new row, not what it was.
"""

from __future__ import annotations

from django.db import models

from talkingpiece.protection.classes import ENCRYPTED_CLASSES, DataClass
from talkingpiece.protection.fields import EncryptedTextField
from talkingpiece.protection.rows import AreaRow
from talkingpiece.protection.tags import tags_of

TRIGGER = "tp_history"

# Sealed tables whose rows leave no history, each with its reason.
NO_HISTORY: dict[str, str] = {
    "people.PersonToken": "search tokens, computed anew from names and ways that have a history",
    "referrals.ReferralToken": "search tokens, as above",
    "referrals.EnquiryToken": "search tokens, as above",
    "referrals.SaidNoToken": "search tokens of nobody who is named anywhere; that they said no has a history",
    "referrals.Draft": "an unfinished form of a stranger, saved at every page; the trail begins when it is sent",
    "referrals.IntakeDraft": "an unfinished form, saved as typed; the trail begins when it is sent",
    "offender_management.WaitingEvent": "for seconds; of strangers nothing is kept, not even that something came",
    "clients.AccessToken": "made every ten minutes; that it was given is an entry of the trail",
    "clients.SentOnce": "what was answered to a message, for a day; the act itself is in the trail",
    "outbox.Place": "a number that the database gives to an event when it is committed",
    "outbox.Touched": "that somebody is still to look at what agencies see of a case; the act itself is in the trail",
    "identification.Pair": "reckoned anew by each run; what a person says of two records has a history",
    "identification.ExtractRow": "written once and deleted whole; counts and digests of both stand on its extract",
    "referrals.CodeAttempt": "a counter of an hour, against machines",
}

# Not sealed, since a sign-in reads them before an area is in sight; who holds a role, and how an area differs,
# has a history all the same.
ALSO_KEPT = frozenset({"accounts.RoleHolding", "areas.ProfileVersion"})

# The function that the triggers call. It writes into tables of `audit`, which are there before the first row is.
KEEP_HISTORY = """
CREATE OR REPLACE FUNCTION tp_keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET timezone = 'UTC' SET bytea_output = 'hex' AS $body$
DECLARE
  pk text := TG_ARGV[0];
  left_out text[] := TG_ARGV[1];
  before jsonb; after jsonb; kept jsonb; names text[] := '{}';
  area uuid; row_pk uuid; known text; set_id uuid; is_new boolean := false;
BEGIN
  IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
  IF TG_OP = 'UPDATE' THEN
    SELECT array_agg(o.key ORDER BY o.key), jsonb_object_agg(o.key, o.value) FILTER (WHERE o.key <> ALL (left_out))
      INTO names, kept FROM jsonb_each(before) o WHERE after -> o.key IS DISTINCT FROM o.value;
    IF names IS NULL THEN RETURN NULL; END IF;
    IF 'area_id' = ANY (names) OR pk = ANY (names) THEN
      RAISE EXCEPTION 'A row never changes its area nor its key.';
    END IF;
  ELSIF TG_OP = 'DELETE' THEN
    kept := before - left_out;
  END IF;
  area := (coalesce(after, before) ->> 'area_id')::uuid;
  row_pk := (coalesce(after, before) ->> pk)::uuid;

  -- The set that this transaction has opened for this area, if it is indeed this transaction's.
  known := current_setting('tp.changeset', true);
  IF starts_with(known, area::text) THEN
    SELECT id INTO set_id FROM audit_changeset
      WHERE id = right(known, 36)::uuid AND xid = pg_current_xact_id()::text::bigint;
  END IF;
  IF set_id IS NULL THEN
    set_id := gen_random_uuid();
    is_new := true;
  END IF;
  INSERT INTO audit_rowchange (changeset_id, area_id, of_table, row_id, op, changed, old, digest)
    VALUES (set_id, area, TG_TABLE_NAME, row_pk, left(TG_OP, 1), names, kept,
            CASE WHEN after IS NULL THEN NULL ELSE sha256(convert_to(after::text, 'UTF8')) END);
  IF is_new THEN
    -- After the change: where constraints are immediate, the set is linked by this very statement.
    PERFORM set_config('tp.changeset', area::text || set_id::text, true);
    INSERT INTO audit_changeset (id, area_id, actor_id, errand, db_role, xid, recorded_at)
      VALUES (set_id, area, NULLIF(current_setting('tp.actor', true), '')::uuid,
              left(coalesce(current_setting('tp.errand', true), ''), 120), session_user,
              pg_current_xact_id()::text::bigint, clock_timestamp());
  END IF;
  RETURN NULL;
END $body$;
"""

REFUSE_TRUNCATE = """
CREATE OR REPLACE FUNCTION tp_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'Rows are deleted one by one: emptying a table would leave no history.'; END $body$;
"""


def keeps_history(model: type[models.Model]) -> bool:
    label = model._meta.label
    sealed = issubclass(model, AreaRow) or model._meta.app_label == "protection"
    return label not in NO_HISTORY and (sealed or label in ALSO_KEPT)


def left_out(model: type[models.Model]) -> list[str]:
    """The columns whose earlier values the history does not hold: plain ones of a class that is encrypted elsewhere,
    but for whose area and row it is; and all that is a key."""
    tags = tags_of(model)
    found = []
    for field in model._meta.concrete_fields:
        if field.attname == "area_id" or field.primary_key:
            continue
        kind = tags[field.name].data_class
        plain = kind in ENCRYPTED_CLASSES and not isinstance(field, EncryptedTextField)
        if plain or kind is DataClass.K:
            found.append(str(field.column))
    return sorted(found)


def keep_history(model: type[models.Model]) -> list[str]:
    """Statements that give the table of a model, with an `area_id` and a key of type uuid, its history."""
    pk = model._meta.pk
    table, columns = model._meta.db_table, ",".join(left_out(model))
    return [
        f'CREATE OR REPLACE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION tp_keep_history('{pk.column if pk else 'id'}', '{{{columns}}}')",
        f'CREATE OR REPLACE TRIGGER {TRIGGER}_whole BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION tp_refuse_truncate()",
    ]
