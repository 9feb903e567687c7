"""Letters: for one reader, by a safe way, looked at before they go, and stopped by a no."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.areas.services import adopt_profile
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.budget import budget_of
from talkingpiece.cases.models import Case, Companion, GatePassing, Responsible
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents import render
from talkingpiece.documents.payloads import Audience
from talkingpiece.documents.render import Print
from talkingpiece.documents.responses import page_pictures
from talkingpiece.notifications import services
from talkingpiece.notifications.gates import blockers_to_release, facts_for_letter
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.papers import sealed_paper, sent_paper
from talkingpiece.notifications.presenters import timeline
from talkingpiece.notifications.profile import MODEL_LETTERS
from talkingpiece.notifications.services import StaleLetter, stop_messages
from talkingpiece.notifications.states import LetterState
from talkingpiece.notifications.wording import tell_tale_words
from talkingpiece.people.models import Person
from talkingpiece.people.queries import ways_of
from talkingpiece.people.services import Way, end_way
from talkingpiece.protection.classes import Side
from tests.world import World

POST = Way("post", "14 Elm Road, Ridgeway, RG1 4QQ")
CALL = Way("call", "01632 960001")


@pytest.fixture
def case(world: World) -> Case:
    return Case.objects.select_related("victim", "area").get(pk=world.case("Maya", ways=(CALL, POST)).pk)


def begin(world: World, case: Case, person: Person, template: str = "reach", **more: Any) -> Letter:
    given = {"fields": {}, "by_hand": False, **more}
    return services.begin_letter(
        case_id=case.pk, person_id=person.pk, template=template, by=world.facilitator, at=clock.now(), **given
    )


def codes(letter: Letter) -> list[str]:
    return blockers_to_release(facts_for_letter(Letter.objects.get(pk=letter.pk), clock.now())).codes


def release(world: World, letter: Letter) -> Letter:
    version = Letter.objects.get(pk=letter.pk).version
    return services.release_letter(letter_id=letter.pk, version=version, by=world.facilitator, at=clock.now())


def gone(world: World, letter: Letter, **more: str) -> Letter:
    now = clock.now()
    return services.record_gone(letter_id=letter.pk, went_at=now, by=world.facilitator, at=now, **more)


def says(world: World, case: Case, person: Person, side: Side, answer: str = "given") -> Consent:
    return record_consent(
        case_id=case.pk,
        person=person,
        side=side,
        item="contact",
        answer=answer,
        wording="May we?",
        method="spoken",
        by=world.facilitator,
        at=clock.now(),
    )


def approached(world: World, responsible: Responsible) -> None:
    GatePassing.objects.create(
        area=world.area,
        case_id=responsible.case_id,
        gate="approach_offender",
        subject_id=responsible.pk,
        at=clock.now() - timedelta(days=1),
        by=world.facilitator,
        facts_digest="x",
        profile_version=1,
    )


def test_a_letter_by_a_safe_way_is_released_posted_and_never_changed(world: World, case: Case) -> None:
    letter = begin(world, case, case.victim)
    assert codes(letter) == []
    released = release(world, letter)
    paper = sent_paper(released)
    assert released.pdf_digest == render.fingerprint(render.pdf(paper))
    assert paper.to == ("Maya Deol", "14 Elm Road", "Ridgeway", "RG1 4QQ")
    for change in (
        lambda: release(world, letter),
        lambda: services.change_letter(
            letter_id=letter.pk, version=2, fields={}, by_hand=True, by=world.facilitator, at=clock.now()
        ),
    ):
        with pytest.raises(IllegalTransition):
            change()
    assert gone(world, letter).state == LetterState.GONE
    with pytest.raises(IllegalTransition):
        gone(world, letter)
    names = set(Event.objects.filter(case_id=case.pk).values_list("name", flat=True))
    assert {"letter.begun", "letter.released", "letter.gone"} <= names


def test_without_a_safe_address_it_can_only_be_handed_over(world: World) -> None:
    case = Case.objects.get(pk=world.case("Joan", ways=(CALL,)).pk)
    letter = begin(world, case, case.victim)
    assert codes(letter) == ["post_not_safe"]
    with pytest.raises(Blocked):
        release(world, letter)
    services.change_letter(
        letter_id=letter.pk, version=1, fields={}, by_hand=True, by=world.facilitator, at=clock.now()
    )
    assert sent_paper(release(world, letter)).to == ("Joan Deol",)


def test_an_address_that_is_no_longer_safe_stops_a_released_letter(world: World, case: Case) -> None:
    letter = release(world, begin(world, case, case.victim))
    point = next(way for way in ways_of(case.victim_id) if way.channel == "post")
    end_way(point_id=point.pk, why="She moved.", by=world.facilitator, at=clock.now(), side=Side.VICTIM)
    assert codes(letter) == ["post_not_safe"]
    with pytest.raises(Blocked):
        gone(world, letter)
    assert gone(world, letter, despite="It was in the box an hour before she rang.").state == LetterState.GONE


def test_a_no_to_contact_stops_what_has_not_gone(world: World, case: Case) -> None:
    consent = says(world, case, case.victim, Side.VICTIM)
    letter = release(world, begin(world, case, case.victim))
    assert codes(letter) == []
    withdraw_consent(consent_id=consent.pk, how="telephone", by=world.facilitator, at=clock.now())
    assert codes(letter) == ["said_no"]
    with pytest.raises(Blocked):
        gone(world, letter)


@pytest.mark.parametrize("about", ["case", "person"])
def test_stopping_everything_stops_letters_too(world: World, case: Case, about: str) -> None:
    waits, went = begin(world, case, case.victim), release(world, begin(world, case, case.victim))
    gone(world, went)
    stopped = stop_messages(about_id=case.pk if about == "case" else case.victim_id, at=clock.now())
    assert stopped == 1
    assert Letter.objects.get(pk=waits.pk).state == LetterState.STOPPED
    assert Letter.objects.get(pk=went.pk).state == LetterState.GONE


def test_nobody_on_the_offender_s_side_is_written_to_before_their_own_yes(world: World, case: Case) -> None:
    responsible = world.responsible(case)
    offender = responsible.person
    friend = world.person("Anita", side=Side.OFFENDER)
    Companion.objects.create(
        area=world.area,
        key_id=case.key_id,
        case=case,
        person=friend,
        part="supporter",
        beside=offender,
        side=Side.OFFENDER,
        since=clock.now(),
    )
    his = begin(world, case, offender, "not_ahead", by_hand=True)
    theirs = begin(world, case, friend, "not_ahead", by_hand=True)
    assert codes(his) == codes(theirs) == ["not_approached"]
    says(world, case, offender, Side.OFFENDER)
    assert codes(his) == codes(theirs) == ["not_approached"]
    approached(world, responsible)
    assert codes(his) == codes(theirs) == []
    release(world, his)


def test_a_yes_of_before_the_approach_is_none(world: World, case: Case) -> None:
    responsible = world.responsible(case)
    says(world, case, responsible.person, Side.OFFENDER)
    approached(world, responsible)
    GatePassing.objects.update(at=clock.now() + timedelta(minutes=1))
    assert codes(begin(world, case, responsible.person, "not_ahead", by_hand=True)) == ["not_approached"]


@pytest.fixture
def his_letter(world: World, case: Case) -> Callable[[str], Letter]:
    responsible = world.responsible(case)
    approached(world, responsible)
    says(world, case, responsible.person, Side.OFFENDER)
    return lambda words: begin(world, case, responsible.person, "next", fields={"steps": words}, by_hand=True)


@pytest.mark.parametrize(
    "words", ["Maya will be there.", "Ring 01632 960 001.", "She lives at 14 Elm Road.", "Somewhere in RG1 4QQ."]
)
def test_what_would_tell_him_who_or_where_she_is_cannot_leave(
    world: World, his_letter: Callable[[str], Letter], words: str
) -> None:
    letter = his_letter(words)
    assert codes(letter) == ["leaks"]
    with pytest.raises(Blocked):
        release(world, letter)
    with pytest.raises(IllegalTransition):
        services.answer_finding(letter_id=letter.pk, words="Maya", why="A word.", by=world.facilitator, at=clock.now())
    assert codes(his_letter("We see you on Thursday.")) == []


def test_the_other_way_round_she_is_not_told_who_he_is(world: World, case: Case) -> None:
    world.responsible(case, "Callum")
    assert codes(begin(world, case, case.victim, "next", fields={"steps": "Callum Reeve said yes."})) == ["leaks"]
    assert codes(begin(world, case, case.victim, "next", fields={"steps": "We see you soon."})) == []


def test_a_common_word_is_answered_for_with_a_reason(world: World) -> None:
    case = Case.objects.get(pk=world.case("Grace", ways=(POST,)).pk)
    responsible = world.responsible(case)
    approached(world, responsible)
    says(world, case, responsible.person, Side.OFFENDER)
    letter = begin(
        world, case, responsible.person, "next", fields={"steps": "We see you at Grace House."}, by_hand=True
    )
    assert codes(letter) == ["common_words"]
    services.answer_finding(
        letter_id=letter.pk, words="Grace", why="It is the name of the house.", by=world.facilitator, at=clock.now()
    )
    assert codes(letter) == []


def test_what_somebody_else_may_open_does_not_say_what_we_are(world: World, case: Case) -> None:
    Person.objects.filter(pk=case.victim_id).first()
    victim = case.victim
    victim.conceal_from = "Her husband."
    victim.save()
    letter = begin(world, case, victim, "next", fields={"steps": "The police will ring you."})
    assert codes(letter) == ["tell_tale"]
    services.change_letter(
        letter_id=letter.pk,
        version=1,
        fields={"steps": "The police will ring you."},
        by_hand=True,
        by=world.facilitator,
        at=clock.now(),
    )
    assert codes(letter) == []
    assert sent_paper(release(world, letter)).to == ("Maya",)


def test_the_sentences_of_every_letter_are_neutral() -> None:
    for letter in MODEL_LETTERS:
        shown = [*letter.before, *letter.after, *(field.shown for field in letter.fields)]
        assert [word for text in shown for word in tell_tale_words(text)] == [], letter.key


def test_each_letter_is_for_the_readers_that_it_names(world: World, case: Case) -> None:
    with pytest.raises(IllegalTransition):
        begin(world, case, case.victim, "invite")
    with pytest.raises(IllegalTransition):
        begin(world, case, world.person("Nobody"), "reach")
    assert {letter.key for letter in MODEL_LETTERS if Audience.SUPPORTER in letter.audiences} == {
        "reach",
        "date",
        "not_ahead",
        "agreed",
        "invite",
    }


def test_what_is_not_filled_in_is_said(world: World, case: Case) -> None:
    assert codes(begin(world, case, case.victim, "date", fields={"when": "Thursday, 2pm"})) == ["missing"]


def test_who_pauses_is_not_written_to(world: World, case: Case) -> None:
    from talkingpiece.cases.services import pause_case

    letter = begin(world, case, case.victim)
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=clock.now())
    assert codes(letter) == ["paused"]


def test_two_writers_do_not_overwrite_each_other(world: World, case: Case) -> None:
    letter = begin(world, case, case.victim)
    for expected in (nullcontext(), pytest.raises(StaleLetter)):
        with expected:
            services.change_letter(
                letter_id=letter.pk, version=1, fields={}, by_hand=True, by=world.facilitator, at=clock.now()
            )
    with pytest.raises(StaleLetter):
        services.release_letter(letter_id=letter.pk, version=1, by=world.facilitator, at=clock.now())


def test_large_print_is_printed_large(world: World, case: Case) -> None:
    letter = release(world, begin(world, case, case.victim, print_style=Print.LARGE))
    assert letter.pdf_digest == render.fingerprint(render.pdf(sent_paper(letter), Print.LARGE))


def test_the_timeline_shows_them_in_a_fixed_number_of_queries(
    world: World, case: Case, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for _n in range(3):
        gone(world, release(world, begin(world, case, case.victim)))
    with django_assert_max_num_queries(2):
        titles = [str(entry.title) for entry in timeline(case)]
    assert titles.count("Posted: We tried to reach you, to Maya") == 3


def test_a_letter_from_the_form_to_the_post(world: World, case: Case) -> None:
    client = world.client(world.facilitator)
    ref = case.reference
    address = reverse("notifications:write", args=[ref, case.victim_id, "date"])
    assert "Fill in: When?" in client.post(address, {"way": "post", "print_style": "normal"}).content.decode()
    typed = {"text_when": "Thursday, 2pm", "text_where": "Tanner Street Hall", "way": "post", "print_style": "large"}
    client.post(address, typed)
    letter = Letter.objects.get()
    page = client.get(reverse("notifications:letter", args=[ref, letter.pk])).content.decode()
    assert "data:image/png;base64," in page
    assert "Tanner Street Hall" in page
    assert "Elm Road" not in page
    client.post(reverse("notifications:release", args=[ref, letter.pk]), {"seen": "7"})
    assert Letter.objects.get().state == LetterState.DRAFT
    client.post(reverse("notifications:release", args=[ref, letter.pk]), {"seen": "1"})
    printed = client.post(reverse("notifications:letter_pdf", args=[ref, letter.pk]), {"purpose": "contact"})
    assert printed["Content-Disposition"] == 'inline; filename="letter.pdf"'
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(printed.content)).pages)
    assert "Tanner Street Hall" in text
    assert "14 Elm Road" in text
    assert "Talking Piece" not in text
    assert ref not in text
    local = timezone.localtime()
    when = {"at_day": local.day, "at_month": local.month, "at_year": local.year, "at_time": f"{local:%H:%M}"}
    client.post(reverse("notifications:gone", args=[ref, letter.pk]), when)
    assert Letter.objects.get().state == LetterState.GONE
    assert "Posted" in client.get(reverse("notifications:letters", args=[ref])).content.decode()


def test_the_address_of_a_letter_is_on_no_page_of_it_and_printing_it_is_a_reveal(world: World, case: Case) -> None:
    letter = release(world, begin(world, case, case.victim))
    client = world.client(world.facilitator)
    shown = client.get(reverse("notifications:letter", args=[case.reference, letter.pk]))
    assert shown.context["pictures"] == page_pictures(sealed_paper(sent_paper(letter)))
    address = reverse("notifications:letter_pdf", args=[case.reference, letter.pk])
    asked = [client.get(address), client.get(address, {"purpose": "contact"}), client.post(address)]
    assert all("What do you need it for?" in answer.content.decode() for answer in asked)
    for answer in (shown, *asked):
        assert "Elm Road" not in answer.content.decode()
    assert not Event.objects.filter(kind=Kind.REVEAL)
    assert client.post(address, {"purpose": "contact"})["Content-Type"] == "application/pdf"
    event = Event.objects.get(kind=Kind.REVEAL)
    assert (event.name, event.basis, event.side) == ("letter.address_revealed", "contact", Side.VICTIM)
    assert budget_of(world.facilitator.pk, world.area.pk, clock.now()).used == 1
    adopt_profile(area=world.area, differences={"reveals": {"a_day": 1}}, at=world.now)
    assert "Nothing more is uncovered today" in client.post(address, {"purpose": "contact"}).content.decode()


def test_whoever_prints_an_address_proves_who_they_are(world: World, case: Case) -> None:
    letter = release(world, begin(world, case, case.victim))
    client = world.client(world.facilitator)
    address = reverse("notifications:letter_pdf", args=[case.reference, letter.pk])
    with clock.pretend(clock.now() + timedelta(minutes=10)):
        assert client.post(address, {"purpose": "contact"})["Location"] == reverse("still_you")
    assert not Event.objects.filter(kind=Kind.REVEAL)


def test_a_letter_that_is_handed_over_bears_no_address_and_is_printed_at_once(world: World, case: Case) -> None:
    letter = release(world, begin(world, case, case.victim, by_hand=True))
    address = reverse("notifications:letter_pdf", args=[case.reference, letter.pk])
    printed = world.client(world.facilitator).get(address)
    assert "Elm Road" not in pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text()
    assert not Event.objects.filter(kind=Kind.REVEAL)


def test_somebody_who_does_not_work_on_the_case_finds_no_letter(world: World, case: Case) -> None:
    letter = begin(world, case, case.victim)
    address = reverse("notifications:letter_pdf", args=[case.reference, letter.pk])
    assert world.client(world.facilitator).get(address).status_code == 200
    for stranger in (world.other_facilitator, world.offender_manager, world.scheme_manager, world.referrer):
        assert world.client(stranger).get(address).status_code == 404
