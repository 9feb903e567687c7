"""How an event gets its place: run by the migrations."""

from __future__ import annotations

from django.conf import settings

# At commit, holding the head of the area's trail as the trail itself does then: whoever commits later comes later, so
# that a reader who has gone past a place never finds something new before it.
PLACING = """
CREATE SEQUENCE outbox_place_number;
CREATE FUNCTION outbox_give_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $body$
BEGIN
  PERFORM 1 FROM audit_head WHERE area_id = NEW.area_id FOR UPDATE;
  INSERT INTO outbox_place (id, area_id, event_id, position)
    VALUES (gen_random_uuid(), NEW.area_id, NEW.id, nextval('outbox_place_number'));
  RETURN NULL;
END $body$;
CREATE CONSTRAINT TRIGGER outbox_event_placed AFTER INSERT ON outbox_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION outbox_give_place();
"""
NOT_PLACING = """
DROP TRIGGER outbox_event_placed ON outbox_event;
DROP FUNCTION outbox_give_place();
DROP SEQUENCE outbox_place_number;
"""


def only_read() -> str:
    return f"REVOKE INSERT, UPDATE, DELETE ON outbox_place FROM {settings.TP_APP_ROLE}"
