from __future__ import annotations

from datetime import datetime

from talkingpiece.cases.models import OutsideSupervisor
from talkingpiece.cases.queries import live_outside as live_link
from talkingpiece.cases.states import Question
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries.assessments import content_digest
from talkingpiece.risk.states import AssessmentState


def live_outside(token: str, at: datetime) -> tuple[OutsideSupervisor, Assessment] | None:
    """None whatever ails the link; also once a colleague decided, or a word of the assessment changed."""
    asked = live_link(token, Question.RISK, at)
    if asked is None:
        return None
    assessment = Assessment.objects.filter(pk=asked.about_id, state=AssessmentState.SUBMITTED).first()
    if assessment is None or content_digest(assessment) != asked.content_digest:
        return None
    return asked, assessment
