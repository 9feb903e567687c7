"""How an assessment reads: its groups, what was written of each factor, and its decision."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkingpiece.cases.models import Case
from talkingpiece.cases.queries import companions
from talkingpiece.core.blockers import Text
from talkingpiece.risk.models import Assessment, FactorView
from talkingpiece.risk.presenters.names import approach_name, offenders
from talkingpiece.risk.profile import Factor
from talkingpiece.risk.queries import policy_of, views_of
from talkingpiece.risk.states import About, AssessmentState, Concern, Decision, Present, Residual
from talkingpiece.ui.components import Row, Tag, WorkRow
from talkingpiece.ui.dates import short_date

CONCERN_TAGS = {Concern.NONE: "done", Concern.SOME: "", Concern.SIGNIFICANT: "gate", Concern.STOP: "gate"}
STATE_TAGS: dict[str, str] = {AssessmentState.SIGNED: "done"}


@dataclass(frozen=True)
class FactorRead:
    words: str
    tag: Tag
    rows: list[Row]


@dataclass(frozen=True)
class Group:
    about: str
    name: Text
    to_do: str  # how many must still be looked at, in words; empty when none
    is_next: bool = False  # the first in which something is to do
    links: list[WorkRow] = field(default_factory=list)
    read: list[FactorRead] = field(default_factory=list)
    left_out: str = ""  # what nobody looked at, and nobody had to


@dataclass(frozen=True)
class AssessmentPage:
    assessment: Assessment
    name: str
    state: Tag
    groups: list[Group]
    ahead: list[Text]
    decision: list[Row]


def assessment_page(case: Case, assessment: Assessment) -> AssessmentPage:
    policy, views, other = policy_of(case), views_of(assessment.pk), offenders(case)
    abouts = policy.groups(assessment.approach)
    beside = [one.part for one in companions(case.pk)]
    groups = [_group(case, assessment, about, policy.asked(about, beside), views, other) for about in abouts]
    following = next((index for index, group in enumerate(groups) if group.to_do), -1)
    return AssessmentPage(
        assessment=assessment,
        name=approach_name(case, assessment.approach),
        state=state_tag(assessment),
        groups=[replace(group, is_next=index == following) for index, group in enumerate(groups)],
        ahead=[about.label for about in About if about not in abouts],
        decision=decision_rows(assessment),
    )


def state_tag(assessment: Assessment) -> Tag:
    return Tag(AssessmentState(assessment.state).label, STATE_TAGS.get(assessment.state, ""))


def _group(
    case: Case,
    assessment: Assessment,
    about: About,
    factors: tuple[Factor, ...],
    views: dict[str, FactorView],
    other: str,
) -> Group:
    missing = sum(factor.required and factor.key not in views for factor in factors)
    left_out = [_(factor.words) for factor in factors if factor.key not in views]
    return Group(
        about=about,
        name=about.label,
        to_do=ngettext("%(count)d still to look at", "%(count)d still to look at", missing) % {"count": missing}
        if missing
        else "",
        links=[_link(case, assessment, factor, views.get(factor.key)) for factor in factors],
        read=[
            read_factor(case.victim.called, factor, views[factor.key], other)
            for factor in factors
            if factor.key in views
        ],
        left_out="; ".join(left_out),
    )


def _link(case: Case, assessment: Assessment, factor: Factor, view: FactorView | None) -> WorkRow:
    return WorkRow(
        what=_(factor.words),
        url=reverse("risk:factor", args=[case.reference, assessment.pk, factor.key]),
        tag=concern_tag(view) if view else None,
        note=_to_answer(view) if view else "" if factor.required else _("If it matters here"),
    )


def _to_answer(view: FactorView) -> str:
    if view.concern != Concern.NONE and not (view.mitigation.strip() and view.residual):
        return _("What is done about it, and what remains, is still to write")
    return ""


def concern_tag(view: FactorView) -> Tag:
    concern = Concern(view.concern)
    return Tag(concern.label, CONCERN_TAGS[concern])


def read_factor(victim: str, factor: Factor, view: FactorView, other: str) -> FactorRead:
    return FactorRead(words=_(factor.words), tag=concern_tag(view), rows=factor_rows(victim, view, other))


def factor_rows(victim: str, view: FactorView, other: str) -> list[Row]:
    """Only what was written; the participants’ own views first."""
    review = _("Look again by %(date)s") % {"date": short_date(view.review_by)} if view.review_by else ""
    rows = [
        Row(_("%(name)s’s own view") % {"name": victim}, view.victim_view, quote=True),
        Row(_("%(name)s’s own view") % {"name": other}, view.offender_view, quote=True),
        Row(_("Is it there?"), Present(view.present).label),
        Row(_("What we saw"), view.note),
        Row(_("From whom we know"), view.source),
        Row(_("What is done about it"), view.mitigation),
        Row(_("What then remains"), Residual(view.residual).label if view.residual else ""),
        Row(_("Who sees to it"), view.owner_words),
        Row(_("Again"), review),
    ]
    return [row for row in rows if row.value]


def decision_rows(assessment: Assessment) -> list[Row]:
    who = _("%(name)s, %(date)s")
    put = {"name": assessment.assessor.name, "date": short_date(assessment.submitted_at or assessment.started_at)}
    rows = [
        Row(_("Decision"), Decision(assessment.decision).label if assessment.decision else ""),
        Row(_("Reasons"), assessment.reasons),
        Row(_("The plan"), assessment.plan),
        Row(_("Put forward") if assessment.submitted_at else _("Begun"), who % put),
    ]
    if assessment.returned_name:
        given = {"name": assessment.returned_name, "date": short_date(assessment.returned_at)}
        rows += [Row(_("Given back"), who % given), Row(_("With the words"), assessment.returned_words, quote=True)]
    if assessment.signed_name:
        signed = {"name": assessment.signed_name, "date": short_date(assessment.signed_at)}
        until = _("Until the start of %(date)s") % {"date": short_date(assessment.valid_until)}
        rows += [
            Row(_("Signed off"), who % signed),
            Row(_("With the words"), assessment.sign_words, quote=True),
            Row(_("Counts"), until),
        ]
    return [row for row in rows if row.value]
