"""What the public door's database role may do, table by table. Whoever takes that door over has no more.

The role reads no case, no person, no consent and no assessment. Of what strangers write it reads a row only while
the request holds that row's own secret: the digest of a session's token, of a receipt's number or of a link.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

TP_HELD = """
CREATE OR REPLACE FUNCTION tp_held() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT COALESCE(string_to_array(NULLIF(current_setting('tp.held', true), ''), ','), '{}'::text[]) $$;
"""
_HELD = "ANY ((SELECT tp_held())::text[])"


@dataclass(frozen=True)
class Door:
    """`rights` as GRANT takes them. `seen` and `changed`: which rows of the area may be read, or changed and deleted;
    empty where all may. `why` is read by whoever reviews access."""

    rights: str
    why: str
    seen: str = ""
    changed: str = ""
    in_area: bool = True


def _all_areas(rights: str, why: str, seen: str = "") -> Door:
    return Door(rights, why, seen, in_area=False)


PUBLIC: dict[str, Door] = {
    "areas_area": _all_areas("SELECT", "whose door this is, and its telephone number"),
    "areas_agency": _all_areas("SELECT", "which agency a one-time link is for"),
    "areas_profileversion": _all_areas("SELECT", "how the area differs: its questions, promises and limits"),
    "accounts_user": _all_areas(
        "SELECT (id, name, agency_id, is_active, joined_at, left_at)", "who is on duty and owns what arrives"
    ),
    "accounts_roleholding": _all_areas("SELECT", "whether whoever stands in may be on duty"),
    "accounts_leave": Door("SELECT", "whether whoever is on duty is away"),
    "accounts_submission": _all_areas(
        "SELECT, INSERT", "a form sent twice leads where the first one led", seen="who LIKE 'session:%'"
    ),
    "staffing_duty": Door("SELECT", "who owns what arrives"),
    "agreements_agreement": Door("SELECT", "what an agency may tell us"),
    "protection_tokenkey": Door("SELECT", "digests of receipts' numbers; sealed by the root key"),
    "protection_wrappingkey": Door("SELECT", "to wrap a new data key; sealed by the root key"),
    "protection_datakey": Door(
        "SELECT, INSERT, UPDATE (wrapped, wrapped_by_id, destroyed_at)",
        "a key for what is written; that of what is held, to show it again; to destroy it with its draft",
        seen="id IN (SELECT key_id FROM referrals_draft UNION ALL SELECT key_id FROM referrals_intakedraft "
        "UNION ALL SELECT key_id FROM referrals_referral UNION ALL SELECT key_id FROM referrals_invitation)",
        changed="id IN (SELECT key_id FROM referrals_draft UNION ALL SELECT key_id FROM referrals_intakedraft)",
    ),
    "referrals_frontsession": _all_areas("SELECT, INSERT, UPDATE, DELETE", "this door's sessions, not workers'"),
    "referrals_draft": Door(
        "SELECT, INSERT, UPDATE, DELETE", "what was typed so far", f"token_digest = {_HELD}", f"token_digest = {_HELD}"
    ),
    "referrals_referral": Door(
        "SELECT, INSERT",
        "what was sent; the receipt of what is held",
        seen=f"code_digest = {_HELD} OR id IN (SELECT referral_id FROM referrals_invitation)",
    ),
    "referrals_referraltoken": Door("INSERT", "search tokens of what was sent"),
    "referrals_codemessage": Door("INSERT", "a word left with a number"),
    "referrals_codeattempt": Door("SELECT, INSERT, DELETE", "patience with one network for an hour"),
    "referrals_invitation": Door(
        "SELECT, UPDATE (used_at, referral_id)",
        "the link that is held",
        f"token_digest = {_HELD}",
        f"token_digest = {_HELD}",
    ),
    "referrals_intakedraft": Door(
        "SELECT, INSERT, UPDATE, DELETE",
        "what was typed behind a link",
        "invitation_id IN (SELECT id FROM referrals_invitation)",
        "invitation_id IN (SELECT id FROM referrals_invitation)",
    ),
    "audit_event": Door("INSERT", "no act without its entry; entries are not read"),
    "django_migrations": _all_areas("SELECT", "whether the database is as new as the program"),
}
# The jobs that this door may ask for; the worker does what follows from what a stranger wrote.
PUBLIC_JOBS = (
    "referrals.arrived",
    "referrals.word_left",
    "referrals.expire_draft",
    "referrals.expire_agency_draft",
)


def grants(role: str) -> Iterator[str]:
    """Statements for the owner of the tables. Whatever the role had before, afterwards it has this."""
    yield TP_HELD
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for table, door in PUBLIC.items():
        yield f'GRANT {door.rights} ON "{table}" TO {role}'
        if door.in_area or door.seen:
            yield from _policies(table, door, role)
    # Without FORCE, so that the owner needs no policy; workers see their own forms as before.
    yield "ALTER TABLE accounts_submission ENABLE ROW LEVEL SECURITY"
    yield "DROP POLICY IF EXISTS tp_app ON accounts_submission"
    yield f"CREATE POLICY tp_app ON accounts_submission FOR ALL TO {settings.TP_APP_ROLE} USING (true)"
    yield from _jobs(role)


def _policies(table: str, door: Door, role: str) -> Iterator[str]:
    inside = "area_id = ANY ((SELECT tp_areas())::uuid[])" if door.in_area else "true"
    seen, changed = (f"{inside} AND ({rows})" if rows else inside for rows in (door.seen, door.changed))
    for name, command, rule in (
        ("read", "SELECT", f"USING ({seen})"),
        ("add", "INSERT", f"WITH CHECK ({inside})"),
        ("change", "UPDATE", f"USING ({changed}) WITH CHECK ({inside})"),
        ("remove", "DELETE", f"USING ({changed})"),
    ):
        yield f'DROP POLICY IF EXISTS tp_public_{name} ON "{table}"'
        if command in door.rights:
            yield f'CREATE POLICY tp_public_{name} ON "{table}" FOR {command} TO {role} {rule}'


def _jobs(role: str) -> Iterator[str]:
    """The queue's own function writes as the owner, so the role needs no right on the queue; and only these jobs."""
    yield "ALTER FUNCTION procrastinate_defer_jobs_v1 SECURITY DEFINER SET search_path = public, pg_temp"
    yield f"""
CREATE OR REPLACE FUNCTION tp_only_known_jobs() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF session_user = '{role}' AND NEW.task_name <> ALL ('{{{",".join(PUBLIC_JOBS)}}}'::text[]) THEN
    RAISE EXCEPTION 'The public door may not ask for the job %.', NEW.task_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $body$"""
    yield (
        "CREATE OR REPLACE TRIGGER tp_only_known_jobs BEFORE INSERT ON procrastinate_jobs "
        "FOR EACH ROW EXECUTE FUNCTION tp_only_known_jobs()"
    )
