"""Steps 5 to 8: risk, people, records, and what is handed on."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from talkingpiece.areas.models import AgencyKind
from talkingpiece.planning_group.checklist.shape import (
    COORDINATOR,
    GROUP,
    MANAGER,
    SUPERVISOR,
    ChecklistItem,
    also,
    first,
)
from talkingpiece.planning_group.states import Source

RISK_AND_PEOPLE: tuple[ChecklistItem, ...] = (
    first(
        5,
        "risk_form",
        _("What is looked at in an assessment of the risk is adopted"),
        _("A memory aid that everybody shares. It is never a sum."),
        GROUP,
        Source.RISK_FORM,
    ),
    first(
        5,
        "second_signature",
        _("A second person can sign every assessment"),
        _("Whoever assesses never approves."),
        MANAGER,
        Source.TWO_PAIRS_OF_EYES,
    ),
    first(
        5,
        "who_may_stop",
        _("It is written down who may stop a meeting, and that nobody has to justify it"),
        _("In the room there is no time to ask."),
        SUPERVISOR,
    ),
    first(
        5,
        "when_it_goes_wrong",
        _("What happens after an incident, and who is told, is settled"),
        _("Afterwards is too late to think of it."),
        SUPERVISOR,
    ),
    also(
        5,
        "specialists",
        _("A list of specialists whom we can ask: abuse, harm to children, mental health"),
        _("Some dangers are seen only by those who know them."),
        SUPERVISOR,
    ),
    also(
        6,
        "sheets",
        _("Information sheets for both sides are adopted"),
        _("Nobody can agree to what nobody explained."),
        GROUP,
        Source.SHEETS,
    ),
    also(
        6,
        "consent_words",
        _("The words of each consent are adopted"),
        _("Each question is asked by itself, in the same words for everybody."),
        GROUP,
        Source.CONSENT_WORDS,
    ),
    also(
        6,
        "preparation",
        _("What everybody is prepared for is adopted, as a checklist"),
        _("A surprise in the room can hurt again."),
        GROUP,
        Source.PREPARATION,
    ),
    also(
        6,
        "letters",
        _("Letters were read by somebody who was harmed, and are approved"),
        _("A letter is read alone."),
        GROUP,
    ),
    also(
        6,
        "aftercare",
        _("A list of who else can help, for every victim who leaves us"),
        _("Most cases end without a meeting. They can still end well."),
        COORDINATOR,
    ),
)
AFTERWARDS: tuple[ChecklistItem, ...] = (
    also(
        7,
        "asked_later",
        _("It is settled when victims are asked how far their needs were met"),
        _("Whether it helped is for them to say."),
        GROUP,
        Source.ASKED_LATER,
    ),
    also(
        7,
        "figures_seen",
        _("The figures of a quarter were taken to the group"),
        _("A service that does not look at itself drifts."),
        MANAGER,
        Source.FIGURES_TAKEN,
    ),
    also(
        7,
        "what_is_said_stays",
        _("Everybody knows that no account of what was said is kept"),
        _("People speak freely only then."),
        SUPERVISOR,
    ),
    also(
        7,
        "told_the_public",
        _("Results are published, with whoever did not answer"),
        _("Those who pay, and those who decide whether to come, have a right to know."),
        MANAGER,
    ),
    also(
        8,
        "outcome_may_go",
        _("The agreement with probation lets us say what came of it"),
        _("Otherwise nothing may be handed on."),
        COORDINATOR,
        Source.OUTCOME_MAY_GO,
        agencies=(AgencyKind.PROBATION,),
    ),
    also(
        8,
        "offender_managers",
        _("Offender managers have accounts and can receive a report"),
        _("A report in a pigeon-hole helps nobody."),
        COORDINATOR,
        Source.OFFENDER_MANAGERS,
    ),
    also(
        8,
        "report_words",
        _("What a report says, and what it never says, is agreed with probation"),
        _("No victim’s words, and no opinion on remorse."),
        GROUP,
    ),
    also(
        8,
        "parole",
        _("It is agreed what a parole board hears: the bare facts, and never an absence"),
        _("Nobody may be worse off for having said no."),
        GROUP,
    ),
)
