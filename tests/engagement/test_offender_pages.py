"""The pages of the approach, the answer, the stance, and the two questions to a supervisor."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.balls import What
from talkingpiece.cases.services import mark_sensitive
from talkingpiece.engagement.models import Approach, InformationGiven
from tests.engagement.conftest import WORDS, no_act
from tests.engagement.test_answer import newest, stance_now, take_part
from tests.engagement.test_visit import moment


def url(stage, name="approach", pk=None):
    return reverse(f"engagement:{name}", args=[stage.case.reference, pk or stage.responsible.pk])


def test_the_gate_page_says_that_nothing_was_sent_and_gives_every_door(stage):
    html = stage.world.client(stage.worker).get(url(stage)).content.decode()
    assert "Not yet: 8 things come before approaching Callum" in html
    assert "Nothing was sent and nobody was told" in html
    assert "Supervisor not needed" in html
    assert reverse("engagement:listen", args=[stage.case.reference]) in html
    assert "They were told exactly this" not in html


def test_an_open_gate_shows_the_words_and_takes_the_approach(stage):
    stage.ready()
    client = stage.world.client(stage.worker)
    html = client.get(url(stage)).content.decode()
    assert WORDS in html
    assert "Callum can be approached now" in html
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.worker.pk)}
    answer = client.post(url(stage), typed | moment("told_at", stage.now))
    assert answer.status_code == 302
    assert Approach.objects.get().told == WORDS
    # The same page, now that Callum thinks it over, offers the answer and no second approach.
    html = client.get(url(stage)).content.decode()
    assert "They were told exactly this" not in html
    assert "Callum is thinking it over" in html
    assert url(stage, "reply") in html


def test_a_shut_gate_refuses_the_post_and_says_why(stage):
    stage.ready()
    stage.check_law("unknown", days_ago=0)
    client = stage.world.client(stage.worker)
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.worker.pk)}
    with no_act():
        answer = client.post(url(stage), typed | moment("told_at", stage.now))
    assert answer.status_code == 409
    assert Event.objects.filter(kind=Kind.REFUSAL, name="act.refused").exists()


def test_a_post_without_any_agreed_words_is_refused(stage):
    with no_act():
        answer = stage.world.client(stage.worker).post(url(stage), {"means": "in_person"})
    assert answer.status_code == 409


def test_a_time_before_the_consent_is_named_beside_the_field(stage):
    stage.ready()
    typed: dict[str, Any] = {"means": "call", "told_by": str(stage.worker.pk)}
    early = moment("told_at", stage.now - timedelta(days=5))
    answer = stage.world.client(stage.worker).post(url(stage), typed | early)
    assert "The victim agreed to the words later than that" in answer.content.decode()
    assert Approach.objects.count() == 0


def test_a_supervisor_reads_the_gate_and_does_not_approach(stage):
    stage.ready()
    client = stage.world.client(stage.world.supervisor)
    html = client.get(url(stage)).content.decode()
    assert WORDS in html
    assert "They were told exactly this" not in html
    typed: dict[str, Any] = {"means": "in_person", "told_by": str(stage.world.supervisor.pk)}
    assert client.post(url(stage), typed | moment("told_at", stage.now)).status_code == 404
    assert Approach.objects.count() == 0


def test_the_question_to_a_supervisor_is_asked_by_one_and_answered_by_the_other(stage):
    stage.ready().waits_for(What.APPROACH)
    mark_sensitive(case_id=stage.case.pk, by=stage.worker, at=stage.now)
    worker, supervisor = stage.world.client(stage.worker), stage.world.client(stage.world.supervisor)
    assert "Ask Sian Maddox" in worker.get(url(stage, "supervise")).content.decode()
    assert worker.post(url(stage, "supervise"), {"agreed": "yes", "words": "Fine"}).status_code == 404
    worker.post(url(stage, "ask_supervisor"))
    assert stage.ball.user == stage.world.supervisor
    assert supervisor.post(url(stage, "supervise"), {"agreed": "yes", "words": ""}).status_code == 200
    assert supervisor.post(url(stage, "supervise"), {"agreed": "yes", "words": "Two of us."}).status_code == 302
    assert stage.ball.what == What.APPROACH


def test_the_reply_asks_whether_it_is_free_only_after_a_yes(stage):
    client = stage.world.client(stage.worker)
    assert client.get(url(stage, "reply")).url == url(stage)
    stage.approached()
    when = moment("replied_at", stage.now)
    html = client.post(url(stage, "reply"), {"reply": "yes"} | when).content.decode()
    assert "Say whether they do it freely" in html
    client.post(url(stage, "reply"), {"reply": "not_now", "words": "Later."} | when)
    assert (newest(stage).reply, newest(stage).voluntary) == ("not_now", None)


def test_the_pages_of_stance_and_exception(stage):
    stage.approached("yes")
    worker, supervisor = stage.world.client(stage.worker), stage.world.client(stage.world.supervisor)
    typed: dict[str, Any] = {"stance": "partial", "words": "Not only me."} | moment("taken_at", stage.now)
    assert worker.post(url(stage, "stance"), typed).status_code == 302
    question = url(stage, "exception", stance_now(stage).pk)
    html = worker.get(question).content.decode()
    assert "Not only me." in html
    assert "Record my answer" not in html
    assert worker.post(question, {"agreed": "yes", "words": "x"}).status_code == 404
    assert "Record my answer" in supervisor.get(question).content.decode()
    assert supervisor.post(question, {"agreed": "yes", "words": "He names his part."}).status_code == 302
    assert "He names his part." in worker.get(question).content.decode()
    assert take_part(stage).is_open


def test_strangers_find_none_of_these_pages(stage):
    stage.approached("yes")
    stance = stage.stance("partial")
    stranger, worker = stage.world.client(stage.world.other_facilitator), stage.world.client(stage.worker)
    for name in ("approach", "supervise", "reply", "stance"):
        assert stranger.get(url(stage, name)).status_code == 404
        assert worker.get(url(stage, name)).status_code == 200
    assert stranger.get(url(stage, "exception", stance.pk)).status_code == 404
    assert worker.get(url(stage, "exception", stance.pk)).status_code == 200
    assert InformationGiven.objects.exists()
