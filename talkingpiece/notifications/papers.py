"""A letter as it is printed: from its template, from what the writer filled in, and from who writes to whom."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.documents.payloads import Audience, Fact, LetterPaper
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.profile import LetterDef
from talkingpiece.notifications.queries import letters_section
from talkingpiece.people.models import ContactPoint
from talkingpiece.ui.dates import long_date

FILE_NAME = "letter.pdf"


def definition(letter: Letter) -> LetterDef:
    return letters_section(letter.case).letter(letter.template)


def paper_of(letter: Letter, point: ContactPoint | None, *, on: date) -> LetterPaper:
    """As it would be printed on that day. Handed over in person, it bears no address."""
    template, filled = definition(letter), letter.fields
    given = {field.key: str(filled.get(field.key, "")).strip() for field in template.fields}
    own = tuple(given[field.key] for field in template.fields if not field.shown and given[field.key])
    facts = tuple(
        Fact(label=_(field.shown), value=given[field.key])
        for field in template.fields
        if field.shown and given[field.key]
    )
    return LetterPaper(
        audience=Audience(letter.audience),
        title=_("Letter"),
        sender=_sender(letter),
        to=_to(letter, point),
        date=long_date(on),
        greeting=_("Dear %(name)s,") % {"name": letter.person.called},
        paragraphs=(*(_(words) for words in template.before), *own),
        facts=facts,
        after=tuple(_(words) for words in template.after),
        closing=_("With kind regards,"),
        signed=(letter.recorded_by.name,) if letter.recorded_by else (),
    )


def _sender(letter: Letter) -> tuple[str, ...]:
    """For everybody alike: neither a name nor a sign of what we are."""
    area = letter.case.area
    return (*letters_section(letter.case).return_address, area.phone, area.phone_hours)


def _to(letter: Letter, point: ContactPoint | None) -> tuple[str, ...]:
    person = letter.person
    name = person.called if person.conceal_from else person.name
    address = point.value.replace(",", "\n").splitlines() if point and not letter.by_hand else []
    return (name, *(line.strip() for line in address if line.strip()))


def bears_address(paper: LetterPaper) -> bool:
    return len(paper.to) > 1


def sealed_paper(paper: LetterPaper) -> LetterPaper:
    """The same as it is looked at on a page: an address is uncovered only to be printed."""
    if not bears_address(paper):
        return paper
    return paper.model_copy(update={"to": (paper.to[0], _("(The address is sealed. It stands on the print.)"))})


def sent_paper(letter: Letter) -> LetterPaper:
    """Of a released letter: as it was released."""
    return LetterPaper.model_validate(letter.paper)
