from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, verdict
from talkingpiece.information_sharing.models import InformationRequest
from talkingpiece.information_sharing.queries import asked_of_another
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class CloseFacts:
    request_id: str
    manager_name: str
    answered: bool
    closed: bool
    refused: bool
    chased_count: int
    due_at: datetime
    overdue: bool


def facts_for_close(request: InformationRequest, at: datetime) -> CloseFacts:
    return CloseFacts(
        request_id=str(request.pk),
        manager_name=request.addressed_to.name,
        answered=request.answered_at is not None,
        closed=request.closed_at is not None or bool(asked_of_another([request])),
        refused=request.refused_at is not None,
        chased_count=request.chased_count,
        due_at=request.due_at,
        overdue=request.due_at < at,
    )


def blockers_to_close(facts: CloseFacts) -> Verdict:
    """A supervisor decides without an answer only after asking, chasing, and waiting until it was due again; or at
    once, where the agency said that it does not answer."""
    name = {"name": facts.manager_name, "date": short_date(facts.due_at)}

    def blocker(code: str, message: Text, why: Text, remedy: Text, door: str, who: Text) -> Blocker:
        return Blocker(
            code=code,
            message=message,
            why=why,
            remedy=remedy,
            door=door,
            door_args=(facts.request_id,) if door else (),
            who=who,
            side=Side.OFFENDER,
        )

    return verdict(
        [
            condition(
                not facts.answered and not facts.closed,
                _("%(name)s was asked, and nobody has answered") % name,
                blocker(
                    "answered",
                    _("This request is no longer open"),
                    _("There is an answer, or somebody has decided already."),
                    _("Open the request"),
                    "information_sharing:request",
                    _("You can do this now."),
                ),
            ),
            condition(
                facts.chased_count > 0 or facts.refused,
                _("They said that they do not answer") if facts.refused else _("%(name)s was chased") % name,
                blocker(
                    "not_chased",
                    _("%(name)s has not been chased yet") % name,
                    _("They know the offender’s state of mind and plans. A reminder often brings the answer."),
                    _("Chase the answer"),
                    "information_sharing:chase",
                    _("The facilitator or a coordinator can do this now."),
                ),
            ),
            condition(
                facts.overdue or facts.refused,
                _("Nothing more is to come") if facts.refused else _("The answer was due on %(date)s") % name,
                blocker(
                    "not_overdue",
                    _("The answer is not due before %(date)s") % name,
                    _("Until then it may still come."),
                    "",
                    "",
                    _("Nobody but %(name)s can hurry this.") % name,
                ),
            ),
        ]
    )
