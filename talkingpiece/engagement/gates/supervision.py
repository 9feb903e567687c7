"""What the second person answers for when they say whether an offender may be approached, as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from talkingpiece.cases.models import Case, OutsideSupervisor, Responsible
from talkingpiece.cases.queries import live_outside as live_link
from talkingpiece.cases.states import Question
from talkingpiece.core.blockers import digest
from talkingpiece.engagement.gates.approach import approach_consent, facts_for_approach, waits_for_supervisor
from talkingpiece.engagement.models import SupervisorAgreement
from talkingpiece.engagement.queries import supervisor_agreement
from talkingpiece.information_sharing.queries import latest_answer


@dataclass(frozen=True)
class ApproachQuestion:
    """`against`: how many of the family said that nothing of them is to be told."""

    responsible_id: str
    waits: bool
    complexity: str
    words: str  # that the victim allows us to say
    view: str  # of the offender manager
    reason: str
    viewed_at: datetime | None
    against: int
    legal: str  # cases.legal.LegalState for the scope "approach"
    answer_id: str  # of what was answered last
    agreed: bool | None
    answer_words: str

    @property
    def digest(self) -> str:
        return digest(self)


def approach_question(case: Case, responsible: Responsible, at: datetime) -> ApproachQuestion:
    facts = facts_for_approach(case, responsible, at)
    consent, manager = approach_consent(case, responsible, at), latest_answer(responsible.pk)
    last: SupervisorAgreement | None = supervisor_agreement(responsible.pk)
    return ApproachQuestion(
        responsible_id=facts.responsible_id,
        waits=facts.case_open and waits_for_supervisor(facts),
        complexity=case.complexity,
        words=consent.wording if consent else "",
        view=(manager.view or "") if manager else "",
        reason=manager.reason if manager else "",
        viewed_at=manager.answered_at if manager else None,
        against=len(facts.family_against),
        legal=str(facts.legal),
        answer_id=str(last.pk) if last else "",
        agreed=last.agreed if last else None,
        answer_words=last.words if last else "",
    )


def live_outside(token: str, at: datetime) -> tuple[OutsideSupervisor, Responsible, ApproachQuestion] | None:
    """None whatever ails the link; also once a colleague answered, or anything that they would read changed."""
    asked = live_link(token, Question.APPROACH, at)
    if asked is None:
        return None
    responsible = Responsible.objects.select_related("person", "offender_manager").get(pk=asked.about_id)
    question = approach_question(asked.case, responsible, at)
    if not question.waits or question.digest != asked.content_digest:
        return None
    return asked, responsible, question
