"""Running cases of a spreadsheet: all of them or none, once, and no gate opens because of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from talkingpiece.areas.working_days import add_working_days
from talkingpiece.audit.models import Event
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Ball, Case, LegalCheck, Responsible, Sentence
from talkingpiece.cases.queries import owner_of
from talkingpiece.consents.models import Consent
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.people.models import ContactPoint, Person
from talkingpiece.protection.models import DataKey
from talkingpiece.records.models import BroughtList, BroughtRow, TakenOver
from talkingpiece.records.services import ListStale, answer_rows, bring_in, discard_list, expire_list, keep_list
from talkingpiece.records.states import ListState
from talkingpiece.referrals.models import Referral
from talkingpiece.risk.models import Assessment
from tests.records.lists import as_csv, checked, kept, looked_at, row
from tests.world import World


def bring(world: World, found: BroughtList) -> list[Case]:
    return bring_in(list_id=found.pk, version=found.version, by=world.coordinator, at=clock.now())


def answered(world: World, found: BroughtList, *, out=(), victims=None, offenders=None) -> BroughtList:
    return answer_rows(
        list_id=found.pk,
        version=found.version,
        left_out=out,
        victims=victims or {},
        offenders=offenders or {},
        by=world.coordinator,
        at=clock.now(),
    )


def test_each_row_becomes_a_case_with_its_people(world: World) -> None:
    found = looked_at(world, as_csv([row(1, facilitator=world.facilitator.email), row(2)]))
    assert [one.errors for one in checked(world, found)] == [{}, {}]

    made = bring(world, found)

    assert len(made) == 2
    first = Case.objects.get(pk=made[0].pk)
    assert (first.victim.called, first.victim.full_name) == ("Ottilie", "Ottilie Ashdown")
    assert first.opened_at.date().isoformat() == "2026-03-12"
    assert owner_of(first.pk) == world.facilitator
    assert owner_of(made[1].pk) == world.coordinator
    responsible = Responsible.objects.get(case=first)
    assert Sentence.objects.get(responsible=responsible).known_from == "earlier_records"
    way = ContactPoint.objects.get(person=first.victim)
    assert (way.channel, way.value, way.days) == ("call", "07700 900001", "weekdays")
    assert "still safe" in way.note
    referral = Referral.objects.get(case=first)
    assert (referral.form, referral.route, referral.first_contact_agreed) == ("list", "self", False)


def test_one_wrong_row_holds_back_every_other_and_nothing_is_made(world: World) -> None:
    found = looked_at(world, as_csv([row(1), row(2, referred_on="31/2/2026"), row(3)]))

    with pytest.raises(Blocked) as refused:
        bring(world, found)

    assert refused.value.verdict.codes == ["to_mend"]
    assert not Case.objects.exists()
    assert not Person.objects.filter(area=world.area).exists()
    bring(world, answered(world, found, out=[3]))
    assert Case.objects.count() == 2


def test_what_the_list_says_is_no_consent_no_check_and_no_assessment(world: World) -> None:
    (case,) = bring(world, looked_at(world, as_csv([row(1)])))

    said = {one.kind: one.words for one in TakenOver.objects.filter(case=case)}
    assert said["consent"] == "Agreed in June that he may be asked"
    assert set(said) == {"way", "consent", "risk", "legal", "stage", "contact", "next_step"}
    for fact in (Consent, LegalCheck, Assessment):
        assert not fact.objects.exists()


def test_the_balls_fall_due_a_few_a_day_for_each_worker(world: World) -> None:
    rows = [row(n, facilitator=world.facilitator.name if n < 10 else "") for n in range(15)]
    bring(world, looked_at(world, as_csv(rows)))

    balls = Ball.objects.filter(closed_at__isnull=True, what=What.RECONFIRM)
    days = [add_working_days(timezone.localdate(), n, "GB-EAW") for n in (1, 2, 3)]
    for user, wanted in ((world.facilitator, [4, 4, 2]), (world.coordinator, [4, 1, 0])):
        due = [timezone.localdate(ball.due_at) for ball in balls.filter(user=user)]
        assert [due.count(day) for day in days] == wanted


def test_a_second_offender_under_one_reference_joins_the_same_case(world: World) -> None:
    found = looked_at(world, as_csv([row(1), row(1, offender="Somebody Else")]))
    assert checked(world, found)[1].adds_to == 2

    (case,) = bring(world, found)

    assert Responsible.objects.filter(case=case).count() == 2
    assert TakenOver.objects.filter(case=case, kind="way").count() == 1


def test_the_same_reference_and_offender_twice_in_one_list_is_to_be_mended(world: World) -> None:
    found = looked_at(world, as_csv([row(1), row(1)]))
    assert "same offender" in checked(world, found)[1].errors["reference"]
    assert (
        "somebody else was harmed"
        in checked(world, looked_at(world, as_csv([row(1), row(2, reference="OLD-001")])))[1].errors["reference"]
    )


def test_the_same_file_again_makes_nothing(world: World) -> None:
    content = as_csv([row(1), row(2)])
    bring(world, looked_at(world, content))

    again, new = keep_list(area=world.area, content=content, name="again.csv", by=world.coordinator, at=clock.now())

    assert (new, again.state) == (False, ListState.BROUGHT)
    assert BroughtList.objects.count() == 1


def test_rows_brought_before_are_known_again_in_another_list(world: World) -> None:
    made = bring(world, looked_at(world, as_csv([row(1), row(2)])))
    longer = looked_at(world, as_csv([row(2, stage="Further on"), row(1), row(3)]))
    assert [one.here for one in checked(world, longer)] == [made[1].reference, made[0].reference, ""]

    (third,) = bring(world, longer)

    assert third.victim.called == "Saskia"
    assert Case.objects.count() == 3
    with pytest.raises(Blocked) as refused:
        bring(world, looked_at(world, as_csv([row(3), row(1)])))
    assert refused.value.verdict.codes == ["nothing"]


def test_what_was_brought_in_leaves_no_list_behind(world: World) -> None:
    found = looked_at(world, as_csv([row(1)]))
    assert DataKey.objects.get(pk=found.key_id).destroyed_at is None

    bring(world, found)

    found.refresh_from_db()
    assert (found.sheets, found.answers, found.file_name, found.cases) == (None, None, None, 1)
    assert DataKey.objects.get(pk=found.key_id).destroyed_at is not None
    assert Event.objects.filter(name="list.content_destroyed").count() == 1
    with pytest.raises(IllegalTransition):
        bring(world, found)


def test_a_forgotten_list_is_destroyed_when_its_time_is_over_and_not_before(world: World) -> None:
    found = kept(world, as_csv([row(1)]))

    assert not expire_list(list_id=found.pk, at=found.expires_at - timedelta(minutes=1))
    assert expire_list(list_id=found.pk, at=found.expires_at)

    found.refresh_from_db()
    assert (found.state, found.sheets) == (ListState.DESTROYED, None)
    entry = Event.objects.get(name="list.content_destroyed")
    assert (entry.actor_id, entry.detail) == (None, {"state": "destroyed"})
    assert not expire_list(list_id=found.pk, at=found.expires_at)


def test_a_destroyed_list_can_be_brought_again(world: World) -> None:
    content = as_csv([row(1)])
    discard_list(list_id=kept(world, content).pk, by=world.coordinator, at=clock.now())
    assert len(bring(world, looked_at(world, content))) == 1


def test_whoever_looked_at_an_older_state_brings_nothing_in(world: World) -> None:
    found = looked_at(world, as_csv([row(1)]))
    with pytest.raises(ListStale):
        bring_in(list_id=found.pk, version=found.version - 1, by=world.coordinator, at=clock.now())
    assert not Case.objects.exists()


def test_somebody_known_is_asked_about_and_can_be_the_same(world: World) -> None:
    known = world.person("Ottilie", full_name="Ottilie Ashdown")
    found = looked_at(world, as_csv([row(1)]))
    with pytest.raises(Blocked) as refused:
        bring(world, found)
    assert refused.value.verdict.codes == ["to_answer"]

    (case,) = bring(world, answered(world, found, victims={2: str(known.pk)}))

    assert case.victim_id == known.pk
    assert ContactPoint.objects.filter(person=known).count() == 1


def test_somebody_with_an_open_case_gets_no_second_one(world: World) -> None:
    other = world.case("Ottilie", full_name="Ottilie Ashdown", ways=())
    found = looked_at(world, as_csv([row(1)]))
    (only,) = checked(world, found)
    assert only.victims[0].open_case == other.reference

    said = answered(world, found, victims={2: str(other.victim_id)})
    assert checked(world, said)[0].to_answer

    out = answered(world, said, victims={2: "out"})
    with pytest.raises(Blocked) as refused:
        bring(world, out)
    assert refused.value.verdict.codes == ["nothing"]


def test_nobody_of_the_other_side_is_offered_as_the_same(world: World) -> None:
    case = world.case("Bram")
    offender = world.responsible(case, "Ottilie").person
    offender.refresh_from_db()
    same_name = looked_at(world, as_csv([row(1, called="Ottilie", full_name=offender.full_name)]))
    assert not checked(world, same_name)[0].victims

    victim_name = looked_at(world, as_csv([row(2, offender=case.victim.full_name)]))
    assert not checked(world, victim_name)[0].offenders


def test_a_second_row_of_a_list_brings_in_nothing_twice_even_with_two_lists_waiting(world: World) -> None:
    one, two = looked_at(world, as_csv([row(1)])), looked_at(world, as_csv([row(1), row(2)]))
    bring(world, one)
    bring(world, two)
    assert BroughtRow.objects.count() == 2
    assert Case.objects.count() == 2
