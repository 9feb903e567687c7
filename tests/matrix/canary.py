"""The service with pages more, such as somebody in a hurry might write."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import include, path

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import mark_sensitive
from talkingpiece.core import clock


@requires(Act.CASE_SEE)
def careless(request: StaffRequest, reference: str) -> HttpResponse:
    """Has its mark, and forgets to ask whose case it is."""
    return HttpResponse(Case.objects.get(reference=reference).reference)


@requires(Act.CASE_SEE)
def hasty(request: StaffRequest, reference: str) -> HttpResponse:
    """Refuses, but only after it has written."""
    case = Case.objects.get(reference=reference)
    mark_sensitive(case_id=case.pk, by=request.user, at=clock.now())
    return HttpResponse(status=404)


FAILURES = {400: BadRequest, 403: PermissionDenied, 404: Http404, 500: RuntimeError}


@requires(Act.CASE_SEE)
def unlucky(request: StaffRequest, reference: str, status: int) -> HttpResponse:
    """Fails with words of a record in its hands."""
    case = Case.objects.select_related("victim").get(reference=reference)
    raise FAILURES[status](case.victim.full_name)


urlpatterns = [
    path("staff/cases/<str:reference>/unlucky/<int:status>/", unlucky, name="unlucky"),
    path("staff/cases/<str:reference>/careless/", careless, name="careless"),
    path("staff/cases/<str:reference>/hasty/", hasty, name="hasty"),
    path("", include("talkingpiece.config.urls")),
]
