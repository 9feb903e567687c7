"""A share package as it is printed, from its lines and from who sends it to whom; and what must not be in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.agreements.states import Category
from talkingpiece.cases.protected import protected_from
from talkingpiece.documents.leaks import Protected, leaks_of
from talkingpiece.documents.payloads import Audience, Fact, Part, ReportPaper
from talkingpiece.information_sharing.models import SharePackage
from talkingpiece.information_sharing.states import SHAREABLE
from talkingpiece.people.queries import ways_of
from talkingpiece.people.states import Channel
from talkingpiece.ui.dates import long_date

FILE_NAME = "information.pdf"
_NUMBERS = {Channel.CALL, Channel.VOICEMAIL, Channel.TEXT}
_LABELS = {str(key): label for key, label in SHAREABLE}


def package_paper(package: SharePackage, *, on: date) -> ReportPaper:
    """As it stands now; `on` is the day that is printed on it. What the approver sees is what the recipient gets."""
    case, by = package.case, package.recorded_by
    sender = ", ".join(part for part in (by.name if by else "", by.job if by else "", case.area.name) if part)
    return ReportPaper(
        audience=Audience.SUPPORTER,
        title=_("Information"),
        heading=_("Information for you"),
        facts=(
            Fact(label=_("About:"), value=case.victim.called),
            Fact(label=_("For:"), value=f"{package.recipient_words}, {package.agency.name}"),
            Fact(label=_("From:"), value=sender),
            Fact(label=_("Questions:"), value=(by.phone if by and by.phone else case.area.phone)),
            Fact(label=_("Date:"), value=long_date(on)),
        ),
        parts=tuple(
            Part(heading=str(_LABELS[category]), lines=tuple(package.lines[category].split("\n")))
            for category in package.categories
        ),
        item_labels=("", "", "", ""),
        not_this_heading=_("Before you read on"),
        not_this=(
            _("It is for you alone, for what it was asked for. Pass nothing of it on without asking us."),
            _("Do not tell the person who caused the harm, nor anybody who might tell them."),
        ),
    )


def leaks_of_package(package: SharePackage, *, on: date) -> tuple[str, ...]:
    """What would say where anybody is, or who is on the other side, in what will be printed."""
    paper = package_paper(package, on=on)
    found = [one for hidden in _hidden(package) for one in leaks_of(paper, FILE_NAME, hidden)]
    return tuple(dict.fromkeys(finding.words for finding in found))


def _hidden(package: SharePackage) -> list[Protected]:
    """The other side, but for who they are where that is among what may be told; and where the victim is."""
    case, by = package.case, package.recorded_by
    known = [package.agency.name, case.area.name, str(package.recipient_words), by.name if by else ""]
    other = protected_from(case, case.victim, known_names=known)
    if Category.IDENTITY in package.categories:
        other = replace(other, names=())
    ways = ways_of(case.victim_id)
    own = Protected(
        names=(),
        numbers=tuple(way.value for way in ways if way.channel in _NUMBERS),
        emails=tuple(way.value for way in ways if way.channel == Channel.EMAIL),
        addresses=tuple(way.value for way in ways if way.channel == Channel.POST),
        existence=False,
    )
    return [other, own]
