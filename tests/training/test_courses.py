"""Courses: arranged with reviewed modules only, taught by who does the work, assessed by the rubric, counted until."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pdfua import validate

from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.documents.render import pdf
from talkingpiece.training import services
from talkingpiece.training.loading import library
from talkingpiece.training.models import Assessed, Attended, Course, TrainerOf
from talkingpiece.training.papers import certificate_for
from talkingpiece.training.queries import valid_modules, valid_until
from tests.training.given import WORDS, arranged, levels, passed_by, was_there
from tests.world import World, build_world

MUSTS = [one.key for one in library()["m3"].rubric.criteria if one.must]
OTHERS = [one.key for one in library()["m3"].rubric.criteria if not one.must]


def url(name: str, *args: object) -> str:
    return reverse(f"training:{name}", args=args)


def typed(world: World, **other: object) -> dict[str, object]:
    soon = timezone.localtime(clock.now() + timedelta(days=7))
    return {
        "title": "Facilitators, spring",
        "trainer": str(world.supervisor.pk),
        "modules": ["m3"],
        "learners": [str(world.facilitator.pk)],
        "starts_at_day": soon.day,
        "starts_at_month": soon.month,
        "starts_at_year": soon.year,
        "starts_at_time": "10:00",
        "place": "The library",
        **other,
    }


def test_a_course_of_drafts_is_refused_outside_the_practice_service(world: World) -> None:
    with pytest.raises(Blocked) as refused:
        services.arrange_course(
            area=world.area,
            title="Too soon",
            trainer=world.supervisor,
            modules=["m3"],
            learners=[world.facilitator],
            starts_at=clock.now(),
            place="The library",
            by=world.scheme_manager,
            at=clock.now(),
        )
    assert refused.value.verdict.codes == ["draft", "trainer"]
    assert not Course.objects.exists()


def test_a_trainer_teaches_only_what_they_train(world: World) -> None:
    with pytest.raises(Blocked) as refused:
        arranged(world, world.facilitator, modules=("m3",), trainer=world.other_facilitator)
    assert refused.value.verdict.codes == ["trainer"]
    arranged(world, world.facilitator)
    row = TrainerOf.objects.get()
    services.end_trainer(trainer_id=row.pk, by=world.scheme_manager, at=clock.now())
    learner = was_there(Course.objects.get(), world.facilitator)
    with pytest.raises(Blocked) as refused:
        services.assess(learner=learner, module="m3", levels=levels(), words="", by=world.supervisor, at=clock.now())
    assert refused.value.verdict.codes == ["trainer"]


def test_only_the_trainer_of_the_course_assesses_who_was_there(world: World) -> None:
    course = arranged(world, world.facilitator)
    learner = course.learners.get()
    services.name_trainer(
        area=world.area, user=world.coordinator, modules=["m3"], by=world.scheme_manager, at=clock.now()
    )
    with pytest.raises(Blocked) as refused:
        services.assess(learner=learner, module="m3", levels=levels(), words="", by=world.coordinator, at=clock.now())
    assert refused.value.verdict.codes == ["other_trainer", "not_there"]
    was_there(course, world.facilitator)
    with pytest.raises(ValueError, match="criteria"):
        services.assess(
            learner=learner, module="m3", levels={"charm": "strong"}, words="", by=world.supervisor, at=clock.now()
        )


@pytest.mark.parametrize(
    ("lacking", "passes"),
    [([], True), (OTHERS[:1], True), (OTHERS[:2], False), *[([one], False) for one in MUSTS]],
    ids=lambda value: "+".join(value) if isinstance(value, list) else str(value),
)
def test_the_rubric_alone_says_whether_it_is_passed(lacking: list[str], passes: bool) -> None:
    assert library()["m3"].rubric.passes(levels(**dict.fromkeys(lacking, "not_yet"))) is passes


def test_what_is_passed_feeds_who_may_do_what_and_the_newest_counts(world: World) -> None:
    course, learner, row, _named = passed_by(world, world.facilitator)
    today = timezone.localdate()
    last = valid_until(library()["m3"], today)
    assert row.valid_until == last
    who = [world.facilitator.pk, world.supervisor.pk]
    assert valid_modules(who, today) == {who[0]: frozenset({"M3"}), who[1]: frozenset()}
    assert valid_modules(who, today - timedelta(days=1))[who[0]] == frozenset()
    assert valid_modules(who, last + timedelta(days=1))[who[0]] == frozenset()
    again = levels(**{MUSTS[0]: "not_yet"})
    services.assess(learner=learner, module="m3", levels=again, words="Not yet.", by=course.trainer, at=clock.now())
    assert valid_modules(who, today)[who[0]] == frozenset()
    assert Event.objects.filter(name="learner.assessed").count() == 2


def test_who_was_there_can_be_put_right(world: World) -> None:
    course = arranged(world, world.facilitator, world.other_facilitator)
    was_there(course, world.facilitator)
    was_there(course, world.other_facilitator)
    assert [row.learner.user for row in Attended.objects.all()] == [world.other_facilitator]


def test_how_somebody_did_is_for_them_and_the_trainer(world: World) -> None:
    course, _learner, row, _named = passed_by(world, world.facilitator)
    for reader in (world.facilitator, world.supervisor):
        assert WORDS in world.client(reader).get(url("assessed", row.pk)).content.decode()
    manager = world.client(world.scheme_manager)
    assert manager.get(url("assessed", row.pk)).status_code == 404
    shown = manager.get(url("course", course.pk)).content.decode()
    assert "Passed" in shown
    assert "What was seen" not in shown
    assert world.client(world.other_facilitator).get(url("course", course.pk)).status_code == 404
    assert manager.get(url("certificate", row.pk))["Content-Type"] == "application/pdf"
    there = build_world(slug="elsewhere", code="ELS", name="Elsewhere")
    assert there.client(there.scheme_manager).get(url("course", course.pk)).status_code == 404


def test_a_learner_sees_nobody_else_of_the_course(world: World) -> None:
    course = arranged(world, world.facilitator, world.other_facilitator)
    shown = world.client(world.facilitator).get(url("course", course.pk)).content.decode()
    assert world.facilitator.name in shown
    assert world.other_facilitator.name not in shown


def test_the_words_lie_sealed(world: World) -> None:
    _course, _learner, row, _named = passed_by(world, world.facilitator)
    assert WORDS not in str(Assessed.objects.filter(pk=row.pk).values_list("levels", "version", "module").get())
    assert Assessed.objects.get(pk=row.pk).words == WORDS


def test_a_certificate_is_tagged_and_says_until_when_and_not_how(world: World, tmp_path: Path) -> None:
    _course, _learner, row, _named = passed_by(world, world.facilitator)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(pdf(certificate_for(row, library()["m3"])))
    assert [finding.message for finding in validate(str(file)).findings] == []
    text = pypdf.PdfReader(file).pages[0].extract_text()
    assert world.facilitator.name in text
    assert "no practitioner has reviewed" in text
    assert "waited" not in text


def test_it_is_arranged_taught_and_assessed_by_pages(world: World, settings: Any) -> None:
    manager, sian = world.client(world.scheme_manager), world.client(world.supervisor)
    manager.post(url("trainers"), {"person": str(world.supervisor.pk), "modules": ["m3"]})
    refused = manager.post(url("arrange"), typed(world)).content.decode()
    assert "M3 is a draft" in refused
    settings.TP_MODE = "demo"
    twice = typed(world, learners=[str(world.supervisor.pk)])
    assert "does not learn in it" in manager.post(url("arrange"), twice).content.decode()
    answer = manager.post(url("arrange"), typed(world))
    course = Course.objects.get()
    assert answer["Location"] == url("course", course.pk)
    learner, session = course.learners.get(), course.sessions.get()
    assess = url("assess", learner.pk, "m3")
    assert "It is not recorded that the learner was there" in sian.get(assess).content.decode()
    sian.post(url("attendance", session.pk), {"there": [str(learner.pk)]})
    assert "Choose a level for" in sian.post(assess, {}).content.decode()
    sian.post(assess, {**levels(), "words": WORDS})
    row = Assessed.objects.get()
    assert row.passed
    assert url("certificate", row.pk) in world.client(world.facilitator).get(url("course", course.pk)).content.decode()
    assert url("course", course.pk) in world.client(world.facilitator).get(url("courses")).content.decode()
