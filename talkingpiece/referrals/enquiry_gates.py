"""May the area's rule be applied to what an offender asked for? Nothing here ever opens a way to a victim."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.core.blockers import Blocker, Verdict, condition, verdict
from talkingpiece.protection.classes import Side
from talkingpiece.referrals.access import areas_where
from talkingpiece.referrals.enquiry_queries import policy
from talkingpiece.referrals.models import OffenderEnquiry
from talkingpiece.referrals.states import LegalBar


@dataclass(frozen=True)
class RuleFacts:
    rule: str
    supervisor: bool
    recorded_by_them: bool
    legal_bar: str  # empty while nobody has said
    names_no_victim: bool


def facts_for_rule(enquiry: OffenderEnquiry, *, legal_bar: str, names_no_victim: bool, by: User) -> RuleFacts:
    return RuleFacts(
        rule=policy(enquiry.area_id).rule,
        supervisor=enquiry.area_id in areas_where(by, Act.ENQUIRY_DECIDE),
        recorded_by_them=enquiry.recorded_by_id == by.pk,
        legal_bar=legal_bar,
        names_no_victim=names_no_victim,
    )


def blockers_to_apply_rule(facts: RuleFacts) -> Verdict:
    return verdict(
        (
            condition(
                facts.rule == "through_liaison",
                _("The area’s rule lets the liaison officer be asked"),
                _closed(
                    "rule",
                    _("The area’s rule is to hold it"),
                    _("A victim whom nobody asked is never found because an offender wishes it."),
                    _("It stays held. If the victim comes by themselves, it is met then."),
                    _("The planning group, if the rule is to change"),
                ),
            ),
            condition(
                facts.supervisor,
                _("A case supervisor decides"),
                _closed(
                    "supervisor",
                    _("A case supervisor decides this"),
                    _("Whoever speaks with the offender is not the one who weighs it."),
                    _("Ask the case supervisor to read it."),
                    _("A case supervisor"),
                ),
            ),
            condition(
                not facts.recorded_by_them,
                _("Somebody else wrote it down"),
                _closed(
                    "own",
                    _("You wrote this down yourself"),
                    _("A second person looks at it, who did not hear the offender."),
                    _("Another case supervisor decides."),
                    _("Another case supervisor"),
                ),
            ),
            condition(
                facts.legal_bar in {LegalBar.NONE, LegalBar.NOT_KNOWN},
                _("Whether an order stands in the way is said"),
                _legal(facts.legal_bar),
            ),
            condition(
                facts.names_no_victim,
                _("No victim is named by us"),
                _closed(
                    "names_no_victim",
                    _("Say that no victim is named by us"),
                    _("That somebody is a victim, and who, is the first secret."),
                    _("Only the liaison officer knows whom it touches, and finds them alone."),
                    _("You, with the form on this page"),
                ),
            ),
        )
    )


def _legal(legal_bar: str) -> Blocker:
    if legal_bar == LegalBar.FORBIDS:
        return _closed(
            "legal_bar",
            _("An order or a condition forbids it"),
            _("Asking through somebody else may be contact too."),
            _("End it in neutral words, or hold it until the order has ended."),
            _("You"),
        )
    return _closed(
        "legal_unsaid",
        _("Say what is known of orders and conditions"),
        _("If nobody knows, the liaison officer has to hear that too."),
        _("Ask the offender manager, or say that it is not known."),
        _("You, with the form on this page"),
    )


def _closed(code: str, message: str, why: str, remedy: str, who: str) -> Blocker:
    return Blocker(code=code, message=message, why=why, remedy=remedy, who=who, side=Side.OFFENDER)
