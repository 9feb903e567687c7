"""May a report be begun? May it leave? Each asked by the page that explains and by the act that refuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from talkingpiece.agreements.queries import covering
from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.protected import protected_from
from talkingpiece.consents.queries import live_consent
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Condition, Text, Verdict, condition, verdict
from talkingpiece.documents.leaks import leaks_of
from talkingpiece.engagement.queries import last_approach
from talkingpiece.information_sharing.states import Ground
from talkingpiece.offender_management.allowed import ReportFacts, Sentence, fingerprint, sentences
from talkingpiece.offender_management.models import OutcomeReport, Showing
from talkingpiece.offender_management.papers import FILE_NAME, paper_of, writers
from talkingpiece.offender_management.queries import (
    Addressee,
    Concerned,
    addressees,
    categories_of,
    concerned,
    consent_of,
    report_facts,
    showings_of,
    shown_now,
    victim_lets,
)
from talkingpiece.offender_management.states import ON_PAPER, About, Heard, Kind, Recipient
from talkingpiece.protection.classes import Side
from talkingpiece.risk.queries import open_flags


@dataclass(frozen=True)
class BeginFacts:
    responsible_id: str
    offender_name: str
    approached: bool
    recipient_name: str  # empty: nobody could receive it
    tells: bool  # the allow-list has something that they may be told of this
    drafted: str  # the id of a draft that waits


def facts_for_begin(
    case: Case, responsible: Responsible, at: datetime, *, to: Addressee | None, kind: Kind = Kind.OUTCOME
) -> BeginFacts:
    """`to`: one of `addressees`, or None for somebody who is none of them today."""
    drafts = OutcomeReport.objects.filter(
        responsible=responsible, kind=kind, released_at__isnull=True, stopped_at__isnull=True, error_at__isnull=True
    )
    draft = drafts.filter(as_whom=to.as_whom).first() if to else None
    told = report_facts(case, responsible, timezone.localdate(at))
    return BeginFacts(
        responsible_id=str(responsible.pk),
        offender_name=responsible.person.called,
        approached=last_approach(responsible.pk) is not None,
        recipient_name=to.words if to else "",
        tells=to is None or bool(sentences(told, {"next_contact": "."}, kind=kind, recipient=to.as_whom)),
        drafted=str(draft.pk) if draft else "",
    )


def manager_of(case: Case, responsible: Responsible, at: datetime) -> Addressee | None:
    managers = {Recipient.COMMUNITY, Recipient.PRISON_MANAGER}
    return next((one for one in addressees(case, responsible, at) if one.as_whom in managers), None)


def blockers_to_begin(facts: BeginFacts) -> Verdict:
    name = {"name": facts.offender_name, "recipient": facts.recipient_name}
    return verdict(
        [
            condition(
                facts.approached,
                _("%(name)s knows that we are here") % name,
                _blocker(
                    "not_approached",
                    _("%(name)s was never told of us") % name,
                    _("A report would tell them, through their offender manager, that somebody asked for something."),
                    who=_("Nobody has to do anything: there is nothing to report."),
                    side=Side.VICTIM,
                ),
            ),
            condition(
                bool(facts.recipient_name),
                capfirst(_("%(recipient)s can receive it") % name),
                _blocker(
                    "no_recipient",
                    _("Nobody can receive it here"),
                    _("A report goes to one named offender manager with an account of their own."),
                    remedy=_("Say who supervises them"),
                    door="cases:responsible",
                    args=(facts.responsible_id,),
                    side=Side.OFFENDER,
                ),
            ),
            condition(
                facts.tells,
                _("There is something that they may be told"),
                _blocker(
                    "nothing_to_tell",
                    _("There is nothing of this that %(recipient)s may be told") % name,
                    _(
                        "Who may be told what is a fixed list. That something did not take place is told to nobody who "
                        "could hold it against anybody."
                    ),
                    side=Side.SERVICE,
                ),
            ),
            condition(
                not facts.drafted,
                _("No other report of this is being written for them"),
                _blocker(
                    "drafted",
                    _("A report on %(name)s is being written already") % name,
                    _("There is one at a time, so that everybody is shown the same."),
                    remedy=_("Open it"),
                    door="offender_management:report",
                    args=(facts.drafted,),
                    side=Side.SERVICE,
                ),
            ),
        ]
    )


@dataclass(frozen=True)
class Shown:
    """How it stands with one person: `heard` to these very sentences, or empty."""

    person_id: str
    called: str
    about: str
    heard: str


@dataclass(frozen=True)
class ReleaseFacts:
    report_id: str
    responsible_id: str
    offender_id: str
    agency_id: str
    offender_name: str
    agency_name: str
    draft: bool
    recipient_may_read: bool
    up_to_date: bool
    shown: tuple[Shown, ...]
    agreement_id: str
    consent_id: str  # of the offender
    all_consented: bool  # everybody whom it concerns agreed that this agency is told
    support_told: bool
    support_agreed: bool
    victim_lets: bool  # of the liaison officer; of anybody else nobody has to
    on_paper: bool  # to the Parole Board or a court: on consents alone
    asked_item: str  # the consent that would be a ground, and about whom
    asked_target: str
    leaks: tuple[str, ...]
    flags: int
    sentences_digest: str


def facts_for_release(report: OutcomeReport, at: datetime) -> ReleaseFacts:
    on, case, responsible = timezone.localdate(at), report.case, report.responsible
    people, now = concerned(report), shown_now(report)
    answers = showings_of([report.pk])[report.pk]
    send, agreement = categories_of(report), None
    if report.agency_id is not None:
        agreement = covering(case.area_id, report.agency_id, send=send, receive=[], at=at)
    item, target = consent_of(report)
    consents = {one.person_id: live_consent(case.pk, one.person_id, item, on=on, target=target) for one in people}
    own = consents.get(responsible.person_id)
    return ReleaseFacts(
        report_id=str(report.pk),
        responsible_id=str(responsible.pk),
        offender_id=str(responsible.person_id),
        agency_id=str(report.agency_id or ""),
        offender_name=responsible.person.called,
        agency_name=report.agency.name if report.agency else report.to_name,
        draft=report.is_draft,
        recipient_may_read=_may_read(report, at),
        up_to_date=_is_up_to_date(report, at),
        shown=tuple(_shown(one, answers) for one in people),
        agreement_id=str(agreement.pk) if agreement else "",
        consent_id=str(own.pk) if own else "",
        all_consented=own is not None and all(consents.values()),
        support_told=any(one.key == "support" for one in now),
        support_agreed=own is not None,
        victim_lets=report.as_whom != Recipient.LIAISON
        or (report.agency is not None and victim_lets(case, report.agency, at)),
        on_paper=report.as_whom in ON_PAPER,
        asked_item=item,
        asked_target=target,
        leaks=leaks_of_report(report),
        flags=len(open_flags(case.pk)),
        sentences_digest=fingerprint(now),
    )


def _may_read(report: OutcomeReport, at: datetime) -> bool:
    """Whoever it is for still stands to them as they did, and has an account; on paper there is nobody to ask."""
    found = addressees(report.case, report.responsible, at)
    return any(one.as_whom == report.as_whom and one.user == report.recipient for one in found)


def fresh_sentences(report: OutcomeReport, facts: ReportFacts) -> tuple[Sentence, ...]:
    """What the allow-list gives for it, of these facts."""
    return sentences(facts, report.written, kind=Kind(report.kind), recipient=Recipient(report.as_whom))


def _is_up_to_date(report: OutcomeReport, at: datetime) -> bool:
    """Whether the allow-list gives the same today: a consent that was taken back takes its sentences with it."""
    fresh = fresh_sentences(report, report_facts(report.case, report.responsible, timezone.localdate(at)))
    kept = tuple(one for one in fresh if one.key not in report.left_out)
    return fingerprint(kept) == fingerprint(shown_now(report))


def leaks_of_report(report: OutcomeReport) -> tuple[str, ...]:
    """What would tell the reader who or where the victim is, in what will be printed."""
    paper = paper_of(report, on=timezone.localdate(report.happened_at))
    told = (report.to_name, report.agency.name if report.agency else "", report.case.area.name, *writers(report))
    hidden = protected_from(report.case, report.responsible.person, known_names=told)
    return tuple(dict.fromkeys(finding.words for finding in leaks_of(paper, FILE_NAME, hidden)))


def _shown(one: Concerned, answers: list[Showing]) -> Shown:
    digest = fingerprint(one.sentences)
    latest = next((row for row in answers if row.person_id == one.person_id), None)
    heard = latest.heard if latest is not None and latest.shown_digest == digest else ""
    return Shown(str(one.person_id), one.called, one.about, heard)


def ground_of(facts: ReleaseFacts) -> Ground | None:
    if facts.agreement_id:
        return Ground.AGREEMENT
    return Ground.CONSENT if facts.all_consented and facts.consent_id else None


def blockers_to_release(facts: ReleaseFacts) -> Verdict:
    """Everything in the order in which somebody would do it."""
    name = {"name": facts.offender_name, "agency": facts.agency_name}
    report, shown = (facts.report_id,), [_hears(facts, one) for one in facts.shown]
    return verdict(
        [
            condition(
                facts.draft,
                _("It has not been sent"),
                _blocker(
                    "not_a_draft",
                    _("This report was sent, or stopped"),
                    _("What was sent is never changed. A new report can put it right."),
                    side=Side.SERVICE,
                ),
            ),
            condition(
                bool(facts.shown),
                _("It tells something"),
                _blocker(
                    "nothing_to_tell",
                    _("Nothing is left that may be told"),
                    _("Everything was objected to. Then nothing is sent, and that is all right."),
                    remedy=_("Stop the report"),
                    door="offender_management:stop",
                    args=report,
                    side=Side.JOINT,
                ),
            ),
            condition(
                facts.flags == 0,
                _("No red flag waits for an answer"),
                _blocker(
                    "red_flag",
                    _("A red flag waits for an answer"),
                    _("Nothing goes out until a case supervisor has answered it."),
                    who=_("A case supervisor answers."),
                    side=Side.SERVICE,
                ),
            ),
            condition(
                facts.up_to_date,
                _("It says what is known and agreed today"),
                _blocker(
                    "out_of_date",
                    _("Something has changed since it was written"),
                    _("A fact is new, or somebody took back that it may be told. Everybody is shown the new version."),
                    remedy=_("Bring it up to date"),
                    door="offender_management:report",
                    args=report,
                    side=Side.JOINT,
                ),
            ),
            condition(
                not facts.leaks,
                _("Nothing in it says who or where the person who was harmed is"),
                _blocker(
                    "leaks",
                    _("It would tell them: %(words)s") % {"words": ", ".join(facts.leaks)},
                    _("A report never says who or where the other person is."),
                    remedy=_("Take these words out"),
                    door="offender_management:report",
                    args=report,
                    side=Side.VICTIM,
                ),
            ),
            *shown,
            condition(
                not facts.support_told or facts.support_agreed,
                _("%(name)s agreed that their wish for support is told") % name
                if facts.support_told
                else _("No wish for support is told"),
                _blocker(
                    "support_consent",
                    _("%(name)s has not agreed that their wish for support is told") % name,
                    _("Support is theirs to ask for. It is told only if they say so."),
                    remedy=_("Ask %(name)s") % name,
                    door="consents:ask",
                    args=(facts.offender_id, Item.SHARE.value, facts.agency_id),
                    side=Side.OFFENDER,
                ),
            ),
            *([_lets(facts)] if not facts.victim_lets else []),
            condition(
                ground_of(facts) is not None,
                _("The agreement with %(agency)s covers it") % name
                if facts.agreement_id
                else _("Everybody whom it concerns agreed that %(agency)s is told") % name,
                _blocker(
                    "no_ground",
                    _("There is no ground to tell %(agency)s") % name,
                    _("They are told only if everybody whom it concerns has agreed to just that.")
                    if facts.on_paper
                    else _("No agreement in force covers it, and not everybody whom it concerns has agreed."),
                    remedy=_("Ask %(name)s whether we may") % name,
                    door="consents:ask",
                    args=tuple(filter(None, (facts.offender_id, facts.asked_item, facts.asked_target))),
                    who=_("Everybody whom it concerns is asked.")
                    if facts.on_paper
                    else _("Whoever looks after agreements can renew one."),
                    side=Side.SERVICE,
                ),
            ),
            condition(
                facts.recipient_may_read,
                _("It is handed over on paper")
                if facts.on_paper
                else _("They still have to do with %(name)s, and can receive it") % name,
                _blocker(
                    "no_recipient",
                    _("Whoever it is for can no longer receive it"),
                    _("They have left, or somebody else has to do with %(name)s now. Stop it, and begin one for them.")
                    % name,
                    remedy=_("Say who supervises them"),
                    door="cases:responsible",
                    args=(facts.responsible_id,),
                    side=Side.OFFENDER,
                ),
            ),
        ]
    )


def _lets(facts: ReleaseFacts) -> Condition:
    return condition(
        facts.victim_lets,
        "",
        _blocker(
            "victim_does_not_let",
            _("The victim has not agreed that %(agency)s is told") % {"agency": facts.agency_name},
            _("The liaison officer is theirs: they hear what the victim lets them hear."),
            who=_("Whoever works with the victim asks."),
            side=Side.VICTIM,
        ),
    )


def _hears(facts: ReleaseFacts, one: Shown) -> Condition:
    name = {"name": one.called}
    side = Side.VICTIM if one.about == About.VICTIM else Side.OFFENDER
    settled = one.heard in {Heard.FINE, Heard.NOT_SAFE}
    met: Text = (
        _("A supervisor decided about %(name)s, who cannot be shown it safely") % name
        if one.heard == Heard.NOT_SAFE
        else _("%(name)s was shown the sentences about them, and agrees") % name
    )
    if one.heard == Heard.CHANGE:
        code, message = "change_asked", _("%(name)s asks for a change") % name
        why = _("Change what you wrote, or leave it out; then show it to them again.")
    else:
        code, message = "not_shown", _("%(name)s has not been shown these sentences") % name
        why = _("Each person hears exactly what is told about them, as it will be told. Silence is not a yes.")
    return condition(
        settled,
        met,
        _blocker(
            f"{code}:{one.about}",
            message,
            why,
            remedy=_("Show them to %(name)s") % name,
            door="offender_management:shown",
            args=(facts.report_id, one.person_id),
            side=side,
        ),
    )


def _blocker(
    code: str,
    message: Text,
    why: Text,
    *,
    side: Side,
    remedy: Text = "",
    door: str = "",
    args: tuple[str, ...] = (),
    who: Text = "",
) -> Blocker:
    return Blocker(
        code=code,
        message=message,
        why=why,
        remedy=remedy,
        door=door,
        door_args=args,
        who=who or (_("You can do this now.") if door else _("Nobody has to do anything.")),
        side=side,
    )
