"""An agreement is drafted, read by somebody else, signed by both, renewed, ended or given up; its words stand still."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from talkingpiece.agreements import services
from talkingpiece.agreements.models import Agreement, Signature, SignedPaper
from talkingpiece.agreements.queries import ending, holds, in_force, to_read, to_review
from talkingpiece.agreements.states import Category, Part, Signer, Stage, Term
from talkingpiece.audit.models import Event
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents.render import fingerprint
from tests.agreements.given import DAY, draft, midnight, over, read, row, sign, signed, write
from tests.world import World


def refused(act: Any, **given: Any) -> set[str]:
    with pytest.raises(Blocked) as closed:
        act(**given)
    return set(closed.value.verdict.codes)


def test_a_draft_has_the_words_of_the_template_and_says_all_that_is_missing(world: World) -> None:
    agreement = draft(world, whole=False)
    assert agreement.terms[Term.ONWARD].startswith("Not to anybody else")
    assert agreement.ends_on == agreement.starts_on + timedelta(days=365)
    codes = refused(services.send_agreement, agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)
    assert codes == {"no_purpose", "no_deputy", "unwritten_sent", "unwritten_law", "unwritten_care", "unwritten_people"}


@pytest.mark.parametrize(
    ("part", "typed", "code"),
    [
        (Part.ABOUT, {"purpose": " "}, "no_purpose"),
        (Part.ABOUT, {"purposes": []}, "no_purpose nothing_flows"),
        (Part.ABOUT, {"deputy": None}, "no_deputy"),
        (Part.ABOUT, {"purposes": ["safety"]}, "nothing_flows"),
        (Part.SENT, {"they_may_send": ["outcome"]}, "needless"),
        (Part.LAW, {"their_role": ""}, "no_roles"),
        (Part.LAW, {"our_basis": ""}, "unwritten_law"),
        (Part.CARE, {"retention": "For [years]."}, "unwritten_care"),
        (Part.ABOUT, {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 2, 1)}, "past"),
    ],
)
def test_with_one_thing_missing_it_is_not_sent(world: World, part: Part, typed: dict[str, Any], code: str) -> None:
    agreement = draft(world)
    write(world, agreement, part, **typed)
    codes = refused(services.send_agreement, agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)
    assert codes == set(code.split())


def test_what_the_law_may_not_ask_for_may_be_left_empty(world: World) -> None:
    agreement = draft(world)
    write(world, agreement, Part.PEOPLE, training="", freedom="")
    assert services.send_agreement(agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)


def test_whoever_wrote_in_it_is_not_the_second_person(world: World) -> None:
    agreement = draft(world)
    write(world, agreement, Part.CARE, by=world.supervisor, security="Locked.")
    services.send_agreement(agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)
    for writer in (world.scheme_manager, world.supervisor):
        codes = refused(services.say_yes, agreement_id=agreement.pk, by=writer, at=world.now)
        assert codes == {"own_words"}
        assert to_read([world.area.pk], writer.pk) == []
    assert to_read([world.area.pk], world.coordinator.pk) == [agreement]
    assert services.say_yes(agreement_id=agreement.pk, by=world.coordinator, at=world.now).stage == Stage.TO_SIGN
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(read_by=world.supervisor)


def test_with_both_signatures_it_opens_and_not_a_minute_before(world: World) -> None:
    agreement = read(world, draft(world))
    later = world.now + timedelta(hours=2)
    sign(world, agreement, Signer.US)
    assert not in_force(world.area.pk, at=later).filter(pk=agreement.pk).exists()
    agreement = sign(world, agreement, Signer.THEM, at=later)
    assert (agreement.stage, agreement.signed_at) == (Stage.SIGNED, later)
    opened = [in_force(world.area.pk, at=at).filter(pk=agreement.pk).exists() for at in (later - DAY / 1440, later)]
    assert opened == [False, True]
    paper = agreement.paper
    assert fingerprint(bytes(paper.content)) == paper.digest
    assert set(agreement.signatures.values_list("digest", flat=True)) == {paper.digest}
    event = Event.objects.get(name="agreement.signed")
    assert event.detail["sha256"] == paper.digest


def test_only_the_paper_with_this_mark_is_signed_and_each_side_once(world: World) -> None:
    agreement = read(world, draft(world))
    with pytest.raises(services.WrongMark):
        sign(world, agreement, Signer.THEM, mark="0000 0000 0000")
    assert not agreement.signatures.exists()
    sign(world, agreement, Signer.THEM, mark=agreement.paper.mark.lower().replace(" ", ""))
    with pytest.raises(IllegalTransition):
        sign(world, agreement, Signer.THEM)


def test_another_text_has_another_mark(world: World) -> None:
    agreement = read(world, draft(world))
    first = agreement.paper.mark
    services.send_back(agreement_id=agreement.pk, words="A year is too long.", by=world.supervisor, at=world.now)
    write(world, agreement, Part.CARE, retention="Six months.")
    agreement = read(world, Agreement.objects.get(pk=agreement.pk))
    assert agreement.paper.mark != first


def test_unread_or_sent_back_it_is_not_signed_and_earlier_signatures_count_for_nothing(world: World) -> None:
    agreement = read(world, draft(world))
    mark = agreement.paper.mark
    sign(world, agreement, Signer.US)
    services.send_back(agreement_id=agreement.pk, words="Not yet.", by=world.scheme_manager, at=world.now)
    assert not Signature.objects.exists()
    assert not SignedPaper.objects.exists()
    given: dict[str, Any] = {"name": "M", "job": "H", "signed_on": date.today(), "mark": mark}
    codes = refused(
        services.sign_agreement,
        agreement_id=agreement.pk,
        side=Signer.US,
        by=world.scheme_manager,
        at=world.now,
        **given,
    )
    assert codes == {"stage", "unread"}


def test_two_whose_days_overlap_are_neither_sent_nor_signed(world: World) -> None:
    agreement = draft(world, agency=world.probation)
    codes = refused(services.send_agreement, agreement_id=agreement.pk, by=world.scheme_manager, at=world.now)
    assert codes == {"overlap"}
    over(world.agreement)
    agreement = read(world, agreement)
    row(world, agency=world.probation, signed_at=world.now)
    with pytest.raises(Blocked):
        sign(world, agreement, Signer.US)


@pytest.mark.parametrize(
    "changes",
    [
        {"we_may_send": [Category.RISK]},
        {"terms": {}},
        {"ends_on": date(2040, 1, 1)},
        {"signed_at": None},
        {"stage": Stage.DRAFT, "signed_at": None},
        {"stage": Stage.GIVEN_UP, "signed_at": None},
        {"writers": []},
    ],
)
def test_what_was_signed_cannot_change_whoever_writes(world: World, changes: dict[str, Any]) -> None:
    agreement = signed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(**changes)


def test_neither_its_document_nor_its_signatures_can_change_or_go(world: World) -> None:
    agreement = signed(world)
    for rows, change in (
        (SignedPaper.objects.filter(agreement=agreement), {"digest": "0" * 64}),
        (Signature.objects.filter(agreement=agreement), {"name": "Somebody else"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


def test_who_looks_after_it_and_when_it_is_looked_at_may_change(world: World) -> None:
    agreement = signed(world)
    services.name_owner(agreement=agreement, owner=world.scheme_manager, by=world.coordinator, at=world.now)
    soon = timezone.localdate(world.now) + 3 * DAY
    services.note_review(agreement_id=agreement.pk, next_on=soon, by=world.scheme_manager, at=world.now)
    agreement.refresh_from_db()
    assert (agreement.owner, agreement.deputy, agreement.reviews_on) == (world.scheme_manager, None, soon)
    assert to_review([world.area.pk], world.now, user_id=world.scheme_manager.pk) == [agreement]


def test_words_that_somebody_read_stand_still_before_they_are_signed(world: World) -> None:
    agreement = read(world, draft(world))
    with pytest.raises(IllegalTransition):
        write(world, agreement, Part.CARE, security="None.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(terms={})


def test_ended_early_it_is_over_at_once_and_stays_so(world: World) -> None:
    agreement = signed(world)
    noon = world.now + timedelta(hours=1)
    given: dict[str, Any] = {"agreement_id": agreement.pk, "why": "They asked.", "by": world.scheme_manager, "at": noon}
    agreement = services.end_agreement(**given)
    assert [holds(agreement, at) for at in (noon - timedelta(seconds=1), noon)] == [True, False]
    assert refused(services.end_agreement, **given) == {"over"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(ended_at=None)


def test_a_draft_is_given_up_and_not_ended(world: World) -> None:
    agreement = draft(world)
    given: dict[str, Any] = {"agreement_id": agreement.pk, "why": "No.", "by": world.scheme_manager, "at": world.now}
    assert refused(services.end_agreement, **given) == {"not_signed"}
    assert services.give_up(**given).stage == Stage.GIVEN_UP
    with pytest.raises(IllegalTransition):
        services.give_up(**given)
    with pytest.raises(IllegalTransition):
        services.give_up(**(given | {"agreement_id": row(world).pk}))


def test_renewed_it_goes_on_without_a_gap_and_without_two_at_once(world: World) -> None:
    today = timezone.localdate(world.now)
    old = signed(world, ends_on=today + 20 * DAY, reviews_on=None)
    assert [one.level for one in ending([world.area.pk], world.now, user_id=world.coordinator.pk)] == [30]
    fresh = services.renew_agreement(agreement_id=old.pk, by=world.scheme_manager, at=world.now)
    assert (fresh.version, fresh.starts_on, fresh.terms, fresh.stage) == (2, old.ends_on, old.terms, Stage.DRAFT)
    assert refused(services.renew_agreement, agreement_id=old.pk, by=world.scheme_manager, at=world.now) == {"renewed"}
    fresh = read(world, fresh)
    for side in Signer:
        fresh = sign(world, fresh, side)
    assert ending([world.area.pk], world.now) == []
    turn = midnight(old.ends_on)
    at_turn = [in_force(world.area.pk, at=at).filter(agency=old.agency).get() for at in (turn - DAY / 86400, turn)]
    assert at_turn == [old, fresh]


@pytest.mark.parametrize(("days", "level"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, None)])
def test_owner_and_deputy_are_warned_a_month_a_week_and_a_day_before(
    world: World, days: int, level: int | None
) -> None:
    today = timezone.localdate(world.now)
    row(world, ends_on=today + days * DAY, deputy=world.supervisor, owner=world.coordinator)
    for user in (world.coordinator, world.supervisor):
        found = ending([world.area.pk], world.now, user_id=user.pk)
        assert [one.level for one in found] == ([level] if level else [])
    assert ending([world.area.pk], world.now, user_id=world.facilitator.pk) == []
