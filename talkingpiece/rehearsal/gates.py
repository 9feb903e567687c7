"""What may begin, and what somebody of the case can say by now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.queries import live
from talkingpiece.core.blockers import Blocker, Condition, Text, Verdict, condition, verdict
from talkingpiece.engagement.queries import last_approach
from talkingpiece.information_sharing.queries import open_requests
from talkingpiece.protection.classes import Side
from talkingpiece.rehearsal.models import Opened
from talkingpiece.rehearsal.queries import group_of
from talkingpiece.rehearsal.states import Play
from talkingpiece.training.models import Session


@dataclass(frozen=True)
class BeginFacts:
    is_trainer: bool
    learners: int
    practises: bool


def facts_for_begin(session: Session, by: User) -> BeginFacts:
    return BeginFacts(
        is_trainer=session.course.trainer_id == by.pk,
        learners=session.course.learners.filter(user__is_active=True).count(),
        practises=group_of(session.pk) is not None,
    )


def blockers_to_begin(facts: BeginFacts) -> Verdict:
    return verdict(
        [
            _asked(facts.is_trainer, "other_trainer", _("You train this course"), _("You do not train this course")),
            _asked(facts.learners > 0, "nobody", _("Somebody learns in it"), _("Nobody learns in this course")),
            _asked(not facts.practises, "practises", _("The group does not practise yet"), _("It practises already")),
        ]
    )


@dataclass(frozen=True)
class PlayFacts:
    case_open: bool
    offender: bool  # somebody is named as responsible
    approached: bool
    paused: bool
    asked_manager: bool
    victim_agreed: bool  # to something that they can take back
    offender_agreed: bool


def facts_for_play(opened: Opened, at: datetime) -> PlayFacts:
    case, row = opened.case, responsible_of(opened)
    agreed = live([case.pk], on=timezone.localdate(at))
    return PlayFacts(
        case_open=case.is_open and opened.over_at is None,
        offender=row is not None,
        approached=row is not None and last_approach(row.pk) is not None,
        paused=open_pause(case.pk) is not None,
        asked_manager=bool(open_requests(case.pk)),
        victim_agreed=agreed.filter(person_id=case.victim_id).exists(),
        offender_agreed=row is not None and agreed.filter(person_id=row.person_id).exists(),
    )


def responsible_of(opened: Opened) -> Responsible | None:
    return Responsible.objects.filter(case=opened.case).select_related("person").order_by("pk").first()


_OFFENDER = frozenset(
    {Play.VICTIM_WORDS, Play.OFFENDER_YES, Play.OFFENDER_NOT_YET, Play.OFFENDER_NO, Play.OFFENDER_MEETS}
)
_APPROACHED = frozenset(
    {Play.OFFENDER_YES, Play.OFFENDER_NOT_YET, Play.OFFENDER_NO, Play.OFFENDER_MEETS, Play.OFFENDER_RISK}
)
_MANAGER = frozenset({Play.MANAGER_SUPPORTS, Play.MANAGER_OBJECTS, Play.MANAGER_NOT_YET})


def blockers_to_play(what: Play, facts: PlayFacts) -> Verdict:
    """Whatever the group did not do yet, nobody answers. To stop, and to take something back, needs nothing of it."""
    asked: list[Condition] = [
        _asked(facts.case_open, "over", _("A case is open"), _("There is no open case: open one"))
    ]
    if what in _OFFENDER:
        asked.append(
            _asked(facts.offender, "nobody_named", _("Jamie is named"), _("The group has not named anybody yet"))
        )
    if what in _APPROACHED:
        asked.append(
            _asked(facts.approached, "not_approached", _("Jamie was asked"), _("The group has not approached Jamie"))
        )
    if what in _MANAGER:
        asked.append(
            _asked(
                facts.asked_manager,
                "not_asked",
                _("The offender manager was asked"),
                _("No question of the group waits for the offender manager"),
            )
        )
    if what == Play.VICTIM_AGAIN:
        asked.append(_asked(facts.paused, "not_paused", _("She waits"), _("Robin does not wait for anything")))
    if what == Play.VICTIM_NOT_YET:
        asked.append(_asked(not facts.paused, "paused", _("She does not wait"), _("Robin waits already")))
    if what == Play.VICTIM_TAKES_BACK:
        asked.append(_asked(facts.victim_agreed, "nothing", _("She agreed to something"), _nothing("Robin")))
    if what == Play.OFFENDER_TAKES_BACK:
        asked.append(_asked(facts.offender_agreed, "nothing", _("He agreed to something"), _nothing("Jamie")))
    return verdict(asked)


def _nothing(name: str) -> str:
    return _("%(name)s has agreed to nothing that could be taken back") % {"name": name}


def _asked(ok: bool, code: str, met: Text, otherwise: Text) -> Condition:
    return condition(
        ok, met, Blocker(code=code, message=otherwise, remedy="", who=_("The group, or the trainer"), side=Side.SERVICE)
    )
