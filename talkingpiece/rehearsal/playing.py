"""Each thing that a trainer lets somebody say is one act of the room in which it would be written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from talkingpiece.accounts.models import User
from talkingpiece.casefile.services import stop_everything
from talkingpiece.cases.models import Responsible
from talkingpiece.cases.services import pause_case, resume_case
from talkingpiece.consents.queries import live, words
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.engagement.services import record_reply, record_voice
from talkingpiece.engagement.states import Reply, VoiceKind
from talkingpiece.information_sharing.queries import open_requests
from talkingpiece.information_sharing.services import answer_request
from talkingpiece.information_sharing.states import Rest, View
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from talkingpiece.rehearsal.gates import responsible_of
from talkingpiece.rehearsal.models import Opened
from talkingpiece.rehearsal.states import Play

CONFERENCE = "conference"


def let_happen(opened: Opened, what: Play, said: str, *, by: User, at: datetime) -> None:
    _ACTS[what](_Scene(opened, said, by, at))


class _Scene:
    def __init__(self, opened: Opened, said: str, by: User, at: datetime) -> None:
        self.opened, self.case, self.said, self.by, self.at = opened, opened.case, said, by, at

    @property
    def row(self) -> Responsible:
        found = responsible_of(self.opened)
        assert found is not None  # its gate asked
        return found

    def agrees(self, person: Person, side: Side, item: str, *, target: str = "", wording: str = "") -> None:
        record_consent(
            case_id=self.case.pk,
            person=person,
            side=side,
            item=item,
            answer=Answer.GIVEN,
            wording=wording or gettext(words(self.case).wording(item, side).question),
            target=target,
            method=Method.SPOKEN,
            by=self.by,
            at=self.at,
        )

    def takes_back(self, person: Person) -> None:
        given = live([self.case.pk], on=timezone.localdate(self.at)).filter(person=person)
        last = given.order_by("-happened_at", "-recorded_at").first()
        assert last is not None  # its gate asked
        withdraw_consent(consent_id=last.pk, how=Method.SPOKEN, words_said=self.said, by=self.by, at=self.at)

    def worries(self, person: Person) -> None:
        record_voice(
            case_id=self.case.pk,
            person_id=person.pk,
            kind=VoiceKind.RISK_VIEW,
            words=self.said,
            by=self.by,
            at=self.at,
        )

    def replies(self, reply: Reply) -> None:
        later = timezone.localdate(self.at) + timedelta(days=30)
        record_reply(
            responsible_id=self.row.pk,
            reply=reply,
            words=self.said,
            voluntary=True if reply == Reply.YES else None,
            ask_again_on=later if reply == Reply.NOT_NOW else None,
            by=self.by,
            at=self.at,
        )

    def manager(self, view: str = "", rest: str = Rest.WHOLE) -> None:
        """Answers as whoever was asked, since nobody else may."""
        request = open_requests(self.case.pk)[0]
        answer_request(
            request_id=request.pk,
            rest=rest,
            until=timezone.localdate(self.at) + timedelta(days=7) if rest == Rest.MORE_TIME else None,
            view=view,
            answers={} if rest == Rest.MORE_TIME else dict.fromkeys(request.questions, self.said),
            reason=self.said if view == View.OBJECT or rest == Rest.MORE_TIME else "",
            by=request.addressed_to,
            at=self.at,
        )

    def words(self) -> None:
        self.agrees(self.case.victim, Side.VICTIM, Item.APPROACH, target=str(self.row.pk), wording=self.said)

    def meets(self, person: Person, side: Side) -> None:
        self.agrees(person, side, Item.MODE, target=CONFERENCE)


_ACTS: dict[Play, Callable[[_Scene], object]] = {
    Play.VICTIM_WORDS: lambda s: s.words(),
    Play.VICTIM_MEETS: lambda s: s.meets(s.case.victim, Side.VICTIM),
    Play.VICTIM_NOT_YET: lambda s: pause_case(case_id=s.case.pk, words=s.said, resume_on=None, by=s.by, at=s.at),
    Play.VICTIM_AGAIN: lambda s: resume_case(case_id=s.case.pk, by=s.by, at=s.at),
    Play.VICTIM_RISK: lambda s: s.worries(s.case.victim),
    Play.VICTIM_TAKES_BACK: lambda s: s.takes_back(s.case.victim),
    Play.VICTIM_STOPS: lambda s: stop_everything(case_id=s.case.pk, by=s.by, at=s.at),
    Play.OFFENDER_YES: lambda s: s.replies(Reply.YES),
    Play.OFFENDER_NOT_YET: lambda s: s.replies(Reply.NOT_NOW),
    Play.OFFENDER_NO: lambda s: s.replies(Reply.NO),
    Play.OFFENDER_MEETS: lambda s: s.meets(s.row.person, Side.OFFENDER),
    Play.OFFENDER_RISK: lambda s: s.worries(s.row.person),
    Play.OFFENDER_TAKES_BACK: lambda s: s.takes_back(s.row.person),
    Play.MANAGER_SUPPORTS: lambda s: s.manager(View.SUPPORT),
    Play.MANAGER_OBJECTS: lambda s: s.manager(View.OBJECT),
    Play.MANAGER_NOT_YET: lambda s: s.manager(rest=Rest.MORE_TIME),
}
