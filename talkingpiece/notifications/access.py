from __future__ import annotations

from uuid import UUID

from django.http import Http404

from talkingpiece.cases.access import Opened
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.profile import LetterDef
from talkingpiece.notifications.queries import Addressee, addressee, letters_of, letters_section


def get_letter(opened: Opened, letter_id: UUID) -> Letter:
    """Raises Http404 for a letter of another case."""
    found = next((one for one in letters_of(opened.case.pk) if one.pk == letter_id), None)
    if found is None:
        raise Http404
    return found


def get_template(opened: Opened, person_id: UUID, key: str) -> tuple[Addressee, LetterDef]:
    """Raises Http404 for somebody who is not of the case, and for a letter that is not for them."""
    to = addressee(opened.case, person_id)
    try:
        template = letters_section(opened.case).letter(key)
    except KeyError:
        raise Http404 from None
    if to is None or not to.may_get(template):
        raise Http404
    return to, template
