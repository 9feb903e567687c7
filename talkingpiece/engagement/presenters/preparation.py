from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.cases.profile import ApproachDef
from talkingpiece.engagement.queries import Prepared, Somebody, engagement, preparations_of
from talkingpiece.ui.components import Tick
from talkingpiece.ui.dates import short_date


def prepared_page(case: Case, who: Somebody, way: ApproachDef, before: Prepared) -> dict[str, Any]:
    """What was gone through and when, what is still missing, and the sessions so far."""
    items = engagement(case).items(who.audience, way.key)
    return {
        "way_name": _(way.name),
        "before": before,
        "ticks": [
            Tick(_(item.words), short_date(before.covered[item.key])) for item in items if item.key in before.covered
        ],
        "missing": [_(item.words) for item in items if item.key in before.missing],
        "covered_count": sum(item.key in before.covered for item in items if item.required),
        "required_count": sum(item.required for item in items),
        "sessions": preparations_of(case.pk, who.person.pk, way.key),
    }
