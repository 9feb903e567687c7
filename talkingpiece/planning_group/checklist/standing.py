"""Steps 3 and 4: the people and the agreements."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from talkingpiece.areas.models import AgencyKind
from talkingpiece.planning_group.checklist.shape import (
    COORDINATOR,
    MANAGER,
    SUPERVISOR,
    ChecklistItem,
    also,
    first,
)
from talkingpiece.planning_group.states import Source
from talkingpiece.staffing.models import Level

STAFFING_AND_SHARING: tuple[ChecklistItem, ...] = (
    first(
        3,
        "supervisor",
        _("A case supervisor is in post"),
        _("Nobody signs off their own risk."),
        MANAGER,
        Source.SUPERVISOR,
    ),
    first(
        3,
        "facilitators",
        _("Two facilitators are registered at the level that a standard case needs"),
        _("Two lead a meeting, and one of them can be ill."),
        COORDINATOR,
        Source.FACILITATORS,
        number=2,
    ),
    also(
        3,
        "advanced",
        _("One facilitator has the level that a sensitive case needs"),
        _("Without one, sensitive cases have to wait."),
        COORDINATOR,
        Source.FACILITATORS,
        level=Level.ADVANCED,
    ),
    first(
        3,
        "duty",
        _("Somebody is on duty for whatever arrives"),
        _("A referral has an owner from its first second."),
        COORDINATOR,
        Source.DUTY,
    ),
    first(
        3,
        "supervision",
        _("Nobody’s case supervision is overdue"),
        _("This work is not done alone."),
        SUPERVISOR,
        Source.IN_SUPERVISION,
    ),
    also(
        3,
        "vetting",
        _("Everybody’s clearance for prisons is in date"),
        _("A lapsed one stops a visit at the gate."),
        COORDINATOR,
        Source.VETTED,
    ),
    first(
        3,
        "lone_working",
        _("How people visit safely, and who knows that they came home, is written down"),
        _("Visits are made to homes that nobody has seen."),
        MANAGER,
    ),
    also(
        3,
        "budget",
        _("There is money for the year, for travel and interpreters too"),
        _("Costs must never decide whether somebody can come."),
        MANAGER,
    ),
    first(
        4,
        "agreement_probation",
        _("An agreement with probation is in force"),
        _("Nobody is approached before their offender manager was asked."),
        COORDINATOR,
        Source.AGREEMENT,
        agencies=(AgencyKind.PROBATION,),
    ),
    also(
        4,
        "agreement_prison",
        _("An agreement with a prison is in force"),
        _("Without it, nobody in prison can be asked or met."),
        COORDINATOR,
        Source.AGREEMENT,
        agencies=(AgencyKind.PRISON,),
    ),
    also(
        4,
        "agreement_liaison",
        _("An agreement with the victim liaison unit is in force"),
        _("They know what a victim was told already."),
        COORDINATOR,
        Source.AGREEMENT,
        agencies=(AgencyKind.VICTIM_LIAISON,),
    ),
    also(
        4,
        "agreement_referring",
        _("An agreement with the police or with victim support is in force"),
        _("They meet most victims first."),
        COORDINATOR,
        Source.AGREEMENT,
        agencies=(AgencyKind.POLICE, AgencyKind.VICTIM_SUPPORT),
    ),
    first(
        4,
        "impact_assessed",
        _("What the records could do to people was assessed, and somebody answers for data protection"),
        _("These are among the most sensitive records that there are."),
        MANAGER,
    ),
    first(
        4,
        "when_it_leaks",
        _("Everybody knows what to do within the hour if something gets out"),
        _("An hour can be what keeps somebody safe."),
        MANAGER,
    ),
    also(
        4,
        "named_contacts",
        _("Each agency has named somebody, and a second person"),
        _("People leave, and requests go on waiting."),
        COORDINATOR,
    ),
)
