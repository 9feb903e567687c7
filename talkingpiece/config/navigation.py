from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.accounts.access import may_somewhere
from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import holdings, practice_areas_of
from talkingpiece.areas.models import Area
from talkingpiece.core import clock


@dataclass(frozen=True)
class Item:
    url: str
    label: str | Promise
    current: bool = False


# URL name, words, and the act without which the item is not there.
STAFF_NAV: list[tuple[str, str | Promise, Act]] = [
    ("casefile:my_work", gettext_lazy("My work"), Act.WORK_SEE),
    ("referrals:queue", gettext_lazy("Front door"), Act.REFERRAL_SEE),
    ("casefile:cases", gettext_lazy("Cases"), Act.CASE_SEE),
    ("meetings:list", gettext_lazy("Meetings"), Act.CASE_SEE),
    ("casefile:overview", gettext_lazy("Overview"), Act.WORK_OVERSEE),
    ("staffing:team", gettext_lazy("Team"), Act.WORK_OVERSEE),
    ("training:pack", gettext_lazy("Training"), Act.TRAINING_SEE),
    ("people_and_roles", gettext_lazy("People and roles"), Act.ACCOUNT_MANAGE),
    ("identification:extracts", gettext_lazy("Agencies’ lists"), Act.EXTRACT_SEE),
    ("agreements:list", gettext_lazy("Agreements"), Act.AGREEMENT_SEE),
    ("evaluation:quarter", gettext_lazy("Figures"), Act.FIGURES_SEE),
    ("planning_group:steps", gettext_lazy("Eight steps"), Act.STEPS_SEE),
    ("casefile:emergencies", gettext_lazy("Emergencies"), Act.GLASS_REVIEW),
    ("referrals:made", gettext_lazy("Your referrals"), Act.REFERRAL_MAKE),
    ("information_sharing:requests", gettext_lazy("Requests"), Act.REQUEST_ANSWER),
    ("engagement:legal_visits", gettext_lazy("Legal visits"), Act.VISIT_ANSWER),
    ("offender_management:where_it_stands", gettext_lazy("Where it stands"), Act.REPORT_RECEIVE),
    ("offender_management:received", gettext_lazy("Reports"), Act.REPORT_RECEIVE),
]
PUBLIC_FOOTER: list[tuple[str, str | Promise]] = [
    ("front:what_happens", gettext_lazy("What happens")),
    ("front:your_information", gettext_lazy("Your information")),
    ("front:hide_your_visit", gettext_lazy("Hide your visit")),
    ("front:reach_us", gettext_lazy("How to reach us")),
]

PRACTICE: tuple[str, str | Promise] = ("sign_in", gettext_lazy("Practice service: sign in"))


def set_layout(request: HttpRequest) -> None:
    user = request.user if isinstance(request.user, User) else None
    staff = settings.TP_DOOR == "staff" or request.path.startswith(settings.TP_STAFF_PREFIX)
    area: Area | None = getattr(request, "tp_area", None)
    if user and staff:
        held = holdings(user, clock.now())
        area = held[0].area if held else None
        roles = ", ".join(str(h.get_role_display()) for h in held)
        request.tp_me = _("%(name)s, %(roles)s") % {"name": user.name, "roles": roles} if roles else user.name  # type: ignore[attr-defined]
        request.tp_nav = [  # type: ignore[attr-defined]
            Item(url, label, request.path.startswith(url))
            for name, label, act in STAFF_NAV
            if may_somewhere(user, act) and (url := _url(name))
        ]
        request.tp_practice = area is not None and area.practice  # type: ignore[attr-defined]
        if not request.tp_practice and practice_areas_of(user, clock.now()) and (url := _url("rehearsal:mine")):  # type: ignore[attr-defined]
            request.tp_nav.append(Item(url, _("Practice"), request.path == url))  # type: ignore[attr-defined]
    footer = PUBLIC_FOOTER + ([PRACTICE] if settings.TP_MODE == "demo" else [])
    request.tp_footer = [Item(url, label) for name, label in footer if (url := _url(name))]  # type: ignore[attr-defined]
    request.tp_area_name = area.name if area else ""  # type: ignore[attr-defined]
    request.tp_service = {  # type: ignore[attr-defined]
        "name": settings.TP_PUBLIC_NAME,
        "phone": area.phone if area else "",
        "hours": area.phone_hours if area else "",
    }


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # not on this door
        return ""
