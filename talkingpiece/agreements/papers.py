"""An agreement as it is printed, sent to the other party and signed."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from django.utils.translation import gettext as _

from talkingpiece.agreements.models import Agreement
from talkingpiece.agreements.states import TERMS, Category, Controller, Part, Purpose, Term
from talkingpiece.documents.payloads import AgreementPaper, Audience, Fact, Item, SignedFor
from talkingpiece.documents.payloads import Part as PaperPart
from talkingpiece.ui.dates import long_date

FILE_NAME = "agreement.pdf"


def paper_for(agreement: Agreement) -> AgreementPaper:
    """With the mark of its words at its foot."""
    bare = _paper(agreement)
    foot = _("The mark of this document is %(mark)s. Another text has another mark.") % {"mark": mark_of(bare)}
    return bare.model_copy(update={"foot": foot})


def mark_of(bare: AgreementPaper) -> str:
    words = json.dumps(bare.model_dump(mode="json", exclude={"foot"}), sort_keys=True, ensure_ascii=False)
    mark = hashlib.sha256(words.encode()).hexdigest()[:12].upper()
    return " ".join(mark[start : start + 4] for start in range(0, 12, 4))


def parties(agreement: Agreement) -> tuple[str, str]:
    """By name: we, they."""
    return _("Restorative justice service, %(area)s") % {"area": agreement.area.name}, agreement.agency.name


def _paper(agreement: Agreement) -> AgreementPaper:
    us, them = parties(agreement)
    lines = (_("Name"), _("Role"), _("Signature"), _("Date"))
    return AgreementPaper(
        audience=Audience.PARTNER,
        title=_("Agreement"),
        heading=agreement.title,
        facts=tuple(Fact(label=label, value=value) for label, value in _facts(agreement)),
        flows_heading=str(Part.SENT.label),
        flows=(
            _flow(_("%(us)s may send to %(them)s") % {"us": us, "them": them}, agreement.we_may_send),
            _flow(_("%(them)s may send to %(us)s") % {"us": us, "them": them}, agreement.they_may_send),
        ),
        parts=tuple(_part(agreement, part, terms) for part, terms in TERMS.items()),
        signatures_heading=_("Signatures"),
        signatures=tuple(SignedFor(party=_("For %(party)s") % {"party": one}, labels=lines) for one in (us, them)),
    )


def _facts(agreement: Agreement) -> list[tuple[str, str]]:
    us, them = parties(agreement)
    people = [agreement.owner.name, *([agreement.deputy.name] if agreement.deputy else [])]
    last = long_date(agreement.ends_on - timedelta(days=1))
    return [
        (_("Between:"), _("%(party)s, %(role)s") % {"party": us, "role": _role(agreement.our_role)}),
        (_("and:"), _("%(party)s, %(role)s") % {"party": them, "role": _role(agreement.their_role)}),
        (
            _("Number:"),
            _("%(reference)s, version %(version)d") % {"reference": agreement.reference, "version": agreement.version},
        ),
        (_("For:"), "; ".join(str(Purpose(one).label) for one in agreement.purposes)),
        (_("In words:"), agreement.purpose),
        (
            _("In force:"),
            _("from %(first)s to the end of %(last)s") % {"first": long_date(agreement.starts_on), "last": last},
        ),
        (_("Reviewed:"), long_date(agreement.reviews_on) if agreement.reviews_on else _("at its end")),
        (_("Looked after by:"), ", ".join(people)),
    ]


def _role(role: str) -> str:
    return str(Controller(role).label) if role else ""


def _flow(heading: str, categories: list[str]) -> PaperPart:
    lines = tuple(str(Category(one).label) for one in categories)
    return PaperPart(heading=heading, lines=lines or (_("Nothing"),))


def _part(agreement: Agreement, part: Part, terms: tuple[Term, ...]) -> PaperPart:
    said = [(term, agreement.terms.get(term, "")) for term in terms]
    items = tuple(Item(owner=str(term.label), words=words, due="", status="") for term, words in said if words.strip())
    heading = _("Sensitive data") if part is Part.SENT else str(part.label)
    return PaperPart(heading=heading, items=items)
