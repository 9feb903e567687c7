from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from talkingpiece.accounts.access import StaffRequest, may_somewhere, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.casefile.access import found_cases
from talkingpiece.casefile.forms import SearchForm
from talkingpiece.casefile.presenters.listing import found_page, list_page
from talkingpiece.casefile.queries.listing import ORDERS, SHOWS, Wanted, listed
from talkingpiece.core import clock
from talkingpiece.ui.forms import bind


@requires(Act.CASE_SEE)
def cases(request: StaffRequest) -> HttpResponse:
    """A list by codes in the address; a search by words in the body, which no log and no history keeps."""
    now, form = clock.now(), bind(request, SearchForm)
    if form.is_valid():
        found = found_cases(request.user, form.cleaned_data["words"])
        return render(request, "casefile/cases.html", found_page(found, now, form))
    wanted = _wanted(request)
    page = list_page(listed(request.user, wanted, now), wanted, now, form)
    page["brings_lists"] = may_somewhere(request.user, Act.LIST_BRING)
    page["takes_files"] = may_somewhere(request.user, Act.CASE_EXPORT)
    page["emergencies"] = may_somewhere(request.user, Act.GLASS_BREAK)
    return render(request, "casefile/cases.html", page)


def _wanted(request: StaffRequest) -> Wanted:
    show, order, step = request.GET.get("show", ""), request.GET.get("order", ""), request.GET.get("step", "")
    page = request.GET.get("page", "")
    return Wanted(
        show=show if show in SHOWS else "open",
        order=order if order in ORDERS else "age",
        step=int(step) if step in {"1", "2", "3", "4", "5", "6", "7", "8"} else None,
        page=int(page) if page.isdecimal() else 1,
    )
