from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.core.timeline import Entry
from talkingpiece.evaluation.models import Asking, Met
from talkingpiece.protection.classes import Side


def timeline(case: Case) -> list[Entry]:
    """Each time the victim was asked; those entered in error too. Two queries."""
    found = Asking.objects.filter(case=case).select_related("recorded_by").prefetch_related("answers")
    return [
        Entry(
            at=asking.happened_at,
            title=_title(case, asking),
            side=Side.VICTIM,
            words=asking.words,
            by=asking.recorded_by.name if asking.recorded_by else "",
            fact="evaluation.Asking",
            fact_id=asking.pk,
            recorded_at=asking.recorded_at,
            error_why=asking.error_why,
            vaguely=asking.happened_vaguely,
        )
        for asking in found
    ]


def _title(case: Case, asking: Asking) -> str:
    name = {"name": case.victim.called}
    if not asking.answered:
        return _("%(name)s was asked how far needs were met, and would rather not answer") % name
    counts = Counter(Met(answer.met) for answer in asking.answers.all())
    said = ", ".join(f"{Met(met).label}: {counts[met]}" for met in Met if counts[met])
    if not said:
        return _("%(name)s said how it was") % name
    return _("%(name)s said how far each need was met. %(said)s") % {**name, "said": said}
