from __future__ import annotations

from datetime import datetime

from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import people_with_role
from talkingpiece.accounts.roles import Role
from talkingpiece.cases.models import Case, Member
from talkingpiece.cases.states import MemberRole
from talkingpiece.risk.models import Assessment
from talkingpiece.risk.queries.assessments import took_part


def supervisors(case: Case, at: datetime) -> list[User]:
    """Who may sign and answer red flags here, the supervisor of the case first. Never a worker of the case."""
    members = Member.objects.filter(case=case, ends_at__isnull=True)
    workers = members.exclude(role=MemberRole.SUPERVISOR).values("user_id")
    own = set(members.filter(role=MemberRole.SUPERVISOR).values_list("user_id", flat=True))
    found = people_with_role(case.area_id, Role.CASE_SUPERVISOR, at).exclude(pk__in=workers)
    return sorted(found, key=lambda user: (user.pk not in own, user.name))


def signer_of(case: Case, assessment: Assessment, at: datetime) -> User | None:
    """Who is asked to sign it: the first of them who took no part in it."""
    return next((user for user in supervisors(case, at) if not took_part(assessment, user)), None)
