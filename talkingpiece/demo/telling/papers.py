"""What leaves on paper: letters, and the report to an offender manager."""

from __future__ import annotations

from talkingpiece.demo.telling.meeting import Meetings
from talkingpiece.documents.render import Print
from talkingpiece.engagement.states import Means
from talkingpiece.notifications import services as letters
from talkingpiece.notifications.models import Letter
from talkingpiece.offender_management import services as reports
from talkingpiece.offender_management.allowed import fingerprint
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.queries import concerned
from talkingpiece.offender_management.states import Heard
from talkingpiece.people.models import Person


class Papers(Meetings):
    def writes_letter(
        self, template: str, person: Person | None = None, *, by_hand: bool = False, large: bool = False, **fields: str
    ) -> Letter:
        return letters.begin_letter(
            case_id=self.case.pk,
            person_id=(person or self.victim).pk,
            template=template,
            fields=fields,
            by_hand=by_hand,
            print_style=Print.LARGE if large else Print.NORMAL,
            by=self.worker,
            at=self.now,
        )

    def releases_letter(self, letter: Letter) -> None:
        letters.release_letter(letter_id=letter.pk, version=letter.version, by=self.worker, at=self.now)

    def writes_report(self, **written: str) -> OutcomeReport:
        """To the offender manager, from what both let be told."""
        for person in (self.victim, self.offender):
            self.agrees("agreement", person=person)
        return reports.begin_report(responsible_id=self.responsible.pk, written=written, by=self.worker, at=self.now)

    def shows_report(
        self, report: OutcomeReport, person: Person, heard: str = Heard.FINE, *, objects_to: str = "", words: str = ""
    ) -> None:
        """`objects_to`: words of each sentence that they would rather not have told."""
        report = self._fresh(report)
        mine = next(one for one in concerned(report) if one.person_id == person.pk)
        reports.record_showing(
            report_id=report.pk,
            person_id=person.pk,
            shown_digest=fingerprint(mine.sentences),
            means=Means.IN_PERSON,
            heard=heard,
            objects_to=[one.key for one in mine.sentences if objects_to and objects_to in one.words],
            words=words,
            by=self.worker,
            at=self.now,
        )

    def sends_report(self, report: OutcomeReport) -> None:
        reports.release_report(report_id=report.pk, version=self._fresh(report).version, by=self.worker, at=self.now)

    def manager_reads_report(self, report: OutcomeReport) -> None:
        assert report.recipient is not None  # it went to somebody with an account
        reports.note_first_reading(report_id=report.pk, by=report.recipient, at=self.now)

    def _fresh(self, report: OutcomeReport) -> OutcomeReport:
        return OutcomeReport.objects.select_related("responsible__person", "case__victim").get(pk=report.pk)
