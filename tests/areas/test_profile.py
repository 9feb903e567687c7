"""The profile: only differences, by version, and a case keeps its own."""

import pytest
from pydantic import ValidationError

from talkingpiece.areas.profile import Promises
from talkingpiece.areas.queries import current_section, current_version, section
from talkingpiece.areas.services import adopt_profile
from talkingpiece.cases.queries import promised
from talkingpiece.config.profile import SECTIONS, validate
from tests.world import World


def test_an_area_without_differences_works_as_the_model(world: World) -> None:
    assert current_version(world.area.pk) == 1
    assert current_section(world.area.pk, Promises) == Promises()


def test_a_case_keeps_what_was_promised_when_it_was_opened(world: World) -> None:
    old = world.case("Maya")
    adopt_profile(area=world.area, differences=validate({"promises": {"agency_answer": 3}}), at=world.now)
    new = world.case("Joan")

    assert section(world.area.pk, old.profile_version, Promises).agency_answer == 10
    assert section(world.area.pk, new.profile_version, Promises).agency_answer == 3
    assert promised(new, "agency_answer", world.now) < promised(old, "agency_answer", world.now)


@pytest.mark.parametrize("document", [{"promises": {"agency_answer": "soon"}}, {"promises": {"no_such_promise": 1}}])
def test_a_document_that_means_nothing_is_refused(document) -> None:
    assert validate({"promises": {"agency_answer": 3}}) == {"promises": {"agency_answer": 3}}
    with pytest.raises(ValidationError):
        validate(document)


def test_each_section_has_its_own_name_and_a_whole_model() -> None:
    assert len({s.KEY for s in SECTIONS}) == len(SECTIONS)
    for each in SECTIONS:
        each()
