"""One sealed thing, uncovered: large, with its rule beside it, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.casefile.access import Secret
from talkingpiece.casefile.states import Hidden
from talkingpiece.cases.access import Opened
from talkingpiece.cases.doors import url
from talkingpiece.cases.forms.reveal import PurposeForm
from talkingpiece.cases.pages.reveal import purpose_page
from talkingpiece.cases.presenters import case_page
from talkingpiece.cases.queries import open_pause
from talkingpiece.engagement.models import Visit
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.people.queries import rule_of
from talkingpiece.people.safe import hours_in_words, if_answered_in_words, is_safe_at
from talkingpiece.people.states import Channel
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import long_date

_RUNG = frozenset({Channel.CALL, Channel.VOICEMAIL})


@dataclass(frozen=True)
class Shown:
    """`warning`: why it must not be used now. `rule`: what goes with every use of it."""

    heading: str
    values: list[tuple[str, str]]
    rule: list[str]
    warning: str = ""
    ring: str = ""
    text: str = ""
    log_url: str = ""


def heading(secret: Secret) -> str:
    name = {"name": secret.person.called}
    if secret.what is Hidden.WHEREABOUTS:
        return _("Where %(name)s is") % name
    if secret.what is Hidden.RELEASE:
        return _("When %(name)s is released") % name
    if secret.what is Hidden.VISIT:
        return _("Where the visit to %(name)s is") % name
    assert secret.point is not None
    return {
        Channel.CALL: _("Call %(name)s"),
        Channel.VOICEMAIL: _("Leave %(name)s a voicemail"),
        Channel.TEXT: _("Text %(name)s"),
        Channel.EMAIL: _("Email %(name)s"),
        Channel.POST: _("Write to %(name)s"),
    }[Channel(secret.point.channel)] % name


def ask_page(opened: Opened, secret: Secret, form: PurposeForm, reader: User, at: datetime) -> dict[str, Any]:
    asked = purpose_page(reader, opened.case.area_id, form, at)
    reference = opened.case.reference
    return case_page(
        opened,
        heading=heading(secret),
        hidden={"what": secret.what, "id": secret.about.pk},
        uncover_url=url("casefile:uncover", reference),
        back=url("casefile:case", reference),
        **asked,
    )


def shown_page(opened: Opened, secret: Secret, at: datetime) -> dict[str, Any]:
    return case_page(opened, shown=_shown(opened, secret, at))


def _shown(opened: Opened, secret: Secret, at: datetime) -> Shown:
    if secret.point is not None:
        return _way(opened, secret, secret.point, at)
    if secret.visit is not None:
        return Shown(heading(secret), _place(secret.visit), _visit_rule(secret))
    if secret.what is Hidden.WHEREABOUTS:
        held_at = getattr(secret.about, "held_at", "")
        return Shown(heading(secret), [("", held_at or _("Not known"))], _offender_rule())
    return Shown(heading(secret), _dates(secret.dates()), _offender_rule())


def _offender_rule() -> list[str]:
    return [_("The victim hears this from the victim liaison officer, never from us.")]


def _place(visit: Visit) -> list[tuple[str, str]]:
    met = [(_("Meeting point"), visit.meet_at)] if visit.meet_at else []
    return [("", visit.place), *met]


def _visit_rule(secret: Secret) -> list[str]:
    if secret.side is Side.OFFENDER:
        return _offender_rule()
    rule = [_("For whoever goes there, and for nobody else.")]
    return [*rule, _conceal(secret.person)] if secret.person.conceal_from else rule


def _conceal(person: Person) -> str:
    return _("Conceal from: %(people)s") % {"people": person.conceal_from}


def _dates(dates: dict[str, date | None]) -> list[tuple[str, str]]:
    labels = {
        "release_on": _("Release"),
        "licence_ends_on": _("Licence ends"),
        "parole_from": _("Parole window opens"),
        "parole_until": _("Parole window closes"),
    }
    known = [(labels[name], long_date(day)) for name, day in dates.items() if day]
    return known or [("", _("Not known"))]


def _way(opened: Opened, secret: Secret, point: ContactPoint, at: datetime) -> Shown:
    rule = rule_of(point)
    spoken = point.channel in _RUNG
    words = [hours_in_words(rule), if_answered_in_words(rule) if point.channel == Channel.CALL else "", point.note]
    if secret.person.conceal_from:
        words.append(_conceal(secret.person))
    digits = "".join(mark for mark in point.value if mark in "+0123456789")
    return Shown(
        heading=heading(secret),
        values=[("", point.value)],
        rule=[word for word in words if word],
        warning=_warning(opened, secret, point, at),
        ring=digits if spoken else "",
        text=digits if point.channel == Channel.TEXT else "",
        log_url=url("engagement:contact", opened.case.reference, secret.person.pk),
    )


def _warning(opened: Opened, secret: Secret, point: ContactPoint, at: datetime) -> str:
    name = {"name": secret.person.called}
    if secret.person.pk == opened.case.victim_id and open_pause(opened.case.pk) is not None:
        return _("%(name)s is pausing. Use this only if they asked you to.") % name
    if not is_safe_at(rule_of(point), at):
        return _("This is not a safe time. Wait for the hours that %(name)s gave.") % name
    return ""
