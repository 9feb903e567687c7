"""What the database itself must do for the trail. Run by the migrations."""

from __future__ import annotations

from django.conf import settings

from talkingpiece.audit import canonical

# The head is locked here and nowhere else, when the transaction commits. Nobody but a trigger may call this.
APPEND = """
CREATE FUNCTION audit_append(of_area uuid, entry uuid, canonical text) RETURNS void LANGUAGE plpgsql
SET search_path = public, pg_temp AS $body$
DECLARE
  last_seq bigint; last_hash bytea; new_hash bytea;
BEGIN
  SELECT seq, hash INTO last_seq, last_hash FROM audit_head WHERE area_id = of_area FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_head (area_id, seq, hash) VALUES (of_area, 0, decode(repeat('00', 32), 'hex'))
      ON CONFLICT (area_id) DO NOTHING;
    SELECT seq, hash INTO last_seq, last_hash FROM audit_head WHERE area_id = of_area FOR UPDATE;
  END IF;
  new_hash := sha256(last_hash || convert_to(canonical, 'UTF8'));
  INSERT INTO audit_link (area_id, seq, event_id, previous, hash)
    VALUES (of_area, last_seq + 1, entry, last_hash, new_hash);
  UPDATE audit_head SET seq = last_seq + 1, hash = new_hash WHERE area_id = of_area;
END $body$;
"""


def _link(function: str, text: str, first: str = "") -> str:
    return f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
  {first}PERFORM audit_append(NEW.area_id, NEW.id, {text});
  RETURN NULL;
END $body$;
"""


def _linked(table: str, function: str) -> str:
    return (
        f"CREATE CONSTRAINT TRIGGER {table}_linked AFTER INSERT ON {table} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _only_grows(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def statements() -> list[str]:
    app = settings.TP_APP_ROLE
    return [
        APPEND,
        f"REVOKE ALL ON FUNCTION audit_append(uuid, uuid, text) FROM PUBLIC, {app}",
        _link("audit_link_event", canonical.of_event("NEW")),
        _linked("audit_event", "audit_link_event"),
        """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'The trail is append-only.'; END $body$;
""",
        _only_grows("audit_event"),
        _only_grows("audit_link"),
        f"REVOKE ALL ON audit_event, audit_link, audit_head FROM {app}",
        f"GRANT SELECT, INSERT ON audit_event TO {app}",
        f"GRANT SELECT ON audit_link, audit_head TO {app}",
    ]


def history_statements() -> list[str]:
    """Row history: the application reads it; only the function of the row triggers writes it."""
    app = settings.TP_APP_ROLE
    return [
        # What comes after the link of a set, where constraints are immediate, belongs to another set.
        _link(
            "audit_link_changeset", canonical.of_change_set("NEW"), "PERFORM set_config('tp.changeset', '', true);\n  "
        ),
        _linked("audit_changeset", "audit_link_changeset"),
        _only_grows("audit_changeset"),
        _only_grows("audit_rowchange"),
        f"REVOKE ALL ON audit_changeset, audit_rowchange FROM {app}",
        f"REVOKE ALL ON SEQUENCE audit_rowchange_id_seq FROM {app}",
        f"GRANT SELECT ON audit_changeset, audit_rowchange TO {app}",
    ]
