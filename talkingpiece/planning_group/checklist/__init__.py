"""The model's checklist, in our own words: what a service needs at each of the eight steps. An area may differ."""

from django.utils.translation import gettext_noop as _

from talkingpiece.planning_group.checklist.beginning import GROUP_AND_IDENTIFYING
from talkingpiece.planning_group.checklist.shape import ChecklistItem
from talkingpiece.planning_group.checklist.standing import STAFFING_AND_SHARING
from talkingpiece.planning_group.checklist.working import AFTERWARDS, RISK_AND_PEOPLE

MODEL: tuple[ChecklistItem, ...] = (*GROUP_AND_IDENTIFYING, *STAFFING_AND_SHARING, *RISK_AND_PEOPLE, *AFTERWARDS)
STEPS: dict[int, str] = {
    1: _("Management and planning group"),
    2: _("Case identification"),
    3: _("Need, resources and staffing"),
    4: _("Information sharing"),
    5: _("Risk"),
    6: _("Engaging victims and offenders"),
    7: _("Recording and evaluating meetings"),
    8: _("Feeding into offender management"),
}

__all__ = ["MODEL", "STEPS", "ChecklistItem"]
