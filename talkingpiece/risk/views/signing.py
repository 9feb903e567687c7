from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import get_case, may
from talkingpiece.cases.presenters import case_page, gate_page, gate_panel
from talkingpiece.cases.queries import asked_outside
from talkingpiece.cases.states import Question
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services
from talkingpiece.risk.access import get_assessment
from talkingpiece.risk.forms import SignForm, SubmitForm
from talkingpiece.risk.gates import blockers_to_sign, blockers_to_submit, facts_for_sign, facts_for_submit
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.presenters import approach_name, assessment_page
from talkingpiece.risk.queries import policy_of
from talkingpiece.risk.services import StaleAssessment
from talkingpiece.risk.states import WRITABLE, AssessmentState
from talkingpiece.ui.forms import bind


@requires(Act.RISK_ASSESS)
def submit(request: StaffRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    opened = get_case(request.user, reference, act=Act.RISK_ASSESS)
    case, shown = opened.case, get_assessment(opened, assessment_id)
    if shown.state not in WRITABLE:
        return redirect("risk:assessment", reference, assessment_id)
    form = bind(request, SubmitForm, initial={"decision": shown.decision, "reasons": shown.reasons, "plan": shown.plan})
    form.version = shown.version
    if form.is_valid() and _put_forward(request, form, shown):
        messages.success(request, _("Put forward. Somebody else reads it now."))
        return redirect("risk:assess", reference)
    facts = facts_for_submit(case, shown, request.user, clock.now())
    page = gate_page(
        opened,
        blockers_to_submit(facts, policy_of(case)),
        heading_closed=_("somebody else can be asked to sign"),
        heading_open=_("Decide, and ask for a signature"),
        form=form,
        assessment=shown,
        approach=approach_name(case, shown.approach),
    )
    return render(request, "risk/submit.html", page)


def _put_forward(request: StaffRequest, form: SubmitForm, shown: Assessment) -> bool:
    """Whether it was; if not, the form says why, and keeps what was typed."""
    try:
        services.submit_assessment(
            assessment_id=shown.pk,
            version=form.seen_version,
            by=request.user,
            at=clock.now(),
            **form.cleaned_data,
        )
    except StaleAssessment as stale:
        form.renew_version(stale.current.version)
        form.add_error(None, _("Somebody wrote on while you decided. Read it once more, and send the decision again"))
    except Blocked as blocked:
        for blocker in blocked.blockers:
            form.add_error(None, str(blocker.message))
    else:
        return True
    return False


@requires(Act.CASE_SEE)  # the assessor reads here too what waits; only Act.RISK_SIGN signs
def sign(request: StaffRequest, reference: str, assessment_id: UUID) -> HttpResponse:
    act = Act.RISK_SIGN if request.method == "POST" else Act.CASE_SEE
    opened = get_case(request.user, reference, act=act)
    shown = get_assessment(opened, assessment_id)
    if shown.state != AssessmentState.SUBMITTED and request.method != "POST":
        return redirect("risk:assessment", reference, assessment_id)
    verdict = blockers_to_sign(facts := facts_for_sign(opened.case, shown, request.user))
    form = bind(request, SignForm, may_sign=verdict.is_open)
    if form.is_valid():
        _answer(request, form, shown)
        return redirect("risk:assess", reference)
    record_reading("risk_assessment.read", by=request.user, about=shown, side=Side.JOINT, case_id=opened.case.pk)
    gate = gate_panel(opened, verdict, heading=_("Not yet signed by you")) if not verdict.is_open else None
    answers = may(opened, Act.RISK_SIGN) and not facts.took_part
    more = {
        "weeks": policy_of(opened.case).weeks_valid,
        "asks_outside": may(opened, Act.OUTSIDE_ASK) and not facts.took_part,
        "outside": asked_outside(Question.RISK, shown.pk, clock.now()),
    }
    context = case_page(opened, form=form, page=assessment_page(opened.case, shown), gate=gate, answers=answers)
    return render(request, "risk/sign.html", context | more)


def _answer(request: StaffRequest, form: SignForm, shown: Assessment) -> None:
    words = form.cleaned_data["words"]
    if form.cleaned_data["answer"] == "sign":
        services.sign_assessment(assessment_id=shown.pk, words=words, by=request.user, at=clock.now())
        messages.success(request, _("Signed off. It counts from today."))
    else:
        services.return_assessment(assessment_id=shown.pk, words=words, by=request.user, at=clock.now())
        messages.success(request, _("Given back with your words. Nothing written is lost."))
