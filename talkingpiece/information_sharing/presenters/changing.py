from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.information_sharing.changing import Change
from talkingpiece.information_sharing.states import Question
from talkingpiece.ui.components import Row


def change_page(agreement: Agreement, change: Change) -> dict[str, Any]:
    return {"agreement": agreement, "at": change.at, "counts": _counts(agreement, change), "rows": _rows(change)}


def _counts(agreement: Agreement, change: Change) -> list[str]:
    """Whole sentences: a number without its meaning frightens, or soothes, for nothing."""
    name = {"agency": agreement.agency.name}
    found = [
        ngettext(
            "%(count)d open case has somebody whom %(agency)s supervises or holds.",
            "%(count)d open cases have somebody whom %(agency)s supervises or holds.",
            change.cases,
        )
        % {"count": change.cases, **name},
        ngettext(
            "%(count)d request to them waits for an answer.",
            "%(count)d requests to them wait for an answer.",
            change.waiting,
        )
        % {"count": change.waiting},
    ]
    if change.opens:
        words = ngettext(
            "%(count)d request that is closed to them now would open.",
            "%(count)d requests that are closed to them now would open.",
            change.opens,
        )
        found.append(words % {"count": change.opens})
    if change.shuts:
        words = ngettext(
            "%(count)d request that they can open now would close.",
            "%(count)d requests that they can open now would close.",
            change.shuts,
        )
        found.append(words % {"count": change.shuts})
    return found


def _rows(change: Change) -> list[Row]:
    pairs = [
        (_("It would be for this as well"), _named(Purpose, change.purposes_more)),
        (_("It would no longer be for this"), _named(Purpose, change.purposes_less)),
        (_("We could send as well"), _named(Category, change.we_more)),
        (_("We could no longer send"), _named(Category, change.we_less)),
        (_("They could send as well"), _named(Category, change.they_more)),
        (_("They could no longer send"), _named(Category, change.they_less)),
        (_("They could be asked as well"), _named(Question, change.questions_more)),
        (_("They could no longer be asked"), _named(Question, change.questions_less)),
    ]
    return [Row(label, items=items) for label, items in pairs if items]


def _named(kind: type[Category] | type[Purpose] | type[Question], values: Iterable[str]) -> list[str]:
    return [str(kind(value).label) for value in values]
