"""The report to the offender manager: shown to each, objected to, and sent on a ground, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Case, Ending, Responsible
from talkingpiece.cases.services import fact_columns
from talkingpiece.cases.states import ClosureReason
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents import render
from talkingpiece.documents.payloads import ReportPaper, texts
from talkingpiece.documents.render import Print
from talkingpiece.information_sharing.models import Disclosure
from talkingpiece.information_sharing.presenters.disclosures import disclosure_row
from talkingpiece.meetings.models import AgreementItem
from talkingpiece.offender_management import services
from talkingpiece.offender_management.allowed import fingerprint, not_progressed, sentences
from talkingpiece.offender_management.gates import blockers_to_release, facts_for_release
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.presenters import sent_paper, timeline
from talkingpiece.offender_management.queries import concerned, report_facts, reports_owed, shown_now
from talkingpiece.offender_management.services import Stale
from tests.agreements.given import over, replaced
from tests.journeys.given import Given
from tests.offender_management.conftest import HERS, ITEM, Told, begin, let_it_be_told
from tests.world import World


def codes(told: Told) -> list[str]:
    return blockers_to_release(facts_for_release(told.fresh(), told.now)).codes


def words(report: OutcomeReport) -> str:
    return " ".join(one.words for one in shown_now(report))


def sent_to(report: OutcomeReport) -> Disclosure:
    assert report.disclosure is not None
    return report.disclosure


def item_key(told: Told, text: str) -> str:
    return next(one.key for one in shown_now(told.fresh()) if text in one.words)


def test_it_says_what_happened_and_what_was_agreed(told: Told) -> None:
    said = words(told.report)
    assert "Callum took part in a restorative meeting" in said
    assert ITEM in said
    assert "a person who was harmed" in said
    assert "Maya" not in said
    assert codes(told) == ["not_shown:offender", "not_shown:victim"]


def test_shown_to_both_it_is_sent_as_a_disclosure_and_never_changed_again(told: Told) -> None:
    with pytest.raises(Blocked):
        told.release()
    told.show_both()
    report = told.release()
    sent = sent_to(report)
    assert (sent.ground, sent.agreement_id, sent.recipient) == (
        "agreement",
        told.world.agreement.pk,
        told.world.offender_manager,
    )
    assert sent.sent["words"] == list(texts(sent_paper(report)))
    assert report.pdf_digest == render.fingerprint(render.pdf(sent_paper(report)))
    with pytest.raises(IllegalTransition):
        told.release()
    with pytest.raises(IllegalTransition):
        services.renew_report(report_id=report.pk, version=report.version, by=told.world.facilitator, at=told.now)
    assert {"report.begun", "report.shown", "report.released"} <= set(Event.objects.values_list("name", flat=True))


def test_what_was_told_can_be_read_out_word_for_word(told: Told) -> None:
    told.show_both()
    report = told.release()
    row = disclosure_row(sent_to(report))
    assert any(ITEM in line for line in row.exactly)
    assert "Tom Adeyemi" in row.heading


def test_each_is_shown_their_own_sentences_only(told: Told) -> None:
    shown = {one.person_id: [s.words for s in one.sentences] for one in concerned(told.fresh())}
    hers, his = " ".join(shown[told.victim.pk]), " ".join(shown[told.offender.pk])
    assert HERS in hers
    assert HERS not in his
    assert "We talked with Callum" in his
    assert "We talked with Callum" not in hers
    assert ITEM in hers
    assert ITEM in his


def test_what_somebody_objects_to_is_left_out_and_the_rest_is_shown_again(told: Told) -> None:
    told.show(told.offender)
    told.show(told.victim, "objects", objects_to=[item_key(told, ITEM)])
    assert ITEM not in words(told.fresh())
    assert codes(told) == ["not_shown:offender", "not_shown:victim"]
    told.show_both()
    assert codes(told) == []
    assert ITEM not in " ".join(texts(sent_paper(told.release())))


def test_an_objection_to_one_s_own_sentence_shows_the_other_nothing_new(told: Told) -> None:
    told.show(told.victim)
    told.show(told.offender, "objects", objects_to=["sessions", "band"])
    assert codes(told) == ["not_shown:offender"]


def test_nobody_can_object_to_a_sentence_that_they_were_not_shown(told: Told) -> None:
    told.show(told.victim, "objects", objects_to=["sessions", item_key(told, HERS)])
    assert told.fresh().left_out == [key for key in told.fresh().left_out if key.startswith("item:")]
    assert "We talked with Callum" in words(told.fresh())


def test_a_change_that_somebody_asks_for_waits_until_they_agree(told: Told) -> None:
    told.show(told.victim)
    told.show(told.offender, "change", words="The course is called something else.")
    assert codes(told) == ["change_asked:offender"]
    told.show(told.offender)
    assert codes(told) == []


def test_what_was_not_shown_is_not_what_was_agreed_to(told: Told) -> None:
    digest = told.digest(told.offender)
    told.show(told.victim, "objects", objects_to=[item_key(told, ITEM)])
    with pytest.raises(Stale):
        told.show(told.offender, shown_digest=digest)


def test_a_stranger_is_shown_nothing(told: Told) -> None:
    with pytest.raises(IllegalTransition):
        told.show(told.world.person("Nobody"))


def test_who_cannot_be_shown_it_safely_needs_a_supervisor_s_words(told: Told) -> None:
    told.show(told.offender)
    services.decide_unshown(
        report_id=told.report.pk,
        person_id=told.victim.pk,
        shown_digest=told.digest(told.victim),
        words="No safe way is known; nothing in it points to her.",
        by=told.world.supervisor,
        at=told.now,
    )
    assert codes(told) == []


@pytest.mark.parametrize("fresh", [True, False])
def test_a_supervisor_decides_about_the_sentences_that_they_read(told: Told, fresh: bool) -> None:
    digest = told.digest(told.victim) if fresh else "of what was said yesterday"
    page = told.world.client(told.world.supervisor).post(
        reverse("offender_management:unshown", args=[told.case.reference, told.report.pk, told.victim.pk]),
        {"words": "No safe way is known; nothing in it points to her.", "shown_digest": digest},
        follow=True,
    )
    assert ("Written down" if fresh else "The sentences have changed meanwhile") in page.content.decode()
    assert told.report.showings.exists() is fresh


def test_a_new_word_is_shown_again(told: Told) -> None:
    told.show_both()
    services.renew_report(
        report_id=told.report.pk,
        version=told.fresh().version,
        written={"next_contact": "We see him on Thursday."},
        by=told.world.facilitator,
        at=told.now,
    )
    assert codes(told) == ["not_shown:offender"]
    with pytest.raises(Stale):
        services.renew_report(report_id=told.report.pk, version=1, by=told.world.facilitator, at=told.now)


@pytest.mark.parametrize("whose", ["victim", "offender"])
def test_a_yes_that_is_taken_back_before_it_is_sent_stops_it(told: Told, whose: str) -> None:
    told.show_both()
    person = told.victim if whose == "victim" else told.offender
    consent = Consent.objects.get(case=told.case, person=person, item="agreement", withdrawn_at__isnull=True)
    withdraw_consent(consent_id=consent.pk, how="telephone", by=told.world.facilitator, at=told.now)
    assert codes(told) == ["out_of_date"]
    with pytest.raises(Blocked):
        told.release()
    services.renew_report(
        report_id=told.report.pk, version=told.fresh().version, by=told.world.facilitator, at=told.now
    )
    assert ITEM not in words(told.fresh())


def test_what_was_agreed_is_told_only_if_both_let_it(world: World, held_case: Given) -> None:
    now = clock.now()
    held_case.agrees(held_case.offender, "agreement", now)
    report = begin(held_case, now)
    assert ITEM not in words(report)
    held_case.agrees(held_case.case.victim, "agreement", now)
    assert ITEM in words(
        services.renew_report(report_id=report.pk, version=report.version, by=world.facilitator, at=now)
    )


def test_what_was_not_to_be_told_to_the_offender_manager_is_not(told: Told) -> None:
    AgreementItem.objects.filter(owner__person=told.offender).update(share_with=[])
    report = services.renew_report(
        report_id=told.report.pk, version=told.fresh().version, by=told.world.facilitator, at=told.now
    )
    assert ITEM not in words(report)
    assert HERS in words(report)


def test_without_an_agreement_everybody_whom_it_concerns_must_agree(told: Told) -> None:
    told.show_both()
    over(told.world.agreement)
    assert codes(told) == ["no_ground"]
    told.given.agrees(told.offender, "share", told.now, target=str(told.world.probation.pk))
    assert codes(told) == ["no_ground"]
    told.given.agrees(told.victim, "share", told.now, target=str(told.world.probation.pk))
    assert codes(told) == []
    assert sent_to(told.release()).ground == "consent"


def test_an_agreement_that_does_not_cover_outcomes_is_no_ground(told: Told) -> None:
    told.show_both()
    replaced(told.world.agreement, we_may_send=["identity"])
    assert codes(told) == ["no_ground"]


def test_an_agreement_for_something_else_is_no_ground(told: Told) -> None:
    told.show_both()
    replaced(told.world.agreement, purposes=["suitability", "changes"])
    assert codes(told) == ["no_ground"]


def test_a_wish_for_support_goes_only_with_the_offender_s_own_consent(world: World, held_case: Given) -> None:
    now = clock.now()
    report = begin(held_case, now, support="Somebody to talk to after work.")
    told = Told(world, held_case, report, now)
    told.show_both()
    assert codes(told) == ["support_consent"]
    held_case.agrees(held_case.offender, "share", now, target=str(world.probation.pk))
    assert codes(told) == []


@pytest.mark.parametrize(
    "text",
    ["Maya hopes that he stays on the course.", "Mrs Deol will ring.", "She is on 01632 960 001.", "See RDG-26-0001."],
)
def test_nothing_that_says_who_or_where_she_is_can_leave(world: World, held_case: Given, text: str) -> None:
    now = clock.now()
    Case.objects.filter(pk=held_case.case.pk).update(reference="RDG-26-0001")
    held_case.case.refresh_from_db()
    told = Told(world, held_case, begin(held_case, now, objectives=text), now)
    told.show_both()
    assert codes(told) == ["leaks"]
    services.renew_report(
        report_id=told.report.pk,
        version=told.fresh().version,
        written={"objectives": "That he stays on the course."},
        by=world.facilitator,
        at=now,
    )
    told.show(told.offender)
    assert codes(told) == []


def test_somebody_who_no_longer_supervises_them_receives_nothing(told: Told) -> None:
    told.show_both()
    Responsible.objects.filter(pk=told.given.responsible.pk).update(offender_manager=None)
    assert codes(told) == ["no_recipient"]


def test_nobody_who_was_never_told_of_us_is_reported_on(world: World, approached: Callable[[str], Responsible]) -> None:
    never = world.responsible(world.case("Joan"), "Dean")
    with pytest.raises(Blocked, match="not_approached"):
        services.begin_report(responsible_id=never.pk, written={}, by=world.facilitator, at=world.now)
    asked = approached("no")
    assert services.begin_report(responsible_id=asked.pk, written={}, by=world.facilitator, at=world.now)
    with pytest.raises(Blocked, match="drafted"):
        services.begin_report(responsible_id=asked.pk, written={}, by=world.facilitator, at=world.now)


def end(case: Case, reason: str, world: World) -> None:
    Ending(
        **fact_columns(case, by=world.facilitator, at=world.now),
        case=case,
        early=True,
        reason=reason,
        victim_told="call",
        offender_told="told",
    ).save()
    Case.objects.filter(pk=case.pk).update(ended_at=world.now)


@pytest.mark.parametrize("reply", ["", "no", "not_now", "yes"])
def test_whoever_stopped_the_report_reads_the_same_byte_for_byte(
    world: World, approached: Callable[[str], Responsible], reply: str
) -> None:
    responsible = approached(reply)
    case = Case.objects.get(pk=responsible.case_id)
    read = set()
    for reason in [reason for reason in ClosureReason if reason != ClosureReason.COMPLETED_INDIRECT]:
        Ending.objects.filter(case=case).delete()
        end(case, reason, world)
        case.refresh_from_db()
        found = sentences(report_facts(case, responsible, timezone.localdate()), {"support": "Anything."})
        read.add((fingerprint(found), found[0].words))
    assert len(read) == 1
    assert read.pop()[1] == not_progressed()


def test_while_it_is_open_a_yes_is_told_as_something_that_is_talked_about(
    world: World, approached: Callable[[str], Responsible]
) -> None:
    responsible = approached("yes")
    case = Case.objects.get(pk=responsible.case_id)
    assert report_facts(case, responsible, timezone.localdate()).status == "explored"


def test_a_report_is_owed_until_one_was_sent(told: Told) -> None:
    soon = told.now + timedelta(days=3)
    assert [one.responsible.pk for one in reports_owed([told.case.pk], soon)] == [told.given.responsible.pk]
    told.show_both()
    told.release()
    assert reports_owed([told.case.pk], soon) == []


def test_a_correction_is_a_new_report_that_names_the_old_one(told: Told) -> None:
    told.show_both()
    first = told.release()
    again = services.begin_report(
        responsible_id=told.given.responsible.pk,
        written={},
        corrects_id=first.pk,
        by=told.world.facilitator,
        at=told.now,
    )
    Told(told.world, told.given, again, told.now).show_both()
    second = Told(told.world, told.given, again, told.now).release()
    assert first.number in " ".join(texts(sent_paper(second)))
    first.refresh_from_db()
    assert first.released_at is not None
    assert first.disclosure is not None
    assert second.disclosure is not None
    assert second.disclosure.corrects == first.disclosure


def test_what_was_reported_is_put_right_by_a_report_and_in_no_other_words(told: Told) -> None:
    told.show_both()
    sent = told.release().disclosure
    assert sent is not None
    client = told.world.client(told.world.facilitator)
    page = client.get(reverse("information_sharing:disclosures", args=[told.case.reference])).content.decode()
    in_words = reverse("information_sharing:correct", args=[told.case.reference, sent.pk])
    assert in_words not in page
    assert reverse("offender_management:reports", args=[told.case.reference]) in page.split(str(sent.pk))[-1]
    assert client.get(in_words).status_code == 404


def test_a_stopped_report_is_never_sent(told: Told) -> None:
    told.show_both()
    for _twice in range(2):
        services.stop_report(report_id=told.report.pk, why="Not wanted.", by=told.world.facilitator, at=told.now)
    with pytest.raises(IllegalTransition):
        told.release()


def test_the_timeline_tells_it_in_a_fixed_number_of_queries(
    told: Told, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    told.show_both()
    told.release()
    with django_assert_max_num_queries(2):
        titles = [str(entry.title) for entry in timeline(told.case)]
    assert "Sent the report on Callum to Tom Adeyemi" in titles


def test_the_pages_of_the_report_hold_what_the_rooms_know_and_nothing_else(told: Told) -> None:
    let_it_be_told(told.given, told.now)
    said = " ".join(texts(sent_paper_of(told)))
    for hidden in ("Maya", "Deol", "That I shake", "To know why me", "01632 960001", told.case.reference, "sister"):
        assert hidden not in said


def sent_paper_of(told: Told) -> ReportPaper:
    told.show_both()
    return sent_paper(told.release())


def test_when_everything_is_objected_to_nothing_is_sent(told: Told) -> None:
    told.show(told.offender, "objects", objects_to=[one.key for one in shown_now(told.fresh())])
    told.show(told.victim, "objects", objects_to=[one.key for one in shown_now(told.fresh())])
    assert codes(told) == ["nothing_to_tell"]
    with pytest.raises(Blocked):
        told.release()


def test_whoever_received_it_prints_it_in_large_print_too(told: Told) -> None:
    told.show_both()
    report = told.release()
    client = told.world.client(told.world.offender_manager)
    address = reverse("offender_management:received_pdf", args=[report.pk])
    page = client.get(reverse("offender_management:received_one", args=[report.pk])).content.decode()
    assert f'href="{address}"' in page
    assert f'href="{address}?print=large"' in page
    paper = sent_paper(told.fresh())
    for asked, style in (("", Print.NORMAL), ("?print=large", Print.LARGE), ("?print=huge", Print.NORMAL)):
        assert client.get(address + asked).content == render.pdf(paper, style)
    assert told.world.client(told.world.referrer).get(address + "?print=large").status_code == 404
