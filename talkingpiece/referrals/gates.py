"""G1: may this referral become a case?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.knowing import As, known_person
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.agency_queries import rule_stands
from talkingpiece.referrals.enquiry_queries import asked_first, involved_in
from talkingpiece.referrals.models import Referral
from talkingpiece.referrals.queries import (
    Match,
    danger_is_open,
    match_of,
    remit,
    said_no_each,
    tokens_of,
    victims_like,
)
from talkingpiece.referrals.remit import RemitFacts, remit_of
from talkingpiece.referrals.states import FirstContact
from talkingpiece.staffing.queries import conflicts

NEW_PERSON = "new"


@dataclass(frozen=True)
class AcceptFacts:
    """`same_person`: the id of the person they are, "new", or empty while nobody has said."""

    agreed: bool  # they know, and said that we may contact them
    remit_code: str
    remit_outcome: str
    remit_reason: str
    remit_remedy: str
    danger_open: bool
    alike: int
    same_person: str
    person_known: bool  # the answer names one of those who are alike, on the same side
    open_case: str = ""  # the reference of that person's open case
    conflict: bool = False  # whoever decides has a conflict of interest with that person
    worked_with_offender: bool = False  # an offender of this name asked first, and whoever decides worked on that
    looked: bool = False  # somebody who did not has looked
    by_rule: bool = False  # nobody asked them: a rule says who makes the first contact
    rule_stands: bool = False  # and it holds today, with its agreement in force
    said_no: bool = False  # somebody asked them before, and they said no


def facts_for_accept(
    referral: Referral,
    facts: RemitFacts,
    *,
    same_person: str,
    by: User,
    offender_name: str = "",
    offender_birth_date: str = "",
) -> AcceptFacts:
    finding = remit_of(facts, remit(referral.area_id))
    matches = victims_like(referral.area_id, tokens_of(referral))
    chosen = next((m for m in joinable(matches) if str(m.alike.person.pk) == same_person), None)
    if chosen is None and same_person not in {"", NEW_PERSON}:
        # Not alike by what the referral says: somebody whom whoever decides sees as a victim already, and recognised.
        person = known_person(by, referral.area_id, same_person, As.VICTIM)
        chosen = match_of(person, as_victim=True) if person else None
    person_ids = [chosen.alike.person.pk] if chosen else []
    conflicting = conflicts([by.pk], person_ids) if person_ids else {}
    involved = involved_in(asked_first(referral, offender_name=offender_name, birth_date=offender_birth_date))
    return AcceptFacts(
        agreed=referral.first_contact_agreed,
        remit_code=finding.code,
        remit_outcome=finding.outcome,
        remit_reason=finding.reason,
        remit_remedy=finding.remedy,
        danger_open=danger_is_open(referral),
        alike=len(joinable(matches)),
        same_person=same_person,
        person_known=chosen is not None,
        open_case=chosen.open_case.reference if chosen and chosen.open_case else "",
        conflict=bool(conflicting.get(by.pk)),
        worked_with_offender=by.pk in involved,
        looked=referral.looked_by_id is not None and referral.looked_by_id not in involved,
        by_rule=referral.first_contact == FirstContact.RULE,
        rule_stands=rule_stands(referral, at=clock.now()),
        said_no=referral.first_contact == FirstContact.RULE
        and bool(said_no_each(referral.area_id, {"": tokens_of(referral)})),
    )


def joinable(matches: list[Match]) -> list[Match]:
    """Those whom the referral's person may be. Records of the other side are never joined here."""
    return [match for match in matches if not match.other_side]


def blockers_to_accept(facts: AcceptFacts) -> Verdict:
    return verdict(
        (
            condition(
                facts.agreed or (facts.by_rule and facts.rule_stands),
                _("They know of this and agreed that we contact them")
                if facts.agreed
                else _("An agreement in force says who makes the first contact, and with which words"),
                _rule_over() if facts.by_rule else _not_agreed(),
            ),
            *((condition(False, "", _said_no()),) if facts.said_no else ()),
            condition(not facts.danger_open, _("Whether they are safe has been answered for"), _danger()),
            condition(facts.remit_outcome == "in_remit", facts.remit_reason, _remit(facts)),
            condition(
                facts.same_person == NEW_PERSON or facts.person_known or not (facts.same_person or facts.alike),
                _("Whether we know them already is answered"),
                _same_person(facts),
            ),
            condition(not facts.open_case, _("They have no other open case"), _open_case(facts)),
            condition(not facts.conflict, _("You have no conflict of interest with them"), _conflict()),
            condition(
                not facts.worked_with_offender or facts.looked,
                _("Whoever takes it did not work on what an offender of this name asked for"),
                _asked_first(),
            ),
        )
    )


