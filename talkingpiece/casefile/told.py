"""What we have told others, as a paper for the victim: plain words, only what is about them, only where that is safe.

It says nothing of where the other person is: an agency that was asked about them is not named, since a prison's name
would say it. What was told under a duty stands here only once it was safe to tell the person.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from talkingpiece.cases.models import Case
from talkingpiece.cases.protected import protected_from
from talkingpiece.documents.leaks import Protected, leaks_in
from talkingpiece.documents.payloads import Audience, Fact, Part, ReportPaper
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.queries import disclosures_of
from talkingpiece.information_sharing.states import SHAREABLE, Errand, Ground, PersonTold, Recipient
from talkingpiece.offender_management.queries import sentences_told_of
from talkingpiece.referrals.queries import referrer_sees
from talkingpiece.ui.dates import long_date

FILE_NAME = "what-we-told-others.pdf"
_LABELS = {str(key): str(label) for key, label in SHAREABLE}


def told_paper(case: Case, *, on: date) -> ReportPaper:
    area = case.area
    sent = [row for row in disclosures_of(case.pk) if row.stands and _is_safe(row)]
    parts = [*_referrer(case, on), *(part for row in sent for part in _parts(case, row))]
    if not parts:
        parts = [Part(heading=_("Nobody was told anything"), lines=(_("We have told nobody outside our service."),))]
    return ReportPaper(
        audience=Audience.VICTIM,
        title=_("What we told others"),
        heading=_("What we have told others about you"),
        facts=(
            Fact(label=_("For:"), value=case.victim.called),
            Fact(label=_("Date:"), value=long_date(on)),
            Fact(label=_("Questions:"), value=", ".join(part for part in (area.phone, area.phone_hours) if part)),
        ),
        parts=tuple(parts),
        item_labels=("", "", "", ""),
        not_this_heading=_("About this paper"),
        not_this=(
            _("It is for you. Keep it where nobody finds it, or give it back to us: we can print it again."),
            _("You can ask us for the exact words of anything that stands here, and say if something is wrong."),
            _("What you take back is not told any more. What was told already cannot be called back."),
        ),
    )


def _is_safe(row: Disclosure) -> bool:
    """What was told under a duty may be what nobody may find at their home: only what they know of already."""
    if row.ground != Ground.DUTY:
        return True
    return row.person_told in {PersonTold.TOLD, PersonTold.AGREED} or row.person_told_at is not None


def _parts(case: Case, row: Disclosure) -> Iterator[Part]:
    day = long_date(row.happened_at)
    if row.corrects_id is not None:
        yield Part(heading=day, lines=(_("We put right something that we had told them."),))
    elif row.purpose == Errand.ASK_AGENCY:
        line = _("We asked an agency about the other person. We did not say who you are, nor that you came to us.")
        yield Part(heading=day, lines=(line,))
    elif row.purpose == Errand.LEGAL_VISIT:
        line = _("We asked to visit the other person. We did not say who you are, nor that you came to us.")
        yield Part(heading=day, lines=(line,))
    elif row.purpose == Errand.OUTCOME_REPORT:
        first = _("We told those who supervise the other person what came of it.")
        lines = (first, *sentences_told_of(row, case.victim_id))
        yield Part(heading=day, lines=lines)
    elif row.purpose == Errand.PACKAGE:
        about = "; ".join(_LABELS.get(category, "") for category in row.categories)
        told = _("We told %(whom)s. What it was about: %(what)s.") % {"whom": row.recipient_words, "what": about}
        yield Part(heading=day, lines=(told,))
    elif row.purpose == Errand.TELL_REFERRER:
        line = _("%(agency)s saw this: %(what)s.") % {
            "agency": row.agency.name if row.agency else "",
            "what": row.sent.get("told", ""),
        }
        yield Part(heading=day, lines=(line,))
    else:
        yield Part(heading=day, lines=tuple(_under_duty(case, row)))


def _under_duty(case: Case, row: Disclosure) -> Iterator[str]:
    yield _("We told %(whom)s, because we had to, or because somebody could have been badly hurt.") % {
        "whom": _whom(row, protected_from(case, case.victim))
    }
    about = "; ".join(_LABELS.get(category, "") for category in row.categories if category in _LABELS)
    if about:
        yield _("What it was about: %(what)s.") % {"what": about}


def _whom(row: Disclosure, hidden: Protected) -> str:
    """Their name as it was written, unless it would say who or where the other person is."""
    named = str(row.recipient_words)
    if named and row.recipient_kind != Recipient.SUPERVISION and not leaks_in(named, hidden):
        return named
    return str(Recipient(row.recipient_kind).label) if row.recipient_kind else _("somebody who had to know")


def _referrer(case: Case, on: date) -> Iterator[Part]:
    seen = referrer_sees(case.pk, on)
    if seen is not None:
        agency, knows = seen
        heading = _("Whoever told us of you: %(agency)s") % {"agency": agency}
        yield Part(heading=heading, lines=(_("They can see this, as you decided: %(what)s.") % {"what": knows},))
