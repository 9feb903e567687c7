"""What the database itself must do for the trail. Run by the first migration."""

from __future__ import annotations

from django.conf import settings

from talkingpiece.audit.chain import CANONICAL_COLUMNS

_CANONICAL = " || chr(31) || ".join(column.replace("e.", "NEW.") for column in CANONICAL_COLUMNS)


def statements() -> list[str]:
    app = settings.TP_APP_ROLE
    return [
        f"""
CREATE FUNCTION audit_link_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
DECLARE
  last_seq bigint; last_hash bytea; new_hash bytea;
BEGIN
  INSERT INTO audit_head (area_id, seq, hash) VALUES (NEW.area_id, 0, decode(repeat('00', 32), 'hex'))
    ON CONFLICT (area_id) DO NOTHING;
  SELECT seq, hash INTO last_seq, last_hash FROM audit_head WHERE area_id = NEW.area_id FOR UPDATE;
  new_hash := sha256(last_hash || convert_to({_CANONICAL}, 'UTF8'));
  INSERT INTO audit_link (area_id, seq, event_id, previous, hash)
    VALUES (NEW.area_id, last_seq + 1, NEW.id, last_hash, new_hash);
  UPDATE audit_head SET seq = last_seq + 1, hash = new_hash WHERE area_id = NEW.area_id;
  RETURN NULL;
END $body$;
""",
        """
CREATE CONSTRAINT TRIGGER audit_event_linked AFTER INSERT ON audit_event
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link_event();
""",
        """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'The trail is append-only.'; END $body$;
""",
        *[
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();"
            for table in ("audit_event", "audit_link")
        ],
        f"REVOKE ALL ON audit_event, audit_link, audit_head FROM {app};",
        f"GRANT SELECT, INSERT ON audit_event TO {app};",
        f"GRANT SELECT ON audit_link, audit_head TO {app};",
    ]
