"""Papers that came in, each side by itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import url
from talkingpiece.cases.models import Paper, Responsible
from talkingpiece.cases.queries import papers_of
from talkingpiece.cases.states import PaperState
from talkingpiece.ui.components import Link, Tag
from talkingpiece.ui.dates import short_date


@dataclass(frozen=True)
class PaperRow:
    what: str
    name: str
    words: str
    note: str
    tag: Tag
    open: Link | None
    error_why: str
    error: Link | None


@dataclass(frozen=True)
class Pile:
    """The papers of one side's file. `key` makes its ids unique on the page."""

    key: str
    title: str
    rows: list[PaperRow]


def parties(opened: Opened) -> list[tuple[str, str]]:
    """Whose file a paper may belong to: the victim's, or that of somebody responsible."""
    case = opened.case
    found = Responsible.objects.filter(case=case).select_related("person").order_by("known_since")
    rows = [(str(case.victim_id), _("%(name)s, the victim") % {"name": case.victim.name})]
    return rows + [(str(row.person_id), _("%(name)s, responsible") % {"name": row.person.name}) for row in found]


def piles(opened: Opened) -> list[Pile]:
    papers = papers_of(opened.case.pk)
    return [
        Pile(
            key=f"papers-{number}",
            title=title,
            rows=[paper_row(opened, one) for one in papers if one.person_id == UUID(person_id)],
        )
        for number, (person_id, title) in enumerate(parties(opened))
    ]


def paper_row(opened: Opened, paper: Paper) -> PaperRow:
    told = {"day": short_date(paper.happened_at), "who": paper.brought_by, "size": filesizeformat(paper.size)}
    opens = paper.state == PaperState.CLEAN and paper.stands
    ref = opened.case.reference
    return PaperRow(
        what=str(paper.get_kind_display()),
        name=paper.name,
        words=paper.words,
        note=_("Brought by %(who)s, %(day)s. %(size)s.") % told,
        tag=Tag(str(PaperState(paper.state).label), _STATES[PaperState(paper.state)]),
        open=Link(_("Save it"), url("cases:paper", ref, paper.pk)) if opens else None,
        error_why=paper.error_why,
        error=Link(_("This is wrong"), url("casefile:error", ref, paper._meta.label, paper.pk))
        if paper.stands
        else None,
    )


_STATES = {PaperState.CHECKING: "now", PaperState.CLEAN: "done", PaperState.HARMFUL: "gate"}
