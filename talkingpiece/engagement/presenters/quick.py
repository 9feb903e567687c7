"""The call log in three inputs, for any page that lists whom to call: engagement/quick_log.html takes a QuickLog."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from talkingpiece.engagement.states import Outcome

CALLED = (Outcome.NO_ANSWER, Outcome.SPOKE, Outcome.NOT_NOW, Outcome.SOMEBODY_ELSE, Outcome.LEFT_WORD)


@dataclass(frozen=True)
class QuickLog:
    key: str  # unique on the page
    url: str
    name: str
    outcomes: tuple[tuple[str, str], ...]
    telling: bool = False
    back: str = ""


def quick_log(
    *, reference: str, person_id: UUID, name: str, telling: bool = False, back: str = "work", key: str = ""
) -> QuickLog:
    """`telling`: the victim waits to be told what the offender said. `back`: "work" to return to My work."""
    return QuickLog(
        key=key or str(person_id),
        url=reverse("engagement:contact", args=[reference, person_id]),
        name=name,
        outcomes=tuple((outcome.value, str(outcome.label)) for outcome in CALLED),
        telling=telling,
        back=back,
    )
