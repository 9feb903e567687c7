"""What everybody reads before they uncover something: what for, how much is left today, and who can allow more."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.cases.budget import budget_of
from talkingpiece.cases.doors import url
from talkingpiece.ui.components import Sealed
from talkingpiece.ui.forms import Form


def sealed(reference: str, words: str, what: str, pk: UUID) -> Sealed:
    """A sealed thing of a case, with the way to uncover it. `words` complete "Reveal …"."""
    return Sealed(words, url("casefile:reveal", reference), {"what": what, "id": str(pk)})


def purpose_page(reader: User, area_id: UUID, form: Form, at: datetime) -> dict[str, Any]:
    """The context of cases/parts/purpose.html, which wants `uncover_url`, `hidden` and `back` too."""
    budget = budget_of(reader.pk, area_id, at)
    return {"form": form, "budget": budget, "allowed_by": [] if budget.left else _allowed_by(reader, area_id, at)}


def _allowed_by(reader: User, area_id: UUID, at: datetime) -> list[User]:
    found = [*people_with_role(area_id, Role.CASE_SUPERVISOR, at), *people_with_role(area_id, Role.SCHEME_MANAGER, at)]
    return [one for one in dict.fromkeys(found) if one.pk != reader.pk]
