"""What was signed stays as it was signed, whoever writes and however: the database refuses."""

from __future__ import annotations

# May change after the second reader's yes: who looks after it, when it is reviewed, and that it was signed or ended.
STAYS_OPEN = (
    "stage signed_at owner_id deputy_id reviews_on ended_at ended_by_id ended_why "
    "given_up_at given_up_by_id given_up_why"
)

STANDS_STILL = f"""
CREATE FUNCTION agreements_stands_still() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
DECLARE open text[] := string_to_array('{STAYS_OPEN}', ' ');
BEGIN
  IF NEW.read_by_id = ANY (NEW.writers) THEN
    RAISE EXCEPTION 'Whoever wrote in an agreement does not read it as the second person.' USING ERRCODE = '23514';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NEW; END IF;
  IF OLD.stage = 'signed' AND (NEW.stage <> 'signed' OR NEW.signed_at IS DISTINCT FROM OLD.signed_at
      OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)) THEN
    RAISE EXCEPTION 'What was signed, or ended, stays so.' USING ERRCODE = '23514';
  END IF;
  IF OLD.stage IN ('to_sign', 'signed') AND NEW.stage <> 'draft'
      AND to_jsonb(OLD) - open IS DISTINCT FROM to_jsonb(NEW) - open THEN
    RAISE EXCEPTION 'The words of an agreement stand still once somebody else has read them.' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $body$;
CREATE TRIGGER agreements_stands_still BEFORE INSERT OR UPDATE ON agreements_agreement
  FOR EACH ROW EXECUTE FUNCTION agreements_stands_still();

CREATE FUNCTION agreements_never_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $body$
BEGIN
  IF TG_OP = 'UPDATE' OR (SELECT stage FROM agreements_agreement WHERE id = OLD.agreement_id) = 'signed' THEN
    RAISE EXCEPTION 'What was signed stays as it was signed.' USING ERRCODE = '23514';
  END IF;
  RETURN OLD;
END $body$;
CREATE TRIGGER agreements_never_changes BEFORE UPDATE OR DELETE ON agreements_signedpaper
  FOR EACH ROW EXECUTE FUNCTION agreements_never_changes();
CREATE TRIGGER agreements_never_changes BEFORE UPDATE OR DELETE ON agreements_signature
  FOR EACH ROW EXECUTE FUNCTION agreements_never_changes();

CREATE FUNCTION agreements_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF OLD.stage = 'signed' THEN
    RAISE EXCEPTION 'What was signed is never deleted.' USING ERRCODE = '23514';
  END IF;
  RETURN OLD;
END $body$;
CREATE TRIGGER agreements_never_deleted BEFORE DELETE ON agreements_agreement
  FOR EACH ROW EXECUTE FUNCTION agreements_never_deleted();
"""
GONE = """
DROP FUNCTION agreements_never_deleted() CASCADE;
DROP FUNCTION agreements_never_changes() CASCADE;
DROP FUNCTION agreements_stands_still() CASCADE;
"""
