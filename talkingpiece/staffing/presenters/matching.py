"""Pairs and plans in words: what speaks for somebody, what against, what the next best would cost, and what binds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Case
from talkingpiece.core.blockers import Text
from talkingpiece.staffing.allocation.explaining import CAPACITY, Pair
from talkingpiece.staffing.allocation.problem import JOIN, LEAD
from talkingpiece.staffing.capacity.learning import lessons
from talkingpiece.staffing.matching import Matching, Proposal

FOR: dict[str, Text] = {
    "knows_victim": gettext_lazy("already works with them"),
    "language": gettext_lazy("speaks their language"),
    "wished": gettext_lazy("is whom they wished for"),
    "near": gettext_lazy("travels to where they would meet"),
    "learns": gettext_lazy("would learn from it"),
}
AGAINST: dict[str, Text] = {
    "interpreter": gettext_lazy("needs an interpreter"),
    "above": gettext_lazy("is needed more for harder cases"),
    "module": gettext_lazy("has training for it that does not count today"),
}
# What binds, and what would open it. Each was verified by taking it away.
BINDS: dict[str, tuple[Text, Text]] = {
    CAPACITY: (gettext_lazy("Everybody who could has no room"), gettext_lazy("room for whoever could take it")),
    "level": (gettext_lazy("Nobody with the level has room"), gettext_lazy("a higher level")),
    "competence": (gettext_lazy("Nobody is trained for it"), gettext_lazy("a training")),
    "module": (gettext_lazy("Training of whoever could does not count any more"), gettext_lazy("a course")),
    "conflict": (gettext_lazy("Whoever could knows somebody in it"), gettext_lazy("somebody who knows nobody in it")),
    "not_wished": (gettext_lazy("They would rather not work with whoever could"), gettext_lazy("somebody else")),
    "gender": (
        gettext_lazy("They need a woman, or a man, and nobody is there"),
        gettext_lazy("somebody of that gender"),
    ),
    "travel": (gettext_lazy("Nobody travels there"), gettext_lazy("somebody who travels there")),
    "clearance": (gettext_lazy("The prison cleared nobody who could"), gettext_lazy("a clearance by the prison")),
    "supervision": (gettext_lazy("Supervision of whoever could is overdue"), gettext_lazy("a case supervision")),
    "practice": (
        gettext_lazy("Whoever could has not kept up their practice"),
        gettext_lazy("practice that is watched, or learning"),
    ),
    "vetting": (gettext_lazy("Vetting of whoever could has run out"), gettext_lazy("a vetting")),
    "not_taking": (gettext_lazy("Whoever could takes no new cases"), gettext_lazy("somebody who takes cases again")),
    "away": (gettext_lazy("Whoever could is away"), gettext_lazy("the day on which they are back")),
    "has_it": (gettext_lazy("Whoever could works on it already"), gettext_lazy("somebody else")),
    "not_registered": (gettext_lazy("Nobody is registered as facilitator"), gettext_lazy("a facilitator")),
    "case_ended": (gettext_lazy("The case has ended"), gettext_lazy("opening it again")),
}


@dataclass(frozen=True)
class PairRow:
    who: str
    speaks_for: list[Text]
    speaks_against: list[Text]
    less: int  # points less than the best


@dataclass(frozen=True)
class Line:
    """One case of a plan. `key` stands in the form: who was shown is who is offered."""

    key: str
    case: Case
    lead: User
    join: User | None
    label: str
    row: PairRow
    next_best: str
    today: str


@dataclass(frozen=True)
class Left:
    case: Case
    binds: list[str]
    would_open: list[str]
    today: str


@dataclass(frozen=True)
class PlanPage:
    lines: list[Line]
    left: list[Left]
    placed: int
    placed_today: int
    waiting: int
    share: str  # of the best that could be, in percent
    share_today: str
    proven: bool


def pair_rows(found: Matching, pairs: Iterable[Pair]) -> list[PairRow]:
    rows = list(pairs)
    best = rows[0].net if rows else 0.0
    return [_pair_row(found, 0, pair, best) for pair in rows]


def _pair_row(found: Matching, case: int, pair: Pair, best: float) -> PairRow:
    return PairRow(
        who=_names(found, pair.lead, pair.join),
        speaks_for=_said(found, case, pair, FOR),
        speaks_against=[*_said(found, case, pair, AGAINST), *_full(found, case, pair)],
        less=max(0, round(best - pair.net)),
    )


def _names(found: Matching, lead: int, join: int) -> str:
    name = found.workers[lead].name
    return _("%(lead)s, with %(join)s") % {"lead": name, "join": found.workers[join].name} if join >= 0 else name


def _said(found: Matching, case: int, pair: Pair, words: dict[str, Text]) -> list[Text]:
    said: list[Text] = []
    for role, who in ((LEAD, pair.lead), (JOIN, pair.join)):
        if who < 0:
            continue
        for term, text in words.items():
            grid = found.terms[role].get(term)
            if grid is not None and grid[case, who]:
                said.append(_("%(name)s %(what)s") % {"name": found.workers[who].name, "what": text})
    return said


def _full(found: Matching, case: int, pair: Pair) -> list[Text]:
    """Who would carry more than four fifths of what they can."""
    problem = found.problem
    said: list[Text] = []
    for role, who in ((LEAD, pair.lead), (JOIN, pair.join)):
        if who >= 0 and int(problem.points[role][case]) > int(problem.easy_room[who]):
            values = {"name": found.workers[who].name, "load": int(problem.load[who] + problem.points[role][case])}
            said.append(
                _("%(name)s would carry %(load)d of %(can)d points") % (values | {"can": int(problem.capacity[who])})
            )
    return said


def plan_page(found: Proposal) -> PlanPage:
    matching, plan = found.matching, found.plan
    lines, left = [], []
    for at, case in enumerate(matching.cases):
        today = _today(found, at)
        if plan.lead[at] < 0:
            left.append(_left(found, at, case, today))
            continue
        pair = Pair(int(plan.lead[at]), int(plan.join[at]), 0.0)
        lead, join = matching.workers[pair.lead], matching.workers[pair.join] if pair.join >= 0 else None
        lines.append(
            Line(
                key=f"{case.pk}:{lead.pk}:{join.pk if join else ''}",
                case=case,
                lead=lead,
                join=join,
                label=_("%(case)s to %(who)s")
                % {"case": case.reference, "who": _names(matching, pair.lead, pair.join)},
                row=_pair_row(matching, at, pair, 0.0),
                next_best=_next_best(found, at),
                today=today,
            )
        )
    bound = plan.bound or 1.0
    return PlanPage(
        lines=lines,
        left=left,
        placed=len(lines),
        placed_today=int((found.today.lead >= 0).sum()),
        waiting=len(matching.cases),
        share=f"{100 * plan.worth / bound:.1f}",
        share_today=f"{100 * found.today.worth / bound:.1f}",
        proven=plan.proven,
    )


@dataclass(frozen=True)
class LessonRow:
    """`opens`: any one of these could be taken then; `takes`: how many of them together."""

    who: str
    learns: Text
    opens: list[Case]
    takes: int
    gain: int


LEARNS: dict[str, Text] = {
    "level": gettext_lazy("the next level"),
    "competence": gettext_lazy("what such cases need"),
    "module": gettext_lazy("a module that counts again"),
}


def lesson_rows(found: Proposal, most: int = 12) -> list[LessonRow]:
    """Which one thing that one person learns would open most, the most useful first."""
    matching = found.matching
    everybody = range(matching.problem.facilitators)
    rows = lessons(matching.problem, found.plan, dict.fromkeys(LEARNS, everybody))
    return [
        LessonRow(
            who=matching.workers[one.who].name,
            learns=LEARNS[one.rule],
            opens=[matching.cases[case] for case in one.opens],
            takes=len(one.takes),
            gain=round(one.gain),
        )
        for one in rows[:most]
    ]


def _today(found: Proposal, at: int) -> str:
    lead = int(found.today.lead[at])
    return _names(found.matching, lead, int(found.today.join[at])) if lead >= 0 else _("nobody")


def _next_best(found: Proposal, at: int) -> str:
    other = found.next_best(at)
    if other is None:
        return _("Nobody else can take it now.")
    pair, less = other
    points = max(0, round(less))
    return ngettext(
        "Next best: %(who)s. It would cost %(n)d point.", "Next best: %(who)s. It would cost %(n)d points.", points
    ) % {"who": _names(found.matching, pair.lead, pair.join), "n": points}


def _left(found: Proposal, at: int, case: Case, today: str) -> Left:
    sets = found.reasons(at)
    binds = [str(BINDS[rule][0]) for rule in (sets[0] if sets else ()) if rule in BINDS]
    opens = [_(" and ").join(str(BINDS[rule][1]) for rule in one if rule in BINDS) for one in sets]
    return Left(
        case=case,
        binds=binds or [_("More than three things at once stand in the way")],
        would_open=[one for one in opens if one],
        today=today,
    )
