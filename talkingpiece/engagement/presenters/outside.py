"""What a supervisor of another organisation reads before they say whether an offender may be approached."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.legal import LegalState
from talkingpiece.cases.models import Case
from talkingpiece.cases.pages.outside import Veil
from talkingpiece.cases.states import Complexity
from talkingpiece.engagement.gates import ApproachQuestion
from talkingpiece.information_sharing.states import View
from talkingpiece.ui.components import Row
from talkingpiece.ui.dates import short_date


def outside_rows(case: Case, question: ApproachQuestion) -> list[Row]:
    veil = Veil(case)
    rows = [
        Row(_("The case"), Complexity(question.complexity).label),
        Row(_("What the victim allows us to say"), question.words or _("Nothing yet, so nobody is approached.")),
        Row(_("Orders and conditions"), _legal(question)),
        Row(_("The offender manager"), _manager(question)),
        Row(_("Family who were harmed too"), _family(question)),
        Row(_("What a supervisor said last"), _last(question)),
    ]
    return [Row(row.label, veil.over(str(row.value))) for row in rows if row.value]


def _legal(question: ApproachQuestion) -> str:
    return {
        LegalState.CLEAR: _("We asked, and nothing that we know of forbids it."),
        LegalState.FORBIDDEN: _("An order or condition forbids it. Then nobody is approached, whatever you answer."),
    }.get(LegalState(question.legal), _("Not known yet. Until it is, nobody is approached, whatever you answer."))


def _manager(question: ApproachQuestion) -> str:
    if question.viewed_at is None:
        return _("Has not answered.")
    said = [str(View(question.view).label) if question.view else "", question.reason, short_date(question.viewed_at)]
    return ". ".join(part.rstrip(".") for part in said if part)


def _family(question: ApproachQuestion) -> str:
    if not question.against:
        return ""
    return ngettext(
        "One of them said no. Nothing about them is told.",
        "%(count)d of them said no. Nothing about them is told.",
        question.against,
    ) % {"count": question.against}


def _last(question: ApproachQuestion) -> str:
    if question.agreed is None:
        return ""
    said = _("Agreed") if question.agreed else _("Not as things were")
    return f"{said}: {question.answer_words}"
