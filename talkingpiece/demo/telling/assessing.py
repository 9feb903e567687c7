"""The risk of this process: looked at by one, signed by another; and what stops everything."""

from __future__ import annotations

from collections.abc import Mapping

from talkingpiece.demo.telling.approaching import CONFERENCE
from talkingpiece.demo.telling.teller import Teller
from talkingpiece.demo.telling.words import NEXT_DOOR, Worry
from talkingpiece.protection.classes import Side
from talkingpiece.risk import services
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries import policy_of, seen
from talkingpiece.risk.services import Written
from talkingpiece.risk.states import AssessmentState, Concern, Present, Residual


class Assessing(Teller):
    def assesses(
        self,
        worries: Mapping[str, Worry],
        *,
        decision: str,
        reasons: str,
        plan: str,
        approach: str = CONFERENCE,
    ) -> None:
        """Every factor that must be looked at, and those that worry somebody. Put forward by `submits_risk`."""
        assessment = services.start_assessment(case_id=self.case.pk, approach=approach, by=self.worker, at=self.now)
        policy = policy_of(self.case)
        required = {factor.key for factor in policy.required(approach)}
        for factor in policy.factors_of(approach):
            if factor.key in required or factor.key in worries:
                services.assess_factor(
                    assessment_id=assessment.pk,
                    factor=factor.key,
                    written=_written(worries.get(factor.key)),
                    version=seen(None),
                    by=self.worker,
                    at=self.now,
                )
        self._decided = (decision, reasons, plan)

    def submits_risk(self) -> None:
        decision, reasons, plan = self._decided
        assessment = self._open(AssessmentState.DRAFT)
        services.submit_assessment(
            assessment_id=assessment.pk,
            version=assessment.version,
            decision=decision,
            reasons=reasons,
            plan=plan,
            by=self.worker,
            at=self.now,
        )

    def signs_risk(self, words: str) -> None:
        services.sign_assessment(
            assessment_id=self._open(AssessmentState.SUBMITTED).pk, words=words, by=self.ridgeway.sian, at=self.now
        )

    def supervisor_next_door_signs(self, words: str) -> None:
        _asked, token = services.ask_outside(
            assessment_id=self._open(AssessmentState.SUBMITTED).pk, by=self.ridgeway.priya, at=self.now, **NEXT_DOOR
        )
        services.answer_outside(token=token, answer="sign", words=words, at=self.now)

    def raises_flag(self, kind: str, words: str, *, side: Side) -> None:
        services.raise_flag(case_id=self.case.pk, kind=kind, side=side, words=words, by=self.worker, at=self.now)

    def _open(self, state: AssessmentState) -> Assessment:
        return Assessment.objects.get(case=self.case, state=state)


def _written(worry: Worry | None) -> Written:
    if worry is None:
        return Written(present=Present.NO, concern=Concern.NONE, residual=Residual.ACCEPTABLE)
    return Written(
        present=worry.present,
        concern=worry.concern,
        victim_view=worry.victim_view,
        offender_view=worry.offender_view,
        note=worry.note,
        mitigation=worry.mitigation,
        residual=Residual.WITH_PLAN,
        owner_words="Whoever leads the case",
    )
