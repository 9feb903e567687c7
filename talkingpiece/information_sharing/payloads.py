"""What leaves for an agency, built from an allow-list: nothing that is not named here can be in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.documents.payloads import ReportPaper, texts
from talkingpiece.information_sharing.states import Question
from talkingpiece.people.models import Person


def agency_request(
    *, about: Person, questions: Iterable[str], message: str, by: User, area: Area, answer_by: datetime
) -> dict[str, Any]:
    """The questions to an offender manager. It says of whom we ask, and not why nor for whom."""
    return {
        "kind": "agency_request",
        "opening": _("We are considering whether it would be right to speak with this person."),
        "about": {"name": about.name, "birth_date": about.birth_date},
        "do_not_tell": True,
        "questions": [{"code": str(code), "words": str(Question(code).label)} for code in questions],
        "message": message,
        "from": {
            "name": by.name,
            "job": by.job,
            "service": area.name,
            "phone": by.phone or area.phone,
            "hours": "" if by.phone else area.phone_hours,
        },
        "answer_by": timezone.localdate(answer_by).isoformat(),
    }


def legal_visit(
    *,
    about: Person,
    visitors: Iterable[User],
    wished: Iterable[datetime],
    needs: str,
    photo_id: bool,
    interpreter: bool,
    by: User,
    area: Area,
    answer_by: datetime,
) -> dict[str, Any]:
    """What a prison needs to let our workers in. It says whom they come to see, and not why nor for whom."""
    return {
        "kind": "legal_visit",
        "opening": _("We ask for a legal visit, not a social one. It is about our service, and voluntary for them."),
        "about": {"name": about.name, "birth_date": about.birth_date},
        "do_not_tell": True,
        "visitors": [{"name": user.name, "job": user.job} for user in visitors],
        "photo_id": photo_id,
        "interpreter": interpreter,
        "wished": [timezone.localtime(moment).isoformat() for moment in wished],
        "needs": needs,
        "from": {"name": by.name, "job": by.job, "service": area.name, "phone": by.phone or area.phone},
        "answer_by": timezone.localdate(answer_by).isoformat(),
    }


def told_under_duty(*, to: str, told: str) -> dict[str, Any]:
    return {"kind": "told_under_duty", "to": to, "told": told}


def told_to_correct(*, of: datetime, told: str) -> dict[str, Any]:
    return {"kind": "correction", "of": timezone.localdate(of).isoformat(), "told": told}


def told_in_report(paper: ReportPaper) -> dict[str, Any]:
    """Word for word what stands on the page, and in its order."""
    return {"kind": "outcome_report", "words": list(texts(paper))}


def told_in_package(paper: ReportPaper) -> dict[str, Any]:
    """Word for word what stands on the page, and in its order."""
    return {"kind": "package", "words": list(texts(paper))}
