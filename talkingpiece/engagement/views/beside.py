from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.access import get_case
from talkingpiece.cases.models import Case
from talkingpiece.cases.presenters import gate_page
from talkingpiece.cases.queries import companion_in, responsibles
from talkingpiece.consents.access import get_question
from talkingpiece.consents.views import ask_page
from talkingpiece.engagement.gates import BesideFacts, blockers_to_ask_beside, facts_for_beside, facts_for_offender


def _facts(case: Case, person_id: UUID) -> BesideFacts:
    for responsible in responsibles(case.pk):
        if responsible.person_id == person_id:
            return facts_for_offender(responsible)
    companion = companion_in(case.pk, person_id)
    if companion is None:
        raise Http404
    return facts_for_beside(companion)


@requires(Act.CONSENT_RECORD)
def ask_beside(request: StaffRequest, reference: str, person_id: UUID, item: str, target: str = "") -> HttpResponse:
    """One question to the offender, or somebody beside them; the gate instead, while the offender has not said yes."""
    opened = get_case(request.user, reference, act=Act.CONSENT_RECORD)
    question = get_question(opened, person_id, item, target)
    verdict = blockers_to_ask_beside(_facts(opened.case, person_id))
    if verdict.is_open:
        return ask_page(request, opened, question)
    heading = _("asking %(name)s") % {"name": question.person.called}
    context = gate_page(opened, verdict, heading_closed=heading, heading_open="")
    return render(request, "cases/gate_page.html", context)
