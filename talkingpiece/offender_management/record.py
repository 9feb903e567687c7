"""The report as a machine reads it: the same facts as on paper, and none besides. Held to a published JSON Schema."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from talkingpiece.offender_management.allowed import ReportFacts, band
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.papers import not_this
from talkingpiece.offender_management.queries import numbers_told, shown_now
from talkingpiece.offender_management.states import Kind, Status
from talkingpiece.staffing.queries import facilitator_of

SCHEMA = "outcome-report-1"
FOLDER = Path(__file__).parent / "schemas"


def record_of(report: OutcomeReport, facts: ReportFacts, *, on: date) -> dict[str, Any]:
    """Of what is still in the report, and in the order of the schema. Raises jsonschema.ValidationError."""
    keys = {one.key for one in shown_now(report)}
    stopped = facts.status is Status.NOT_PROGRESSED
    meetings = [one for one in facts.meetings if f"meeting:{one.meeting_id}" in keys]
    written = {key: report.written.get(key, "").strip() or None if key in keys else None for key in _WRITTEN}
    person = report.responsible.person
    record = {
        "schema": SCHEMA,
        "release_id": str(report.pk),
        "number": report.number,
        "instead_of": report.corrects.number if report.corrects else None,
        # Whatever it was begun as: that it stopped reads the same.
        "kind": Kind.ENDED.value if stopped else report.kind,
        "about": {"name": person.name, "birth_date": person.birth_date or None, "numbers": numbers_told(report)},
        "to": {
            "as": report.as_whom,
            "name": report.to_name,
            "agency": report.agency.name if report.agency else None,
        },
        "released_on": on.isoformat(),
        "status": facts.status.value if "status" in keys or meetings else None,
        "took_part_on": [one.held_on.isoformat() for one in meetings],
        "appointments": [one.at.isoformat() for one in facts.dates if f"date:{one.appointment_id}" in keys],
        "permission_needed": "needed" in keys,
        "attended": [
            {
                "on": one.held_on.isoformat(),
                "offender": True,
                "person_harmed": one.victim,
                "supporters": one.supporters,
                "facilitators": one.facilitators,
            }
            for one in facts.meetings
            if f"took_part:{one.meeting_id}" in keys
        ],
        "preparation": _preparation(facts) if "band" in keys else None,
        "permissions_used": list(facts.permissions) if "permissions" in keys else [],
        "agreed": [
            {
                "text": one.words,
                "owner": "person_harmed" if one.by_victim else "offender",
                "due": one.due_on.isoformat(),
                "status": one.status or "open",
                "verified_by": "service" if one.status else None,
            }
            for one in facts.items
            if f"item:{one.item_id}" in keys
        ],
        "support_needs": written["support"],
        "next_contact": written["next_contact"],
        "suggested_objectives": written["objectives"],
        "issued_by": _issued_by(report),
        "what_this_is_not": [str(words) for words in not_this()],
    }
    validator().validate(record)
    return record


_WRITTEN = ("support", "next_contact", "objectives")


@cache
def validator() -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{SCHEMA}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def as_file(record: dict[str, Any]) -> bytes:
    """The same record is the same bytes."""
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _preparation(facts: ReportFacts) -> dict[str, int | None]:
    least, most = band(len(facts.talked_on), facts.bands)
    return {"least": least, "most": most}


def _issued_by(report: OutcomeReport) -> dict[str, str | None]:
    """Who wrote it, and at which level they are registered here."""
    by = report.recorded_by
    assert by is not None  # a report is begun by somebody
    registered = facilitator_of(by.pk, report.area_id)
    return {
        "name": by.name,
        "job": by.job or None,
        "level": registered.level if registered else None,
        "service": report.case.area.name,
    }
