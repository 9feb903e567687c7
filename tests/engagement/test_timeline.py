"""What this room tells the page of the whole case."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkingpiece.engagement.presenters import timeline
from talkingpiece.engagement.services import agree_to_approach, decide_exception, record_visit_held
from talkingpiece.protection.classes import Side
from talkingpiece.protection.keys import forget_keys
from tests.engagement.conftest import WORDS
from tests.engagement.test_preparation import session
from tests.engagement.test_visit import plan


def everything(stage):
    stage.approached("not_now", words="Later.")
    stage.reply("yes", at=stage.now + timedelta(minutes=1))
    stance = stage.stance("partial")
    at, by = stage.now, stage.world.supervisor
    decide_exception(stance_id=stance.pk, agreed=True, words="Enough.", by=by, at=at)
    agree_to_approach(responsible_id=stage.responsible.pk, agreed=True, words="Fine.", by=by, at=at)
    stage.contact(next_at=stage.now + timedelta(days=1), note="Birdsong.")
    session(stage, ready=True)
    visit = plan(stage)
    then = stage.now - timedelta(hours=2)
    record_visit_held(visit_id=visit.pk, held_at=then, home_at=stage.now, by=stage.worker, at=stage.now)


def test_every_kind_of_fact_is_told_on_its_side(stage):
    everything(stage)
    entries = timeline(stage.fresh())
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)
    told = {(entry.fact, entry.side) for entry in entries}
    assert told == {
        ("engagement.Contact", Side.VICTIM),
        ("engagement.Need", Side.VICTIM),
        ("engagement.Voice", Side.VICTIM),
        ("engagement.InformationGiven", Side.VICTIM),
        ("engagement.Preparation", Side.VICTIM),
        ("engagement.Approach", Side.OFFENDER),
        ("engagement.StanceTaken", Side.OFFENDER),
        ("engagement.SupervisorAgreement", Side.OFFENDER),
        ("", Side.VICTIM),  # visits are planned and held, and are no facts that were entered in error
        ("", Side.OFFENDER),  # what they answered, and a supervisor's exception
    }
    titles = [str(entry.title) for entry in entries]
    assert "Callum answered: Yes" in titles
    assert "Callum answered: Not now" in titles
    assert sum(entry.words == WORDS for entry in entries) == 1
    assert all(entry.by for entry in entries)


def test_a_fact_entered_in_error_is_still_told_with_the_reason(stage):
    contact = stage.contact(note="Birdsong.")
    contact.error_at, contact.error_by, contact.error_why = stage.now, stage.worker, "the wrong case"
    contact.save()
    assert [(entry.fact_id, entry.error_why) for entry in timeline(stage.fresh())] == [(contact.pk, "the wrong case")]


def test_a_long_history_costs_as_much_as_a_short_one(stage):
    everything(stage)
    told, queries = [], []
    for _round in range(2):
        case = stage.fresh()
        forget_keys()
        with CaptureQueriesContext(connection) as captured:
            told.append(len(timeline(case)))
        queries.append(len(captured))
        for number in range(5):
            stage.contact(note=f"Call {number}")
            session(stage)
    assert told[1] == told[0] + 10
    assert queries[0] == queries[1]
