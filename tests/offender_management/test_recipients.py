"""Who may be told what: the table, and each kind of recipient with exactly its parts, consents and grounds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from talkingpiece.audit.models import Event
from talkingpiece.cases.models import Responsible
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents.payloads import texts
from talkingpiece.offender_management import services
from talkingpiece.offender_management.allowed import ALLOWED, DateTold, ReportFacts, not_progressed, parts, sentences
from talkingpiece.offender_management.gates import blockers_to_release, facts_for_release
from talkingpiece.offender_management.models import OutcomeReport
from talkingpiece.offender_management.presenters import sent_paper
from talkingpiece.offender_management.queries import reports_owed, shown_now
from talkingpiece.offender_management.record import as_file, validator
from talkingpiece.offender_management.states import ON_PAPER, About, Kind, Recipient, Status
from talkingpiece.people.services import name_number
from talkingpiece.protection.classes import Side
from tests.agreements.given import replaced
from tests.journeys.given import Given
from tests.offender_management.conftest import HERS, ITEM, Told
from tests.offender_management.test_allowed import facts
from tests.world import World

MANAGER = {
    "exploring": {"status"},
    "permission": {"needed"},
    "dates": {"dates"},
    "actions": {"agreed"},
    "completed": {"agreed"},
    "ended": {"status"},
    "outcome": {"status", "took_part", "preparation", "permissions", "agreed", "support", "next", "objectives"},
}
# Written by hand, from what each kind of recipient may receive; never made from the code.
EXPECTED: dict[str, dict[str, set[str]]] = {
    "community": MANAGER,
    "prison_manager": MANAGER,
    "prison": {"permission": {"needed"}, "dates": {"dates"}, "ended": {"status"}, "outcome": {"status", "next"}},
    "liaison": {"exploring": {"status"}, "dates": {"dates"}, "ended": {"status"}, "outcome": {"status"}},
    "parole_board": {"outcome": {"status", "took_part"}},
    "court": {"outcome": {"status", "took_part"}},
}


def is_known_as(told: Told, crn: str) -> None:
    name_number(person=told.offender, kind="crn", value=crn, by=None, at=told.now, side=Side.OFFENDER)


def test_each_kind_of_recipient_may_be_told_exactly_these_parts() -> None:
    assert {to.value: {k.value: set(v) for k, v in by.items()} for to, by in ALLOWED.items()} == EXPECTED
    assert set(ALLOWED) == set(Recipient)
    assert {part for by in ALLOWED.values() for found in by.values() for part in found} <= set(parts())


@given(
    facts(st.sampled_from([one for one in Status if one is not Status.NOT_PROGRESSED])),
    st.sampled_from(Recipient),
    st.sampled_from([kind for kind in Kind if kind is not Kind.QUESTION]),
)
def test_nothing_outside_of_the_table_is_told_whatever_is_known(known: ReportFacts, to: Recipient, kind: Kind) -> None:
    written = {"support": "Company.", "next_contact": "Thursday.", "objectives": "To stay."}
    found = sentences(known, written, kind=kind, recipient=to)
    assert {one.part for one in found} <= EXPECTED[to].get(kind, set())
    if to in ON_PAPER and known.status is Status.EXPLORED:
        assert found == ()
    if kind in {Kind.ACTIONS, Kind.COMPLETED}:
        assert not [one for one in found if one.about is About.VICTIM]


@given(
    facts(st.just(Status.NOT_PROGRESSED)),
    st.sampled_from(Recipient),
    st.sampled_from([kind for kind in Kind if kind is not Kind.QUESTION]),
)
def test_that_nothing_went_ahead_reads_the_same_whatever_it_is_told_as_or_is_told_to_nobody(
    known: ReportFacts, to: Recipient, kind: Kind
) -> None:
    found = [one.words for one in sentences(known, {"support": "x"}, kind=kind, recipient=to)]
    assert found == ([] if to in ON_PAPER else [not_progressed()])


def begin(told: Told, kind: Kind, to: str, words: str = "") -> Told:
    report = services.begin_report(
        responsible_id=told.given.responsible.pk,
        written={"next_contact": "We see him on Thursday.", "objectives": "That he finishes the course."},
        kind=kind,
        to_key=to,
        to_words=words,
        by=told.world.facilitator,
        at=told.now,
    )
    return Told(told.world, told.given, report, told.now)


def codes(told: Told) -> list[str]:
    return blockers_to_release(facts_for_release(told.fresh(), told.now)).codes


def words(told: Told) -> str:
    return " ".join(one.words for one in shown_now(told.fresh()))


@pytest.mark.parametrize(("to", "item", "target"), [("parole_board", "parole", ""), ("court", "share", "court")])
def test_the_parole_board_and_a_court_get_basic_facts_on_paper_with_everybody_s_yes_to_just_that(
    told: Told, to: str, item: str, target: str
) -> None:
    one = begin(told, Kind.OUTCOME, to, "The panel of 3 December")
    assert "took part in a restorative meeting" in words(one)
    for hidden in (ITEM, HERS, "Thursday", "course", "talks"):
        assert hidden not in words(one)
    one.show_both()
    assert codes(one) == ["no_ground"], "no agreement is a ground for it"
    one.given.agrees(one.offender, item, one.now, target=target)
    assert codes(one) == ["no_ground"]
    one.given.agrees(one.victim, item, one.now, target=target)
    assert codes(one) == []
    report = one.release()
    assert report.disclosure is not None
    assert (report.disclosure.ground, report.disclosure.recipient_words) == ("consent", "The panel of 3 December")
    assert "For: The panel of 3 December" in " ".join(texts(sent_paper(report))).replace("For:", "For:")
    pdf = one.world.client(one.world.facilitator).get(
        reverse("offender_management:pdf", args=[one.case.reference, report.pk])
    )
    assert pdf["Content-Type"] == "application/pdf"


def test_that_it_did_not_take_place_is_never_told_to_who_could_hold_it_against_them(
    world: World, approached: Callable[[str], Responsible]
) -> None:
    responsible = approached("no")
    for to in ("parole_board", "court"):
        with pytest.raises(Blocked, match="nothing_to_tell"):
            services.begin_report(
                responsible_id=responsible.pk, written={}, to_key=to, to_words="P", by=world.facilitator, at=world.now
            )


def test_a_message_goes_beside_a_report_and_does_not_settle_it(told: Told) -> None:
    one = begin(told, Kind.ACTIONS, "")
    assert ITEM in words(one)
    assert HERS not in words(one)
    assert "took part" not in words(one)
    one.show_both()
    report = one.release()
    assert report.disclosure is not None
    assert report.disclosure.categories == ["identity", "outcome"]
    assert [owed.responsible.pk for owed in reports_owed([told.case.pk], told.now)] == [told.given.responsible.pk]
    with pytest.raises(Blocked, match="drafted"):
        begin(told, Kind.OUTCOME, "")


def test_the_agreement_has_to_cover_what_the_message_is_about(told: Told) -> None:
    responsible = told.given.responsible
    told_of = ReportFacts("Callum", Status.EXPLORED, dates=(DateTold("d", datetime(2026, 12, 3, 14)),))
    [sentence] = sentences(told_of, {}, kind=Kind.DATES)
    assert "on Thursday 3 December 2026 at 2pm" in sentence.words
    with pytest.raises(Blocked, match="nothing_to_tell"):
        begin(told, Kind.DATES, "")
    one = begin(told, Kind.ACTIONS, "")
    one.show_both()
    replaced(told.world.agreement, we_may_send=["identity", "dates"])
    assert codes(one) == ["no_ground"]
    assert responsible.offender_manager_id == one.report.recipient_id


def test_the_liaison_officer_is_told_only_what_the_victim_lets_them_hear(told: Told) -> None:
    world = told.world
    key = f"liaison:{world.liaison_officer.pk}"
    with pytest.raises(Blocked, match="no_recipient"):
        begin(told, Kind.OUTCOME, key)
    told.given.agrees(told.victim, "share", told.now, target=str(world.liaison.pk))
    told.given.agrees(told.offender, "share", told.now, target=str(world.liaison.pk))
    is_known_as(told, "X123456")
    one = begin(told, Kind.OUTCOME, key)
    assert words(one).count("took part") == 1
    one.show_both()
    report = one.release()
    client = world.client(world.liaison_officer)
    page = client.get(reverse("offender_management:received_one", args=[report.pk]))
    assert "took part" in page.content.decode()
    assert "X123456" not in page.content.decode()
    assert (report.record or {})["about"]["numbers"] == {}
    assert client.get(reverse("offender_management:received")).content.decode().count("Callum") >= 1
    assert world.client(world.offender_manager).get(page.wsgi_request.path).status_code == 404


def test_whoever_hears_their_sentences_is_not_told_where_the_other_is_held_or_who_keeps_in_touch(told: Told) -> None:
    world = told.world
    told.given.agrees(told.victim, "share", told.now, target=str(world.liaison.pk))
    one = begin(told, Kind.OUTCOME, f"liaison:{world.liaison_officer.pk}")
    client = world.client(world.facilitator)

    def read_out(to: Told, person: Any) -> str:
        address = reverse("offender_management:shown", args=[to.case.reference, to.report.pk, person.pk])
        return client.get(address).content.decode().split('id="sentences"')[1].split("</section>")[0]

    assert "Graham" in read_out(one, one.victim)
    assert "Graham" not in read_out(one, one.offender)
    assert "Tom Adeyemi" in read_out(told, told.offender)
    assert "Tom Adeyemi" not in read_out(told, told.victim)


def test_the_same_facts_are_a_json_file_that_its_schema_holds(world: World, held_case: Given, told: Told) -> None:
    is_known_as(told, "X123456")
    services.renew_report(
        report_id=told.report.pk,
        version=told.fresh().version,
        written={"objectives": "That he finishes the course."},
        by=world.facilitator,
        at=told.now,
    )
    told.show_both()
    report = told.release()
    client = world.client(world.offender_manager)
    answer = client.get(reverse("offender_management:received_json", args=[report.pk]))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="report.json"'
    sent = json.loads(answer.content)
    validator().validate(sent)
    assert sent["about"]["numbers"] == {"crn": "X123456"}
    assert answer.content == as_file(OutcomeReport.objects.get(pk=report.pk).record or {})
    assert (sent["status"], sent["number"], sent["to"]["as"]) == ("direct", report.number, "community")
    assert sorted((one["owner"], one["status"], one["verified_by"]) for one in sent["agreed"]) == [
        ("offender", "open", None),
        ("person_harmed", "open", None),
    ]
    assert sent["issued_by"]["level"] == "advanced"
    for hidden in ("Maya", "Deol", "01632", told.case.reference, "Tanner"):
        assert hidden not in answer.content.decode()
    assert Event.objects.filter(name="report.record_downloaded").count() == 1
    for stranger in (world.referrer, world.facilitator):
        assert world.client(stranger).get(answer.wsgi_request.path).status_code == 404


def test_what_somebody_objected_to_is_not_in_the_file_either(told: Told) -> None:
    key = next(one.key for one in shown_now(told.fresh()) if ITEM in one.words)
    told.show(told.victim, "objects", objects_to=[key])
    told.show_both()
    sent = told.release().record or {}
    assert [one["owner"] for one in sent["agreed"]] == ["person_harmed"]


def test_the_schema_is_a_schema_and_refuses_what_it_does_not_name(told: Told) -> None:
    told.show_both()
    sent = told.release().record or {}
    Draft202012Validator.check_schema(validator().schema)
    for wrong in ({**sent, "victim": "Maya"}, {**sent, "status": "refused"}, {**sent, "status": "not_progressed"}):
        with pytest.raises(ValidationError):
            validator().validate(wrong)


@pytest.mark.parametrize("kind", [Kind.OUTCOME, Kind.EXPLORING, Kind.ENDED])
def test_paper_and_file_of_what_did_not_go_ahead_are_the_same_whatever_it_was_begun_as(
    world: World, approached: Callable[[str], Responsible], kind: Kind
) -> None:
    responsible = approached("no")
    report = services.begin_report(
        responsible_id=responsible.pk, written={"support": "x"}, kind=kind, by=world.facilitator, at=world.now
    )
    given_ = Given(world, report.case, responsible)
    one = Told(world, given_, report, world.now)
    one.show(responsible.person)
    sent = one.release()
    plain = {k: v for k, v in (sent.record or {}).items() if k not in {"release_id", "number", "released_on"}}
    assert plain == {
        "schema": "outcome-report-1",
        "instead_of": None,
        "kind": "ended",
        "about": {"name": responsible.person.name, "birth_date": None, "numbers": {}},
        "to": {"as": "community", "name": "Tom Adeyemi", "agency": "Probation, Ridgeway"},
        "status": "not_progressed",
        "took_part_on": [],
        "appointments": [],
        "permission_needed": False,
        "attended": [],
        "preparation": None,
        "permissions_used": [],
        "agreed": [],
        "support_needs": None,
        "next_contact": None,
        "suggested_objectives": None,
        "issued_by": plain["issued_by"],
        "what_this_is_not": plain["what_this_is_not"],
    }
    assert sent_paper(sent).heading == "What came of it"


def test_suggested_objectives_are_the_offender_manager_s_to_adopt_or_to_leave(world: World, told: Told) -> None:
    services.renew_report(
        report_id=told.report.pk,
        version=told.fresh().version,
        written={"objectives": "That he finishes the course."},
        by=world.facilitator,
        at=told.now,
    )
    told.show_both()
    report = told.release()
    client = world.client(world.offender_manager)
    address = reverse("offender_management:objectives", args=[report.pk])
    assert "Choose whether you adopt them" in client.post(address, {}).content.decode()
    page = client.post(address, {"taken": "adopted"}, follow=True).content.decode()
    assert "I adopt them for the plan" in page
    inside = world.client(world.facilitator).get(
        reverse("offender_management:report", args=[told.case.reference, report.pk])
    )
    assert "They adopted them" in inside.content.decode()
    with pytest.raises(IllegalTransition):
        services.answer_objectives(report_id=report.pk, taken="left", by=world.facilitator, at=told.now)
    assert sent_paper(report) == sent_paper(OutcomeReport.objects.get(pk=report.pk)), "what was sent stays as it was"


def test_where_nothing_is_suggested_nothing_is_asked(told: Told) -> None:
    told.show_both()
    report = told.release()
    client = told.world.client(told.world.offender_manager)
    assert client.post(reverse("offender_management:objectives", args=[report.pk]), {}).status_code == 404


def test_the_page_offers_what_the_list_allows_and_begins_it(told: Told) -> None:
    client = told.world.client(told.world.facilitator)
    address = reverse("offender_management:begin", args=[told.case.reference, told.given.responsible.pk])
    page = client.get(address).content.decode()
    assert "A report on Callum is being written already" in page
    assert page.count("<optgroup") == 3
    chosen = f"{address}?what=outcome%7Cparole_board"
    assert "How are they addressed on paper?" in client.get(chosen).content.decode()
    client.post(chosen, {"to_words": "The panel of 3 December"})
    assert OutcomeReport.objects.filter(as_whom="parole_board").count() == 1
    nothing = client.get(f"{address}?what=actions%7Cparole_board").content.decode()
    assert "A report on Callum is being written already" in nothing, "what the list does not know is not chosen"