def _not_agreed() -> Blocker:
    return Blocker(
        code="not_agreed",
        message=_("They must know of this referral and agree to be contacted"),
        why=_("Nobody is contacted by us without having said yes to it."),
        remedy=_("Whoever referred them asks them first."),
        who=_("Whoever referred them"),
        side=Side.VICTIM,
    )


def _rule_over() -> Blocker:
    return Blocker(
        code="rule_over",
        message=_("The agreement on the first contact is not in force today"),
        why=_("Somebody who was not asked is contacted only under a rule that holds on the day."),
        remedy=_("Whoever referred them asks them. Write down the answer, or wait until the agreement is renewed."),
        who=_("Whoever referred them"),
        side=Side.VICTIM,
        door="referrals:asked",
        door_label=_("Write down their answer"),
    )


def _said_no() -> Blocker:
    return Blocker(
        code="said_no",
        message=_("They were asked before, and said no"),
        why=_("Nobody is asked a second time because an organisation names them again."),
        remedy=_("Show the way to other help, or hold it. If they come by themselves, it is another referral."),
        who=_("You"),
        side=Side.VICTIM,
        door="referrals:signpost",
        door_label=_("Show the way to other help"),
    )


def _danger() -> Blocker:
    return Blocker(
        code="danger",
        message=_("They said that they may not be safe, and nobody has answered for it yet"),
        why=_("Safety comes before everything that we do."),
        remedy=_("Act first, then write down what you did."),
        who=_("The person on duty, now"),
        side=Side.VICTIM,
        door="referrals:danger_seen",
        door_label=_("Write down what was done"),
    )


def _remit(facts: AcceptFacts) -> Blocker:
    outside = facts.remit_outcome == "outside"
    return Blocker(
        code="outside" if outside else "not_yet",
        message=_("Outside our remit") if outside else _("Not yet in our remit"),
        why=facts.remit_reason,
        remedy=facts.remit_remedy,
        who=_("You can hold the referral, or show the way to other help."),
        side=Side.SERVICE,
        door="referrals:signpost" if outside else "referrals:hold",
        door_label=_("Show the way to other help") if outside else _("Hold it"),
    )


def _same_person(facts: AcceptFacts) -> Blocker:
    return Blocker(
        code="same_person",
        message=_("Say whether this is somebody whom we know already"),
        why=_("Two files of one person are how a safe number and an unsafe one come to stand side by side."),
        remedy=_("Choose one of the people who may be the same, or a new person."),
        who=_("You, with the form on this page"),
        side=Side.VICTIM,
    )


def _open_case(facts: AcceptFacts) -> Blocker:
    return Blocker(
        code="open_case",
        message=_("This person has an open case already: %(reference)s") % {"reference": facts.open_case},
        why=_("One person has one worker and one set of safe ways. A second open case would split them."),
        remedy=_("Tell the worker of that case what arrived here, and hold or signpost this referral."),
        who=_("The worker of that case"),
        side=Side.VICTIM,
        door="casefile:case",
        door_label=_("Open their case"),
        door_args=(facts.open_case,),
    )


def _conflict() -> Blocker:
    return Blocker(
        code="conflict",
        message=_("You have a conflict of interest with this person"),
        why=_("Whoever knows a person does not decide about them."),
        remedy=_("Another coordinator decides."),
        who=_("Another coordinator"),
        side=Side.SERVICE,
    )


def _asked_first() -> Blocker:
    return Blocker(
        code="asked_first",
        message=_("An offender of this name asked first, and you worked on that"),
        why=_("Somebody who did not hear the offender looks at it before the victim’s referral goes on."),
        remedy=_("Another coordinator accepts it, or a case supervisor looks at the referral and says so there."),
        who=_("Another coordinator or a case supervisor, today: the victim does not wait for this"),
        side=Side.SERVICE,
        door="referrals:referral",
        door_label=_("The referral"),
    )
