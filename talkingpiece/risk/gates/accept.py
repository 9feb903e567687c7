"""G5: the risk of this approach is accepted. What every room above asks before people communicate."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from talkingpiece.cases.states import kind_words
from talkingpiece.core.blockers import Blocker, Condition, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.risk.profile import Risk
from talkingpiece.risk.queries import FlagFacts, Joined, RiskFacts
from talkingpiece.risk.states import GOES_AHEAD, AssessmentState, Decision, FlagKind
from talkingpiece.ui.dates import short_date


def blockers_to_accept_risk(facts: RiskFacts, policy: Risk) -> Verdict:
    """Every condition of G5. Of an assessment that nobody signed, only that is said: the rest follows from it."""
    return verdict([_signed(facts), *(_of_signed(facts, policy) if facts.signed else ()), *_flags(facts)])


def goes_ahead(decision: str, mode: str) -> bool:
    """Whether this decision lets this way of communicating go ahead. "Indirect only" lets no meeting go ahead."""
    return decision in GOES_AHEAD or (decision == Decision.INDIRECT and mode != "direct")


def _of_signed(facts: RiskFacts, policy: Risk) -> Iterator[Condition]:
    yield condition(
        not facts.signed_by_assessor,
        _("Somebody else than the assessor signed it"),
        _again("own_signature", _("The assessor signed their own assessment"), _("Two people answer for it."), facts),
    )
    yield _decided(facts)
    yield condition(
        facts.in_date,
        _("In date until %(date)s") % {"date": short_date(facts.valid_until)},
        _again(
            "out_of_date",
            _("The risk assessment is no longer in date"),
            _("It counted until %(date)s. People and circumstances change.") % {"date": short_date(facts.valid_until)},
            facts,
        ),
    )
    yield from (_changed(facts, called, kind) for called, kind in facts.changed)
    yield from _everything(facts, policy)


def _signed(facts: RiskFacts) -> Condition:
    return condition(facts.signed, _("The risk is assessed and signed off"), _unsigned(facts))


def _unsigned(facts: RiskFacts) -> Blocker:
    if facts.open_state == AssessmentState.SUBMITTED:
        return Blocker(
            code="not_signed",
            message=_("The risk assessment waits for a signature"),
            why=_("Somebody else than the assessor reads it and signs it, or gives it back."),
            remedy=_("Read it, and sign it or give it back"),
            who=_("A case supervisor signs."),
            side=Side.JOINT,
            door="risk:sign",
            door_args=(facts.open_id,),
            door_label=_("See what waits"),
        )
    if facts.open_state:
        return Blocker(
            code="not_finished",
            message=_("The risk assessment is not finished"),
            why=_("It is started. What is written is kept."),
            remedy=_("Go on with it"),
            who=_("You can do this now."),
            side=Side.JOINT,
            door="risk:assessment",
            door_args=(facts.open_id,),
            door_label=_("Go on with it"),
        )
    return _again(
        "not_assessed",
        _("The risk is not assessed yet"),
        _("What could go wrong for each of them, in their own view and in ours, and what would help."),
        facts,
    )


def _again(code: str, message: str, why: str, facts: RiskFacts, side: Side = Side.JOINT) -> Blocker:
    """The remedy is an assessment, new or taken up again."""
    return Blocker(
        code=code,
        message=message,
        why=why,
        remedy=_("Assess the risk"),
        who=_("You can do this now. Somebody else signs."),
        side=side,
        door="risk:assess",
        door_label=_("Assess the risk"),
    )


def _decided(facts: RiskFacts) -> Condition:
    if facts.decision == Decision.INDIRECT and facts.mode == "direct":
        message = _("The decision was: indirect only, no meeting")
        why = _("Words can pass between them through us. For a meeting, the risk is looked at anew.")
    elif facts.decision == Decision.PAUSE:
        message, why = _("The decision was to pause"), _("When things have changed, the risk is looked at anew.")
    else:
        message = _("The decision was not to go ahead")
        why = _("It can be looked at anew if things have changed. Ending well is a good way too.")
    return condition(
        goes_ahead(facts.decision, facts.mode),
        _("The decision is to go ahead"),
        _again("not_ahead", message, why, facts),
    )


def _changed(facts: RiskFacts, called: str, kind: str) -> Condition:
    return Condition(
        "",
        _again(
            "changed",
            _("%(name)s’s situation changed after the risk was assessed: %(what)s")
            % {"name": called, "what": kind_words(kind)},
            _("What was safe before may not be safe now."),
            facts,
            Side.OFFENDER,
        ),
    )


def _everything(facts: RiskFacts, policy: Risk) -> Iterator[Condition]:
    missing = [about for about in policy.groups(facts.approach) if not _whole(about, facts, policy)]
    yield condition(
        not missing,
        _("Everything that this approach needs was looked at"),
        _again(
            "not_everything",
            _("Something that this approach needs was not looked at: %(groups)s")
            % {"groups": ", ".join(str(about.label) for about in missing)},
            _("Each person, what is between them, how we do it, and afterwards."),
            facts,
        ),
    )
    yield from (_new_person(facts, one) for one in facts.not_looked_at)


def _whole(about: str, facts: RiskFacts, policy: Risk) -> bool:
    return all(factor.key in facts.assessed for factor in policy.asked(about, facts.beside) if factor.required)


def _new_person(facts: RiskFacts, one: Joined) -> Condition:
    name = {"name": one.called}
    return Condition(
        _("%(name)s was looked at") % name,
        _again(
            "new_person",
            _("%(name)s became part of this after the risk was assessed") % name,
            _("A new person changes what can go wrong."),
            facts,
            one.side,
        ),
    )


def _flags(facts: RiskFacts) -> Iterator[Condition]:
    if not facts.flags:
        yield Condition(_("No red flag is open"))
    for flag in facts.flags:
        yield Condition(_("This red flag is dealt with"), _flagged(flag))


def _flagged(flag: FlagFacts) -> Blocker:
    kind = {"kind": FlagKind(flag.kind).label}
    return Blocker(
        code="flag_stays" if flag.answered else "flag_open",
        message=_("A red flag stays: %(kind)s") % kind if flag.answered else _("Red flag: %(kind)s") % kind,
        why=_("A case supervisor decided that nothing goes ahead while this is so.")
        if flag.answered
        else _("Nothing else goes ahead until a case supervisor has answered it."),
        remedy=_("Answer the red flag"),
        who=_("A case supervisor answers it."),
        side=flag.side,
        door="risk:answer_flag",
        door_args=(flag.id,),
        door_label=_("See the red flag"),
    )
