from __future__ import annotations

from django.utils.translation import gettext as _

from talkingpiece.agreements.states import Category
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Condition, Text, Verdict, condition, verdict
from talkingpiece.information_sharing.gates.ask_facts import AskFacts, categories_of, ground_of
from talkingpiece.information_sharing.states import Ground
from talkingpiece.protection.classes import Side
from talkingpiece.ui.dates import short_date


def blockers_to_ask(facts: AskFacts) -> Verdict:
    """What comes before asking an offender manager: somebody to ask, and a ground to ask on."""
    conditions = [_open(facts), _not_paused(facts), _manager_known(facts)]
    if facts.manager_name and not facts.without_manager:
        conditions.append(_not_waiting(facts))
    if facts.agency_id:
        conditions.append(_grounded(facts))
    if facts.leaks:
        conditions.append(Condition("", _leaking(facts)))
    return verdict(conditions)


def _open(facts: AskFacts) -> Condition:
    return condition(
        facts.case_open,
        _("The case is open"),
        Blocker(
            code="case_ended",
            message=_("The case has ended"),
            why=_("Nothing is asked for a case that nobody works on."),
            remedy=_("Open the case again"),
            door="casefile:reopen",
            who=_("You can do this now."),
            side=Side.VICTIM,
        ),
    )


def _not_paused(facts: AskFacts) -> Condition:
    return condition(
        not facts.paused,
        _("%(name)s has not paused") % {"name": facts.victim_name},
        Blocker(
            code="paused",
            message=_("%(name)s has paused") % {"name": facts.victim_name},
            why=_("While they pause, nothing moves. The pause costs nothing and needs no reason."),
            remedy=_("They want to go on"),
            door="cases:resume",
            who=_("Only %(name)s can end the pause.") % {"name": facts.victim_name},
            side=Side.VICTIM,
        ),
    )


def _manager_known(facts: AskFacts) -> Condition:
    met = _("%(manager)s, %(agency)s, is known as the offender manager") % {
        "manager": facts.manager_name,
        "agency": facts.agency_name,
    }
    if facts.without_manager:
        code, message = "no_manager", _("%(name)s has no offender manager") % {"name": facts.offender_name}
        why = _("There is nobody to ask. It is recorded that there is none.")
    elif not facts.manager_name or not facts.agency_id:
        code, message = "manager_unknown", _("Nobody has said who supervises %(name)s") % {"name": facts.offender_name}
        why = _("A request goes to one named person, and only they can open it.")
    else:
        code, message = "manager_left", _("%(name)s cannot answer here any more") % {"name": facts.manager_name}
        why = _("Their account is closed, so nobody would read the request.")
    known = bool(facts.manager_name and facts.agency_id and facts.manager_may_answer) and not facts.without_manager
    return condition(
        known,
        met,
        Blocker(
            code=code,
            message=message,
            why=why,
            remedy=_("Say who supervises them"),
            door="cases:responsible",
            door_args=(facts.responsible_id,),
            who=_("You can do this now."),
            side=Side.OFFENDER,
        ),
    )


def _not_waiting(facts: AskFacts) -> Condition:
    return condition(
        not facts.asked_already,
        _("No request waits for their answer"),
        Blocker(
            code="asked_already",
            message=_("%(name)s has been asked, and the answer is still to come") % {"name": facts.manager_name},
            why=_("A second request would not be read sooner. You can chase the first."),
            remedy=_("Open that request"),
            door="information_sharing:request",
            door_args=(facts.asked_already,),
            who=_("You can do this now."),
            side=Side.OFFENDER,
        ),
    )


def _grounded(facts: AskFacts) -> Condition:
    ground = ground_of(facts)
    agency = {"agency": facts.agency_name, "name": facts.victim_name, "ref": facts.agreement_reference}
    met: Text = (
        _("The agreement %(ref)s with %(agency)s is in force and covers these questions") % agency
        if ground == Ground.AGREEMENT
        else _("%(name)s agreed that we ask %(agency)s") % agency
    )
    return condition(
        ground is not None,
        met,
        Blocker(
            code="no_ground",
            message=_("There is no ground to ask %(agency)s") % agency,
            why=_why_no_ground(facts),
            remedy=_("Ask %(name)s whether we may") % agency,
            door="consents:ask",
            door_args=(facts.victim_id, Item.ASK_AGENCY.value, facts.agency_id),
            who=_("Only %(name)s can say yes. Whoever looks after agreements can renew one.") % agency,
            side=Side.SERVICE,
        ),
    )


def _why_no_ground(facts: AskFacts) -> str:
    words = {
        "agency": facts.agency_name,
        "ref": facts.agreement_reference,
        "name": facts.victim_name,
        "date": short_date(facts.agreement_ended_on),
        "what": "; ".join(str(Category(c).label) for c in [Category.IDENTITY, *categories_of(facts.questions)]),
    }
    state = {
        "none": _("There is no agreement with %(agency)s."),
        "ended": _("The agreement %(ref)s ended on %(date)s."),
        "not_begun": _("The agreement %(ref)s is not signed, or has not begun."),
        "too_narrow": _("The agreement %(ref)s does not cover all of this: %(what)s."),
        "in_force": "",
    }[facts.agreement]
    return (state + " " + _("And %(name)s has not agreed that we ask them.")) % words


def _leaking(facts: AskFacts) -> Blocker:
    return Blocker(
        code="message_tells",
        message=_("The message would tell them who asked: %(words)s") % {"words": ", ".join(facts.leaks)},
        why=_("The agency may learn who the offender is and what we ask, and nothing of anybody else."),
        remedy=_("Take these words out of the message"),
        who=_("You can do this now."),
        side=Side.VICTIM,
    )
