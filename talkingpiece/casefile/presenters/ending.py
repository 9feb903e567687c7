"""The pages on which a case ends, or goes on after all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.casefile.forms import EndForm, ReopenForm
from talkingpiece.casefile.gates import EndFacts
from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Ending
from talkingpiece.cases.presenters import blocker_rows, case_page, neutral_blocker
from talkingpiece.core.blockers import Blocker, neutral_for
from talkingpiece.ui.components import Gate, SummaryRow
from talkingpiece.ui.dates import long_date


def end_page(opened: Opened, form: EndForm, facts: EndFacts, waiting: Sequence[Blocker]) -> dict[str, Any]:
    shown = neutral_for(waiting, opened.relation.sides, neutral_blocker())
    gate = Gate(_("To do first"), blocker_rows(opened.case, shown)) if shown else None
    return case_page(opened, form=form, facts=facts, gate=gate, open_points=_open_points(facts))


def _open_points(facts: EndFacts) -> list[str]:
    """What the record still waits for: said beforehand, so that nobody learns it only from a refusal."""
    points = []
    if facts.debriefs_owed:
        points.append(
            ngettext(
                "One person has not been talked with after the meeting.",
                "%(count)d people have not been talked with after the meeting.",
                facts.debriefs_owed,
            )
            % {"count": facts.debriefs_owed}
        )
    promises = facts.items_without_result + facts.results_untold
    if promises:
        points.append(
            ngettext(
                "One promise has no result yet, or the victim has not heard it.",
                "%(count)d promises have no result yet, or the victim has not heard it.",
                promises,
            )
            % {"count": promises}
        )
    return points


def ending_rows(ending: Ending) -> list[SummaryRow]:
    rows = [
        SummaryRow(_("Why"), ending.get_reason_display(), note=long_date(ending.happened_at)),
        SummaryRow(_("How the victim heard"), ending.get_victim_told_display(), note=ending.victim_words),
        SummaryRow(_("What else was offered"), ending.other_help or _("Nothing could be offered")),
        SummaryRow(_("May we ask later"), _("Yes") if ending.may_ask_later else _("No")),
        SummaryRow(_("How the offender heard"), ending.get_offender_told_display(), note=ending.offender_words),
    ]
    if not ending.early:
        told = _("What was done, and what was not") if ending.completion_told else _("They wanted no word of it")
        rows.append(SummaryRow(_("What the victim knows"), told))
    return rows


def reopen_page(opened: Opened, form: ReopenForm) -> dict[str, Any]:
    found = Ending.objects.filter(case=opened.case, reopened_at__isnull=True, error_at__isnull=True).first()
    return case_page(opened, form=form, ending=ending_rows(found) if found else [])
