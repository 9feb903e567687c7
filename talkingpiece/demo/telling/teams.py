"""Who is on duty, who is away, whose family it is, and the cases that a list brings."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext

from talkingpiece.accounts.models import User
from talkingpiece.cases import services as cases
from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import owner_of
from talkingpiece.cases.states import CompanionPart
from talkingpiece.consents.queries import words as consent_words
from talkingpiece.consents.services import record_consent
from talkingpiece.consents.states import Answer, Item, Method
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.people.models import Person
from talkingpiece.people.services import create_person
from talkingpiece.protection.classes import Side
from talkingpiece.records import services as records
from talkingpiece.records.columns import BY_KEY
from talkingpiece.records.queries import taken_over
from talkingpiece.records.states import TakenKind
from talkingpiece.staffing import services as staffing


class Teams(Teller):
    def is_on_duty(self, user: User, *, starts_at: datetime, ends_at: datetime) -> None:
        staffing.plan_duty(
            area=self.ridgeway.area,
            user=user,
            starts_at=starts_at,
            ends_at=ends_at,
            by=self.ridgeway.ngozi,
            at=self.now,
        )

    def is_away(self, user: User, *, stand_in: User, starts_on: date, ends_on: date) -> None:
        staffing.arrange_leave(
            area=self.ridgeway.area,
            user=user,
            stand_in=stand_in,
            starts_on=starts_on,
            ends_on=ends_on,
            by=self.ridgeway.ngozi,
            at=self.now,
        )

    def has_family(self, called: str, *, full_name: str, words: str) -> Person:
        """Somebody who was bereaved or harmed by it too."""
        person = create_person(
            area_id=self.case.area_id,
            called=called,
            full_name=full_name,
            by=self.worker,
            at=self.now,
            side=Side.VICTIM,
        )
        cases.add_companion(
            case_id=self.case.pk,
            person=person,
            part=CompanionPart.FAMILY,
            beside=self.victim,
            side=Side.VICTIM,
            words=words,
            by=self.worker,
            at=self.now,
        )
        return person

    def does_not_want_it(self, person: Person) -> None:
        """Family who does not want that the offender is asked in their name."""
        record_consent(
            case_id=self.case.pk,
            person=person,
            side=Side.VICTIM,
            item=Item.APPROACH,
            answer=Answer.REFUSED,
            wording=gettext(consent_words(self.case).wording(Item.APPROACH, CompanionPart.FAMILY).question),
            target=str(self.responsible.pk),
            method=Method.TELEPHONE,
            by=self.worker,
            at=self.now,
        )

    def brings_list(self, name: str, rows: Sequence[Mapping[str, str]]) -> list[Case]:
        """One case for each row; its keys are those of the template's columns."""
        by, at = self.ridgeway.priya, self.now
        found, _new = records.keep_list(area=self.ridgeway.area, content=_as_csv(rows), name=name, by=by, at=at)
        found = records.choose_columns(
            list_id=found.pk,
            version=found.version,
            sheet=found.answers["sheet"],
            mapping=found.answers["mapping"],
            by=by,
            at=at,
        )
        return records.bring_in(list_id=found.pk, version=found.version, by=by, at=at)

    def asks_again(
        self, case: Case, how: str, *, kinds: Collection[str] = TakenKind, gone: Collection[str] = ()
    ) -> None:
        """What the list said of this case, of these kinds: it still holds, but for those that are `gone`."""
        owner = owner_of(case.pk)
        assert owner is not None
        for taken in taken_over(case.pk):
            if taken.kind in kinds and taken.settled_at is None:
                records.settle_taken_over(
                    taken_id=taken.pk,
                    holds=taken.kind not in gone,
                    on=timezone.localdate(self.now),
                    how=how,
                    by=owner,
                    at=self.now,
                )


def _as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    keys = list(rows[0])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(BY_KEY[key].header) for key in keys])
    writer.writerows([row[key] for key in keys] for row in rows)
    return out.getvalue().encode()
