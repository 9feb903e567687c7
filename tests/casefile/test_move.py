"""Written down about the wrong person: marked in the open, and written down where it belongs, in one act."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.audit.models import Event, Kind
from talkingpiece.casefile.services import end_case, move_fact
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import add_companion
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.models import Contact, InformationGiven, Need, Voice
from talkingpiece.engagement.queries import due_contacts
from talkingpiece.engagement.services import (
    NeedSaid,
    Told,
    give_information,
    record_contact,
    record_need,
    record_voice,
)
from talkingpiece.people.models import Person
from talkingpiece.protection.classes import Side
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.world import World

WHY = "Said by somebody else."
NOTE = "He said that he is sorry every day."


@pytest.fixture
def case(world: World) -> Case:
    return world.case()


def note(world: World, case: Case, **more: Any) -> Contact:
    given: dict[str, Any] = {
        "person_id": case.victim_id,
        "means": "call",
        "outcome": "spoke",
        "direction": "in",
        "note": NOTE,
        "by": world.coordinator,
        "at": world.now - timedelta(days=2),
    } | more
    return record_contact(case_id=case.pk, **given)


def move(world: World, fact: Told, case: Case, person: Person, *, by: User | None = None) -> Told | None:
    return move_fact(
        case_id=fact.case_id,
        fact=fact,
        side=Side.VICTIM,
        why=WHY,
        to_case_id=case.pk,
        person_id=person.pk,
        by=by or world.facilitator,
        at=world.now,
    )


def test_a_note_moves_to_the_other_side_of_the_case(world: World, case: Case) -> None:
    callum = world.responsible(case).person
    wrong = note(world, case)
    right = move(world, wrong, case, callum)
    wrong.refresh_from_db()
    assert (wrong.error_why, wrong.error_by) == (WHY, world.facilitator)
    assert isinstance(right, Contact)
    assert (right.person, right.side, right.case) == (callum, Side.OFFENDER, case)
    assert (right.note, right.means, right.outcome, right.direction) == (NOTE, "call", "spoke", "in")
    assert (right.happened_at, right.recorded_by) == (wrong.happened_at, world.facilitator)
    assert right.recorded_at > wrong.recorded_at


def test_a_note_moves_to_another_case(world: World, case: Case) -> None:
    other = world.case("Peter")
    wrong = note(world, case)
    right = move(world, wrong, other, other.victim)
    assert isinstance(right, Contact)
    assert (right.case, right.person, right.side) == (other, other.victim, Side.VICTIM)
    assert right.key_id == other.key_id
    assert not Contact.objects.standing().filter(case=case).exists()


def test_the_trail_has_both_linked_by_ids_and_no_word(world: World, case: Case) -> None:
    other = world.case("Peter")
    wrong = note(world, case)
    before = Event.objects.filter(kind=Kind.ACT).count()
    right = move(world, wrong, other, other.victim)
    assert right is not None
    assert Event.objects.filter(kind=Kind.ACT).count() == before + 2
    marked = Event.objects.get(name="fact.entered_in_error")
    written = Event.objects.get(name="contact.recorded", about_id=right.pk)
    assert (marked.about_id, marked.case_id, marked.side) == (wrong.pk, case.pk, Side.VICTIM)
    assert (written.case_id, written.side, written.actor_id) == (other.pk, Side.VICTIM, world.facilitator.pk)
    assert written.detail["instead_of"] == str(wrong.pk)
    assert marked.detail == {"moved": written.detail["moved"]}


def test_what_was_said_what_is_needed_and_the_sheet_move_too(world: World, case: Case) -> None:
    other, at, by = world.case("Peter"), world.now - timedelta(days=1), world.facilitator
    need = record_need(case_id=case.pk, need=NeedSaid("To know why.", rank=2), by=by, at=at)
    voice = record_voice(case_id=case.pk, person_id=case.victim_id, kind="fear", words="The dark.", by=by, at=at)
    sheet = give_information(case_id=case.pk, person_id=case.victim_id, means="call", by=by, at=at, language="Urdu")
    for fact in (need, voice, sheet):
        move(world, fact, other, other.victim)
    assert Need.objects.standing().values_list("case_id", "rank", "happened_at").get() == (other.pk, 2, at)
    said = Voice.objects.standing().get()
    assert (said.person, said.kind, said.words, said.happened_at) == (other.victim, "fear", "The dark.", at)
    given = InformationGiven.objects.standing().get()
    assert (given.person, given.sheet, given.language, given.happened_at) == (other.victim, "victim", "Urdu", at)


def test_an_offender_is_told_from_their_own_sheet(world: World, case: Case) -> None:
    callum = world.responsible(case).person
    by, at = world.facilitator, world.now
    sheet = give_information(case_id=case.pk, person_id=case.victim_id, means="call", by=by, at=at)
    right = move(world, sheet, case, callum)
    assert isinstance(right, InformationGiven)
    assert (right.sheet, right.side) == ("offender", Side.OFFENDER)


def test_a_promise_to_ring_goes_with_the_note_and_the_one_it_seemed_to_keep_waits_again(
    world: World, case: Case
) -> None:
    other, soon = world.case("Peter"), world.now + timedelta(days=1)
    kept = note(world, case, outcome="no_answer", at=world.now - timedelta(days=5), next_at=world.now, next_words="x")
    wrong = note(world, case, next_at=soon, next_words="Thursday after six")
    kept.refresh_from_db()
    assert kept.next_done_at is not None
    right = move(world, wrong, other, other.victim)
    assert right is not None
    assert [row.pk for row in due_contacts(world.facilitator)] == [kept.pk, right.pk]


def test_what_another_talk_kept_stays_kept(world: World, case: Case) -> None:
    other = world.case("Peter")
    kept = note(world, case, outcome="no_answer", at=world.now - timedelta(days=5), next_at=world.now, next_words="x")
    wrong = note(world, case)
    note(world, case, at=world.now - timedelta(days=1))
    move(world, wrong, other, other.victim)
    kept.refresh_from_db()
    assert kept.next_done_at is not None


def test_twice_is_once(world: World, case: Case) -> None:
    callum = world.responsible(case).person
    wrong = note(world, case)
    assert move(world, wrong, case, callum) is not None
    assert move(world, wrong, case, callum) is None
    assert Contact.objects.standing().count() == 1


@pytest.mark.parametrize("ended", [True, False], ids=["ended", "not theirs"])
def test_nothing_is_written_into_an_ended_case_or_one_that_is_not_theirs(world: World, case: Case, ended: bool) -> None:
    other = world.case("Peter", facilitator=world.other_facilitator)
    wrong, by = note(world, case), world.facilitator
    if ended:
        end_case(case_id=other.pk, told=WITHDREW, by=world.other_facilitator, at=world.now)
        by = world.coordinator
    with pytest.raises(Blocked) as refused:
        move(world, wrong, other, other.victim, by=by)
    assert refused.value.verdict.codes == (["case_ended"] if ended else ["not_theirs"])
    wrong.refresh_from_db()
    assert wrong.stands
    assert Contact.objects.count() == 1


def test_nothing_is_written_about_whom_it_cannot_be_about(world: World, case: Case) -> None:
    callum, stranger = world.responsible(case).person, world.person("Nadia")
    wrong = note(world, case)
    need = record_need(case_id=case.pk, need=NeedSaid("To know."), by=world.facilitator, at=world.now)
    with pytest.raises(Person.DoesNotExist):
        move(world, wrong, case, stranger)
    with pytest.raises(ValueError, match="theirs already"):
        move(world, wrong, case, case.victim)
    with pytest.raises(ValueError, match="not asked for needs"):
        move(world, need, case, callum)
    assert not Event.objects.filter(name="fact.entered_in_error").exists()
    need.refresh_from_db()
    assert need.stands


@pytest.mark.parametrize("reply", ["", "yes"])
def test_nobody_beside_the_offender_before_their_yes(world: World, case: Case, reply: str) -> None:
    responsible = world.responsible(case)
    joel = add_companion(
        case_id=case.pk,
        person=world.person("Joel", side=Side.OFFENDER),
        part="supporter",
        beside=responsible.person,
        side=Side.OFFENDER,
        words="His brother.",
        by=world.facilitator,
        at=world.now,
    )
    wrong = note(world, case)
    if reply:
        rows.approach(world, case, responsible, reply=reply)
        right = move(world, wrong, case, joel.person)
        assert isinstance(right, Contact)
        assert right.side == Side.OFFENDER
        return
    with pytest.raises(Blocked) as refused:
        move(world, wrong, case, joel.person)
    assert refused.value.verdict.codes == ["offender_first"]
    answer = post(world, case, wrong, whose=joel.person.pk)
    assert "Nobody on that side hears anything before Callum agrees." in page(answer)
    assert f'value="{WHY}"' in page(answer)
    wrong.refresh_from_db()
    assert wrong.stands


# The page


def url(case: Case, fact: Told) -> str:
    return reverse("casefile:error", args=[case.reference, fact._meta.label, fact.pk])


def post(world: World, case: Case, fact: Told, *, by: User | None = None, **typed: Any) -> Any:
    return world.client(by or world.facilitator).post(url(case, fact), {"why": WHY} | typed)


def page(answer: Any) -> str:
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_the_page_says_who_will_read_it_before_anybody_presses(world: World, case: Case) -> None:
    world.responsible(case)
    wrong = note(world, case)
    shown = page(world.client(world.facilitator).get(url(case, wrong)))
    assert "Callum, offender" in shown
    assert "It goes over to the offender’s side. Whoever reads that file sees this text from then on." in shown
    assert "Maya, victim" not in shown


def test_within_the_case_one_press_moves_it(world: World, case: Case) -> None:
    callum = world.responsible(case).person
    wrong = note(world, case)
    assert post(world, case, wrong, whose=callum.pk).status_code == 302
    assert Contact.objects.standing().get().person == callum


@pytest.mark.parametrize("field", ["own_case", "reference"])
def test_into_another_case_it_asks_whose_it_is_there(world: World, case: Case, field: str) -> None:
    other = world.case("Peter")
    wrong = note(world, case)
    typed: dict[str, Any] = {"whose": "case", field: other.reference}
    asked = page(post(world, case, wrong, **typed))
    assert "Nothing is changed yet." in asked
    assert "It goes to the victim’s side there. Whoever reads that file sees this text from then on." in asked
    assert f'value="{WHY}"' in asked
    wrong.refresh_from_db()
    assert wrong.stands
    typed["asked_in"] = other.reference
    again = page(post(world, case, wrong, **typed))
    assert f"Choose whose it is in {other.reference}" in again
    assert post(world, case, wrong, **typed, person=other.victim_id).status_code == 302
    assert Contact.objects.standing().get().case == other


def test_a_case_that_is_not_theirs_is_a_case_that_is_not_there(world: World, case: Case) -> None:
    other = world.case("Peter", facilitator=world.other_facilitator)
    wrong = note(world, case)
    told = []
    for reference in (other.reference, "RDG-26-9999", case.reference):
        answer = page(post(world, case, wrong, whose="case", reference=reference, person=other.victim_id))
        assert "There is no other case with this reference that you may work on" in answer
        told.append(answer.replace(reference, "").count("Peter"))
    assert told == [0, 0, 0]
    wrong.refresh_from_db()
    assert wrong.stands


def test_an_ended_case_takes_nothing_and_what_was_typed_stays(world: World, case: Case) -> None:
    other = world.case("Peter")
    end_case(case_id=other.pk, told=WITHDREW, by=world.facilitator, at=world.now)
    wrong = note(world, case)
    answer = page(post(world, case, wrong, whose="case", reference=other.reference.lower()))
    assert "That case has ended." in answer
    assert f'value="{WHY}"' in answer
    assert f'value="{other.reference.lower()}"' in answer


def test_without_a_case_or_with_two_it_asks_again(world: World, case: Case) -> None:
    other, third = world.case("Peter"), world.case("Nadia")
    wrong = note(world, case)
    assert "Choose one of your cases" in page(post(world, case, wrong, whose="case"))
    both: dict[str, Any] = {"own_case": other.reference, "reference": third.reference}
    assert "This is not the case chosen above." in page(post(world, case, wrong, whose="case", **both))
    wrong.refresh_from_db()
    assert wrong.stands


def test_a_need_is_offered_to_nobody_of_whom_none_are_asked(world: World, case: Case) -> None:
    callum = world.responsible(case).person
    need = record_need(case_id=case.pk, need=NeedSaid("To know."), by=world.facilitator, at=world.now)
    assert "Callum, offender" not in page(world.client(world.facilitator).get(url(case, need)))
    assert post(world, case, need, whose=callum.pk).status_code == 200
    need.refresh_from_db()
    assert need.stands


def test_only_wrong_is_only_marked(world: World, case: Case) -> None:
    wrong = note(world, case)
    assert post(world, case, wrong, whose="nobody").status_code == 302
    assert not Contact.objects.standing().exists()


def test_what_is_about_nobody_else_is_not_offered_to_anybody(world: World, case: Case) -> None:
    given = rows.consent(world, case)
    shown = page(
        world.client(world.facilitator).get(
            reverse("casefile:error", args=[case.reference, given._meta.label, given.pk])
        )
    )
    assert "Does it belong to somebody else?" not in shown
