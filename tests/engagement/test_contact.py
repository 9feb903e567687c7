"""The quick log: an attempt or a talk, what comes next, and that nothing promised is lost."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from talkingpiece.cases.balls import What
from talkingpiece.cases.services import pause_case, resume_case
from talkingpiece.cases.states import Holder
from talkingpiece.engagement.models import Approach, Contact
from talkingpiece.engagement.presenters import quick_log
from talkingpiece.engagement.queries import due_contacts, last_contact
from talkingpiece.engagement.services import record_contact
from talkingpiece.people.models import Person
from talkingpiece.protection.keys import forget_keys
from tests.engagement.conftest import no_act, one_act


def test_no_answer_is_recorded_once_and_the_owner_tries_again_when_it_was_said(stage):
    stage.waits_for(What.FIRST_CONTACT)
    thursday = stage.now + timedelta(days=2)
    with one_act("contact.recorded"):
        contact = stage.contact(next_at=thursday, next_words="Thursday after six")
    assert (contact.side, contact.means, contact.direction) == ("victim", "call", "out")
    assert Contact.objects.get(pk=contact.pk).next_words == "Thursday after six"
    assert (stage.ball.what, stage.ball.user, stage.ball.due_at) == (What.NEXT_CONTACT, stage.worker, thursday)


def test_the_first_talk_makes_it_time_to_listen(stage):
    stage.waits_for(What.FIRST_CONTACT)
    stage.contact("spoke")
    assert stage.ball.what == What.LISTEN
    assert stage.ball.due_at > stage.now


def test_a_call_to_the_offender_or_beside_other_work_leaves_the_turn_where_it_is(stage):
    stage.waits_for(What.ASSESS_RISK)
    stage.contact("spoke")
    assert stage.ball.what == What.ASSESS_RISK
    stage.waits_for(What.NEXT_CONTACT)
    contact = stage.contact("spoke", person_id=stage.responsible.person_id)
    assert contact.side == "offender"
    assert stage.ball.what == What.NEXT_CONTACT


def test_a_pause_keeps_the_turn_with_the_victim_whoever_rings(stage):
    stage.waits_for(What.FIRST_CONTACT)
    pause_case(case_id=stage.case.pk, words="", resume_on=None, by=stage.worker, at=stage.now)
    stage.contact("spoke")
    assert (stage.ball.what, stage.ball.holder) == (What.VICTIM_PAUSED, Holder.VICTIM)
    resume_case(case_id=stage.case.pk, by=stage.worker, at=stage.now + timedelta(days=1))
    assert (stage.ball.what, stage.ball.user) == (What.LISTEN, stage.worker)


def test_a_call_entered_hours_later_passes_the_ball_now(stage):
    stage.waits_for(What.FIRST_CONTACT)
    before = stage.ball
    stage.contact("spoke", at=stage.now - timedelta(hours=5))
    assert stage.ball.what == What.LISTEN
    assert stage.ball.since > before.since


def test_what_was_to_be_tried_again_counts_as_tried(stage):
    first = stage.contact(next_at=stage.now + timedelta(days=1), at=stage.now - timedelta(days=1))
    other = stage.contact(person_id=stage.responsible.person_id, next_at=stage.now + timedelta(days=2))
    assert [row.pk for row in due_contacts(stage.worker)] == [first.pk, other.pk]
    stage.contact("spoke")
    first.refresh_from_db()
    assert first.next_done_at == stage.now
    assert [row.pk for row in due_contacts(stage.worker)] == [other.pk]


def test_an_older_call_entered_later_does_not_undo_a_promise(stage):
    promise = stage.contact(next_at=stage.now + timedelta(days=1))
    stage.contact(at=stage.now - timedelta(days=3))
    promise.refresh_from_db()
    assert promise.next_done_at is None
    assert last_contact(stage.case.pk, stage.case.victim_id) == promise


def test_an_error_is_never_on_the_list_of_whom_to_call(stage):
    contact = stage.contact(next_at=stage.now + timedelta(days=1))
    assert due_contacts(stage.worker) == [contact]
    contact.error_at, contact.error_by, contact.error_why = stage.now, stage.worker, "the wrong case"
    contact.save()
    assert due_contacts(stage.worker) == []


def test_nobody_is_to_be_called_in_a_pause_or_by_somebody_who_left_the_case(stage):
    stage.contact(next_at=stage.now + timedelta(days=1))
    assert due_contacts(stage.world.other_facilitator) == []
    pause_case(case_id=stage.case.pk, words="", resume_on=None, by=stage.worker, at=stage.now)
    assert due_contacts(stage.worker) == []


def test_the_list_of_whom_to_call_costs_the_same_however_many(stage, django_assert_num_queries):
    for number in range(4):
        case = stage.world.case(f"Victim {number}")
        stage.contact(next_at=stage.now + timedelta(days=number + 1), person_id=stage.case.victim_id)
        services_contact(stage, case, stage.now + timedelta(days=number))
    forget_keys()
    # The rows, and the data keys of all names with the key that wraps them.
    with django_assert_num_queries(2):
        rows = due_contacts(stage.worker)
        names = [(row.person.called, row.case.victim.called) for row in rows]
    assert len(names) == 5


def services_contact(stage, case, next_at):
    record_contact(
        case_id=case.pk,
        person_id=case.victim_id,
        means="call",
        outcome="no_answer",
        next_at=next_at,
        by=stage.worker,
        at=stage.now,
    )


def test_somebody_of_another_case_is_refused(stage):
    stranger = stage.world.case("Nadia").victim
    with no_act(), pytest.raises(Person.DoesNotExist):
        stage.contact(person_id=stranger.pk)


def test_telling_the_victim_of_a_no_gives_them_the_turn(stage):
    stage.waits_for(What.APPROACH)
    stage.approached("no")
    assert stage.ball.what == What.TELL_VICTIM
    stage.contact("no_answer", next_at=stage.now + timedelta(days=1))
    assert stage.ball.what == What.TELL_VICTIM
    with one_act("contact.recorded"):
        stage.contact("spoke", told=True)
    assert (stage.ball.what, stage.ball.holder, stage.ball.due_at) == (What.VICTIM_DECIDES, Holder.VICTIM, None)
    assert Approach.objects.get().victim_told_at == stage.now


def test_an_ended_case_still_takes_what_happened(stage):
    stage.waits_for(What.NEXT_CONTACT)
    case = stage.fresh()
    case.ended_at = stage.now
    case.save(update_fields=["ended_at"])
    with one_act("contact.recorded"):
        stage.contact("spoke")
    assert stage.ball.what == What.NEXT_CONTACT


# The page


def page(stage, person_id=None):
    return reverse("engagement:contact", args=[stage.case.reference, person_id or stage.case.victim_id])


class Prefilled(HTMLParser):
    """What a form sends without being touched."""

    def __init__(self):
        super().__init__()
        self.action, self.sent, self.to_fill, self.to_press = "", {}, set(), set()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.action = found["action"]
        elif tag == "input" and found["type"] == "hidden":
            self.sent[found["name"]] = found["value"]
        elif tag == "input":
            self.to_fill.add(found["name"])
        elif tag == "button":
            self.to_press.add((found["name"], found["value"]))


def test_rang_no_answer_try_thursday_after_six_is_three_inputs(stage, rf):
    """One tap to open it, a few words, one button that says what came of it: beside each name of whom to call."""
    stage.waits_for(What.FIRST_CONTACT)
    quick = quick_log(reference=stage.case.reference, person_id=stage.case.victim_id, name="Maya")
    form = Prefilled()
    form.feed(render_to_string("engagement/quick_log.html", {"quick": quick}, rf.get("/")))
    assert form.to_fill == {"next_words"}
    assert ("outcome", "no_answer") in form.to_press
    typed = {"outcome": "no_answer", "next_words": "Thursday after six"}
    with one_act("contact.recorded"):
        answer = stage.world.client(stage.worker).post(form.action, form.sent | typed)
    assert (answer.status_code, answer.url) == (302, reverse("casefile:my_work"))
    contact = Contact.objects.get()
    assert (contact.means, contact.direction, contact.outcome) == ("call", "out", "no_answer")
    assert timezone.localtime(contact.next_at).strftime("%A %H:%M") == "Thursday 18:00"
    assert contact.next_words == "Thursday after six"
    assert (stage.ball.what, stage.ball.due_at) == (What.NEXT_CONTACT, contact.next_at)


def test_the_same_call_sent_twice_is_one_call(stage, rf):
    quick = quick_log(reference=stage.case.reference, person_id=stage.case.victim_id, name="Maya")
    form = Prefilled()
    form.feed(render_to_string("engagement/quick_log.html", {"quick": quick}, rf.get("/")))
    client = stage.world.client(stage.worker)
    for _press in range(2):
        answer = client.post(form.action, form.sent | {"outcome": "no_answer"})
        assert answer.url == reverse("casefile:my_work")
    assert Contact.objects.count() == 1


def test_a_time_that_is_not_understood_loses_nothing(stage):
    client = stage.world.client(stage.worker)
    with no_act():
        answer = client.post(
            page(stage), {"quick": "1", "outcome": "no_answer", "next_words": "after Christmas", "note": "Birdsong"}
        )
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "We do not know “christmas” here" in html
    assert 'value="after Christmas"' in html
    assert "Birdsong" in html
    assert 'value="no_answer" checked' in html
    assert 'name="quick" value="1"' in html


def test_the_outcome_must_be_said(stage):
    answer = stage.world.client(stage.worker).post(page(stage), {"quick": "1", "next_words": "Thursday after six"})
    assert "Choose what came of it" in answer.content.decode()
    assert Contact.objects.count() == 0


def test_a_time_outside_the_safe_hours_is_recorded_and_warned_of(stage):
    client = stage.world.client(stage.worker)
    inside = client.post(page(stage), {"quick": "1", "outcome": "no_answer", "next_words": "Thursday 6pm"})
    assert "outside the hours" not in words_of(inside)
    outside = client.post(page(stage), {"quick": "1", "outcome": "no_answer", "next_words": "Saturday 6pm"})
    assert "outside the hours in which Maya can safely be called" in words_of(outside)
    assert Contact.objects.filter(next_at__isnull=False).count() == 2


def words_of(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_day_alone_means_when_they_may_first_be_called(stage):
    stage.world.client(stage.worker).post(page(stage), {"quick": "1", "outcome": "no_answer", "next_words": "Thursday"})
    assert timezone.localtime(Contact.objects.get().next_at).hour == 18


def test_the_page_shows_the_rule_and_keeps_the_number_sealed(stage):
    html = stage.world.client(stage.worker).get(page(stage)).content.decode()
    assert "Weekdays, 6pm to 8pm only" in html
    assert "ask for them and give a first name only" in html
    assert "No voicemail." in html
    assert "960001" not in html
    assert reverse("casefile:reveal", args=[stage.case.reference]) in html


def test_the_whole_form_records_what_came_in(stage):
    client, now = stage.world.client(stage.worker), stage.now.astimezone()
    typed = {"outcome": "spoke", "means": "text", "direction": "in", "note": "Asked for Ruth", "next_words": ""}
    when = {"happened_at_day": now.day, "happened_at_month": now.month, "happened_at_year": now.year}
    answer = client.post(page(stage), {**typed, **when, "happened_at_time": "0:00"})
    assert answer.url == reverse("casefile:case", args=[stage.case.reference])
    contact = Contact.objects.get()
    assert (contact.means, contact.direction, contact.note) == ("text", "in", "Asked for Ruth")


def test_a_stranger_to_the_case_finds_no_page(stage):
    assert stage.world.client(stage.world.other_facilitator).get(page(stage)).status_code == 404
    assert stage.world.client(stage.worker).get(page(stage)).status_code == 200
    nobody = stage.world.case("Nadia").victim_id
    assert stage.world.client(stage.worker).get(page(stage, nobody)).status_code == 404


def test_whether_the_victim_was_told_is_asked_only_when_they_wait_to_be_told(stage):
    client = stage.world.client(stage.worker)
    assert "They were told what the offender said" not in client.get(page(stage)).content.decode()
    stage.waits_for(What.APPROACH)
    stage.approached("no")
    assert "They were told what the offender said" in client.get(page(stage)).content.decode()
    client.post(page(stage), {"quick": "1", "outcome": "spoke", "told": "on"})
    assert stage.ball.what == What.VICTIM_DECIDES
