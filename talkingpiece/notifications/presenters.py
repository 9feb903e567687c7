from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.access import Opened
from talkingpiece.cases.models import Case
from talkingpiece.cases.pages.reveal import purpose_page
from talkingpiece.cases.presenters import case_page
from talkingpiece.core import clock
from talkingpiece.core.blockers import Text
from talkingpiece.core.timeline import Entry
from talkingpiece.documents.payloads import LetterPaper
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.papers import paper_of, sent_paper
from talkingpiece.notifications.profile import Letters
from talkingpiece.notifications.queries import (
    Addressee,
    addressees,
    letters_of,
    letters_section,
    post_to,
    said_we_may_write,
)
from talkingpiece.notifications.states import LetterState
from talkingpiece.protection.classes import Side
from talkingpiece.ui.components import Tag
from talkingpiece.ui.dates import short_date, when
from talkingpiece.ui.forms import Form

_TAGS = {LetterState.DRAFT: "now", LetterState.RELEASED: "now", LetterState.GONE: "done", LetterState.STOPPED: ""}


@dataclass(frozen=True)
class Choice:
    key: str
    name: str


@dataclass(frozen=True)
class AddresseeRow:
    person_id: UUID
    name: str
    post: str
    choices: list[Choice]  # none before somebody on the offender's side has said that we may write


@dataclass(frozen=True)
class LetterRow:
    letter_id: UUID
    heading: str
    tag: Tag
    line: str


def addressee_rows(case: Case) -> list[AddresseeRow]:
    return [_addressee_row(case, to) for to in addressees(case)]


def _addressee_row(case: Case, to: Addressee) -> AddresseeRow:
    offered = letters_section(case).letters
    on = timezone.localdate(clock.now())
    if to.side != Side.VICTIM and not said_we_may_write(case, to.answers_for, on):
        words = _("Nobody on this side has said that we may write. That comes after the approach.")
        return AddresseeRow(to.person.pk, to.person.called, words, [])
    words = _("Post is safe.") if post_to(to.person.pk) else _("Post is not safe: only handed over in person.")
    choices = [Choice(one.key, _(one.name)) for one in offered if to.may_get(one)]
    return AddresseeRow(to.person.pk, to.person.called, words, choices)


def letter_rows(case: Case) -> list[LetterRow]:
    known = letters_section(case)
    return [LetterRow(one.pk, letter_name(one, known), letter_tag(one), _line(one)) for one in letters_of(case.pk)]


def letter_name(letter: Letter, known: Letters) -> str:
    name = known.letter(letter.template).name
    return _("%(letter)s, to %(name)s") % {"letter": _(name), "name": letter.person.called}


def letter_tag(letter: Letter) -> Tag:
    return Tag(letter.state.label, _TAGS[letter.state])


def _line(letter: Letter) -> str:
    if letter.state == LetterState.STOPPED:
        return _("Stopped %(day)s. %(why)s") % {
            "day": short_date(letter.stopped_at or letter.error_at),
            "why": letter.stopped_words or letter.error_why,
        }
    if letter.state == LetterState.GONE:
        gone = {"when": when(letter.went_at)}
        return _("Handed over %(when)s.") % gone if letter.by_hand else _("Posted %(when)s.") % gone
    if letter.state == LetterState.RELEASED:
        return _("Released %(when)s. Nobody has said yet that it has gone.") % {"when": when(letter.released_at)}
    return _("Begun %(day)s.") % {"day": short_date(letter.happened_at)}


def any_paper(letter: Letter) -> LetterPaper:
    """As it was released, or as it would be today."""
    if letter.paper:
        return sent_paper(letter)
    return paper_of(letter, post_to(letter.person_id), on=timezone.localdate(clock.now()))


def how_it_goes(letter: Letter) -> Text:
    """For whoever puts it into an envelope."""
    if letter.by_hand:
        return _("Handed over in person, without an envelope that says anything.")
    if letters_section(letter.case).return_address:
        return _("In a plain envelope: only the address in front, and the box for returns on the back.")
    return _("In a plain envelope: only the address in front, and nothing on the back.")


def print_page(opened: Opened, letter: Letter, form: Form, reader: User) -> dict[str, Any]:
    """What it is for, and how much is left of the day's budget: the print bears an address."""
    reference, asked = opened.case.reference, purpose_page(reader, opened.case.area_id, form, clock.now())
    return case_page(
        opened,
        name=letter_name(letter, letters_section(opened.case)),
        act=_("Open it to print (PDF)"),
        hidden={},
        uncover_url=reverse("notifications:letter_pdf", args=[reference, letter.pk]),
        back=reverse("notifications:letter", args=[reference, letter.pk]),
        **asked,
    )


def timeline(case: Case) -> list[Entry]:
    """Two queries."""
    known = letters_section(case)
    return [entry for letter in letters_of(case.pk) for entry in _entries(letter, known)]


def _entries(letter: Letter, known: Letters) -> Iterator[Entry]:
    name = {"letter": letter_name(letter, known)}
    side, draft = Side(letter.side), letter.state == LetterState.DRAFT
    yield Entry(
        at=letter.happened_at,
        title=_("Began a letter: %(letter)s") % name,
        side=side,
        by=letter.recorded_by.name if letter.recorded_by else "",
        fact=letter._meta.label if draft else "",
        fact_id=letter.pk if draft else None,
        error_why=letter.error_why,
    )
    if letter.released_at:
        by = letter.released_by.name if letter.released_by else ""
        yield Entry(at=letter.released_at, title=_("Released the letter: %(letter)s") % name, side=side, by=by)
    if letter.went_at:
        title = _("Handed over: %(letter)s") % name if letter.by_hand else _("Posted: %(letter)s") % name
        by = letter.went_by.name if letter.went_by else ""
        yield Entry(at=letter.went_at, title=title, side=side, words=letter.despite, by=by)
    if letter.stopped_at:
        title = _("Stopped the letter: %(letter)s") % name
        yield Entry(at=letter.stopped_at, title=title, side=side, words=letter.stopped_words)
