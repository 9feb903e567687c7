from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from talkingpiece.accounts.access import StaffRequest, requires
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.areas.queries import current_section
from talkingpiece.audit.services import record_reading
from talkingpiece.cases.access import closed_to
from talkingpiece.core import clock
from talkingpiece.documents.exports import exports
from talkingpiece.documents.responses import table_response
from talkingpiece.documents.sheets import Format
from talkingpiece.evaluation.access import Reader, reader_of
from talkingpiece.evaluation.counting import BY_KEY, VERSION, Period, View, period_named, quarter_of, year_of
from talkingpiece.evaluation.exports import FIGURES
from talkingpiece.evaluation.presenters.behind import behind
from talkingpiece.evaluation.presenters.figures import (
    Table,
    figure_url,
    followed,
    groups,
    name_of,
    needs_sentence,
    table,
    text,
)
from talkingpiece.evaluation.presenters.picture import drawings, picture
from talkingpiece.evaluation.presenters.rulebook import EXAMPLE_WINDOW, rulebook
from talkingpiece.evaluation.presenters.tidy import sheet_of
from talkingpiece.evaluation.profile import Evaluation
from talkingpiece.evaluation.queries import journeys_of
from talkingpiece.protection.classes import Side


def _reader(request: StaffRequest) -> Reader:
    asked = request.POST if request.method == "POST" else request.GET
    return reader_of(request.user, area=asked.get("area", ""), as_outside=asked.get("shown") == "outside")


def _period(request: StaffRequest) -> Period:
    """The one that was asked for; else the quarter in which we are. None begins after today."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted, here = period_named(asked.get("period", "")), quarter_of(clock.today())
    return wanted if wanted and wanted.starts <= clock.today() else here


def _table(request: StaffRequest) -> Table:
    reader = _reader(request)
    return table(journeys_of(reader.area), _period(request), clock.today(), reader)


@requires(Act.FIGURES_SEE)
@require_safe
def quarter(request: StaffRequest) -> HttpResponse:
    found = _table(request)
    page = {
        "reader": found.reader,
        "period": found.period,
        "period_name": name_of(found.period),
        "window": found.window,
        "over": found.window.seen >= found.window.ends,
        "choices": _choices(found),
        "groups": groups(found),
        "followed": followed(found.window),
        "sentence": needs_sentence(found),
        "picture": picture(found),
        "drawings": drawings(picture(found)),
        "version": VERSION,
    }
    return render(request, "evaluation/quarter.html", page)


def _choices(found: Table) -> list[tuple[str, str, bool]]:
    """Code, name, whether it is the one that is shown; nothing that lies ahead."""
    today = clock.today()
    here = quarter_of(today)
    begins = current_section(found.reader.area.pk, Evaluation).year_begins_in_quarter
    year = year_of(found.period.starts, begins)
    offered = [here, here.before, year, found.period.before, found.period, found.period.after]
    distinct = {one.code: one for one in offered if one.starts <= today}
    ordered = sorted(distinct.values(), key=lambda one: (one.whole_year, one.starts))
    return [(one.code, name_of(one), one == found.period) for one in ordered]


@requires(Act.FIGURES_OPEN)
@require_safe
def figure(request: StaffRequest, key: str) -> HttpResponse:
    """Who is behind one number: the very list whose length is the number."""
    reader = _reader(request)
    view = View.COHORT if request.GET.get("view") == View.COHORT else View.PERIOD
    if key not in BY_KEY or not reader.may_open:
        raise Http404
    found = table(journeys_of(reader.area), _period(request), clock.today(), reader)
    one = found.figures[view, key]
    detail = {"figure": key, "view": view.value, "period": found.period.code, "count": one.value}
    record_reading("figure.opened", by=request.user, about=reader.holding, side=Side.SERVICE, detail=detail)
    other = View.PERIOD if view is View.COHORT else View.COHORT
    page = {
        "rule": one.rule,
        "name": text(one.rule.name),
        "sentence": text(one.rule.sentence),
        "view": view.value,
        "figure": one,
        "rows": behind(one, _shut(request.user)),
        "period": found.period,
        "period_name": name_of(found.period),
        "reader": reader,
        "other_url": figure_url(key, other, found.period, reader) if one.rule.cohort else "",
    }
    return render(request, "evaluation/figure.html", page)


def _shut(user: User) -> frozenset[str]:
    return frozenset(closed_to(user).values_list("reference", flat=True))


@require_POST
@requires(Act.FIGURES_SEE, fresh=True)
@exports(FIGURES)
def csv(request: StaffRequest) -> HttpResponse:
    """The figures leave as a file, and the trail knows which."""
    found = _table(request)
    return table_response(
        FIGURES,
        sheet_of(found),
        Format.CSV,
        f"figures-{found.reader.area.slug}-{found.period.code.lower()}",
        by=request.user,
        area_id=found.reader.area.pk,
        side=Side.SERVICE,
        about=found.reader.holding,
        detail={"period": found.period.code, "rules": VERSION, "outside": not found.reader.inside},
    )


@requires(Act.FIGURES_SEE)
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    reader = _reader(request)
    page = {"groups": rulebook(inside=reader.inside), "version": VERSION, "window": EXAMPLE_WINDOW, "reader": reader}
    return render(request, "evaluation/rules.html", page)
