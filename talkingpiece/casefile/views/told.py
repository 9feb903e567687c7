from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile.exports import TOLD_OTHERS
from talkingpiece.casefile.told import FILE_NAME, told_paper
from talkingpiece.cases.access import get_case
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.render import Print
from talkingpiece.documents.responses import pdf_response
from talkingpiece.protection.classes import Side


@requires(Act.LETTER_WRITE)
@exports(TOLD_OTHERS)
@require_safe
def told_others(request: StaffRequest, reference: str) -> HttpResponse:
    """Given by a worker, in person: never on a page that a code opens, where somebody else may hold the code."""
    opened = get_case(request.user, reference, act=Act.LETTER_WRITE)
    style = Print.LARGE if request.GET.get("print") == Print.LARGE else Print.NORMAL
    return pdf_response(
        TOLD_OTHERS,
        told_paper(opened.case, on=timezone.localdate(clock.now())),
        FILE_NAME,
        style,
        by=request.user,
        about=opened.case,
        side=Side.VICTIM,
        case_id=opened.case.pk,
    )
