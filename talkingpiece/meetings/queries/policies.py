from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from talkingpiece.areas.models import ProfileVersion
from talkingpiece.areas.profile import Section, merged
from talkingpiece.cases.models import Case
from talkingpiece.cases.profile import ApproachDef, Approaches
from talkingpiece.engagement.profile import Engagement
from talkingpiece.meetings.conditions import Policy
from talkingpiece.meetings.profile import Meetings
from talkingpiece.risk.profile import Risk
from talkingpiece.staffing.profile import Staffing

S = TypeVar("S", bound=Section)


def policies(cases: Iterable[Case]) -> Callable[[Case, type[S]], S]:
    """Each case's own version of any section of the profile, for all cases in one query."""
    versions = {(case.area_id, case.profile_version) for case in cases}
    rows = ProfileVersion.objects.filter(
        area_id__in={area for area, _version in versions}, version__in={version for _area, version in versions}
    )
    differences = {(row.area_id, row.version): row.differences for row in rows}

    def of(case: Case, wanted: type[S]) -> S:
        return merged(differences.get((case.area_id, case.profile_version), {}), wanted)  # type: ignore[return-value]

    return of


def approach_of(case: Case, key: str) -> ApproachDef:
    """As the case's own version of the profile has it. Raises KeyError for one that it does not offer."""
    return policies([case])(case, Approaches).approach(key)


def policy_for(case: Case, sections: Callable[[Case, type[S]], S]) -> Policy:
    return Policy(sections(case, Meetings), sections(case, Risk), sections(case, Engagement), sections(case, Staffing))  # type: ignore[arg-type]
