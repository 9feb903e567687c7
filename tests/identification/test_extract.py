"""An agency's list: under an agreement in force, only what is needed, all of it or nothing, once, and gone in time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from talkingpiece.agreements.states import Category, Purpose
from talkingpiece.areas.queries import current_version
from talkingpiece.areas.services import add_agency
from talkingpiece.audit.models import Event
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents.lists.reading import Unreadable
from talkingpiece.identification import services
from talkingpiece.identification.models import Extract, ExtractRow
from talkingpiece.identification.queries import OpenExtract
from talkingpiece.identification.states import ExtractState
from talkingpiece.protection.models import DataKey
from tests.agreements.given import over
from tests.identification.given import as_csv, for_lists, kept, looked_at, police, police_row, taken_in
from tests.world import World

DAY = timedelta(days=1)


def columns(world: World, found: Extract, mapping: list[str], content: bytes | None = None) -> Extract:
    return services.choose_columns(
        extract_id=found.pk,
        version=found.version,
        mapping=mapping,
        content=content,
        by=world.coordinator,
        at=clock.now(),
    )


def take(world: World, found: Extract) -> Extract:
    found.refresh_from_db()
    return services.take_in(extract_id=found.pk, version=found.version, by=world.coordinator, at=clock.now())


def refused(world: World, found: Extract) -> list[str]:
    with pytest.raises(Blocked) as why:
        take(world, found)
    assert not ExtractRow.objects.exists()
    return why.value.verdict.codes


def test_rows_are_taken_in_with_the_columns_that_are_needed(world: World) -> None:
    found = taken_in(world, police(world), as_csv([police_row(1), police_row(2)]))

    assert (found.state, found.rows, found.repeated, found.dropped) == (ExtractState.TAKEN, 2, 0, 1)
    content = ExtractRow.objects.get(extract=found, number=2).content
    assert content["victim"] == "Bram Ashdown"
    assert content["victim_birth_date"] == "1980-03-02"
    assert content["offence"] == "burglary"
    assert content["offender"] == "Kit Marlow"
    assert "brown" not in str(content)
    assert (found.held, found.mapping, found.file_name) == (None, None, None)


def test_nothing_of_a_column_that_nobody_needs_is_stored_while_it_waits(world: World) -> None:
    found = kept(world, police(world), as_csv([police_row(1, **{"Hair colour": "auburn"})]))
    assert "auburn" not in str(found.held)
    assert "Hair colour" in found.held["headings"]


def test_without_an_agreement_in_force_the_file_is_not_even_read(world: World) -> None:
    agency = police(world)
    over()
    with pytest.raises(Blocked) as why:
        kept(world, agency, b"\x00 whatever")
    assert why.value.verdict.codes == ["no_agreement"]
    assert not Extract.objects.exists()


def test_an_agreement_for_something_else_lets_no_list_in(world: World) -> None:
    agency = police(world, purposes=[Purpose.REFERRAL])
    with pytest.raises(Blocked) as why:
        kept(world, agency, as_csv([police_row(1)]))
    assert why.value.verdict.codes == ["not_for_lists"]


def test_an_agreement_that_ended_meanwhile_keeps_it_out(world: World) -> None:
    found = looked_at(world, police(world), as_csv([police_row(1)]))
    over(found.agreement)
    assert refused(world, found) == ["no_agreement"]


def test_a_column_that_the_agreement_does_not_cover_keeps_it_out_until_it_is_dropped(world: World) -> None:
    agency = police(world, they_may_send=[Category.RISK])
    found = looked_at(world, agency, as_csv([police_row(1)]))
    assert refused(world, found) == ["not_covered"]

    without = ["" if key == "offender" else key for key in found.mapping]
    found = columns(world, found, without)
    assert "Kit Marlow" not in str(found.held)
    assert take(world, found).rows == 1


def test_a_column_comes_back_only_with_the_very_same_file(world: World) -> None:
    content = as_csv([police_row(1)])
    found = kept(world, police(world), content)
    mapping = [*found.mapping[:-1], "language"]

    with pytest.raises(services.FileWanted) as why:
        columns(world, found, mapping)
    assert why.value.headings == ["Hair colour"]
    with pytest.raises(Unreadable):
        columns(world, found, mapping, content + b"\r\n")

    found = columns(world, found, mapping, content)
    assert "brown" in str(found.held)


def test_nobody_takes_in_what_nobody_looked_at(world: World) -> None:
    found = kept(world, police(world), as_csv([police_row(1)]))
    assert refused(world, found) == ["not_looked_at"]


def test_one_wrong_row_holds_back_all_until_it_is_mended(world: World) -> None:
    agency = police(world)
    found = looked_at(world, agency, as_csv([police_row(1), police_row(2, DOB="31/2/1980")]))
    assert refused(world, found) == ["to_mend"]
    [line] = OpenExtract(found).to_mend
    assert (line.number, set(line.errors)) == (3, {"victim_birth_date"})

    mended = b"Row in your list,DOB\r\n3,28/2/1980\r\n"
    count = services.take_mended(
        extract_id=found.pk, version=found.version, content=mended, by=world.coordinator, at=clock.now()
    )
    assert count == 1
    assert take(world, found).rows == 2


def test_a_list_without_a_column_that_it_needs_stays_out(world: World) -> None:
    rows = [{"Name": "Rosa Ashdown", "DOB": "1/2/1980", "Offence": "Burglary"}]
    assert refused(world, looked_at(world, police(world), as_csv(rows))) == ["column_missing"]


def test_the_same_file_twice_changes_nothing(world: World) -> None:
    agency, content = police(world), as_csv([police_row(1), police_row(2)])
    first = taken_in(world, agency, content)
    again, new = services.keep_extract(
        area=world.area, agency=agency, content=content, name="x.csv", by=world.coordinator, at=clock.now()
    )
    assert (again.pk, new) == (first.pk, False)
    assert Extract.objects.count() == 1


def test_a_row_that_another_list_has_word_for_word_is_not_taken_twice(world: World) -> None:
    agency = police(world)
    taken_in(world, agency, as_csv([police_row(1), police_row(2)]))
    second = taken_in(world, agency, as_csv([police_row(2), police_row(3), police_row(3)]))
    assert (second.rows, second.repeated) == (1, 2)
    assert ExtractRow.objects.count() == 3


def test_a_number_that_is_none_is_kept_as_empty_with_its_reason(world: World) -> None:
    agency = add_agency(name="Probation, Saltmarsh", kind="probation")
    for_lists(world, agency)
    rows = [{"Name": "Kit Marlow", "DOB": "1/2/1980", "CRN": "X12345", "PNC": "81/34U", "Crime Ref": "RD/1/26"}]
    found = taken_in(world, agency, as_csv(rows))
    content = ExtractRow.objects.get(extract=found).content
    assert content["offender_pnc"] == "1981/0000034U"
    assert "offender_crn" not in content
    assert content["raw"] == {"offender_crn": "X12345"}
    assert "shape" in content["why"]["offender_crn"]


def test_what_somebody_says_of_a_heading_is_known_the_next_time(world: World) -> None:
    agency, before = police(world), current_version(world.area.pk)
    content = as_csv([{**police_row(1), "Mother tongue": "Polish"}])
    found = kept(world, agency, content)
    assert found.mapping[-1] == ""
    take(world, columns(world, found, [*found.mapping[:-1], "language"], content))

    assert current_version(world.area.pk) == before + 1
    again = kept(world, agency, as_csv([{**police_row(2), "Mother tongue": "Welsh"}]))
    assert again.mapping[-1] == "language"


def test_a_title_above_the_headings_is_not_taken_for_them(world: World) -> None:
    content = b"Crimes with a known victim\r\nMade on 1/11/2026\r\n" + as_csv([police_row(1)])
    assert taken_in(world, police(world), content).rows == 1


def test_rows_go_on_their_day_and_leave_a_proof(world: World) -> None:
    found = taken_in(world, police(world), as_csv([police_row(1), police_row(2)]))
    assert found.due_on == timezone.localdate() + 180 * DAY

    assert not services.expire_rows(extract_id=found.pk, at=clock.now() + 179 * DAY)
    assert services.expire_rows(extract_id=found.pk, at=clock.now() + 181 * DAY)
    assert not services.expire_rows(extract_id=found.pk, at=clock.now() + 182 * DAY)

    gone = Extract.objects.get(pk=found.pk)
    assert not ExtractRow.objects.exists()
    assert (gone.state, gone.closed_why, gone.closed_by, gone.rows) == (ExtractState.DELETED, "due", None, 2)
    assert DataKey.objects.get(pk=gone.key_id).destroyed_at is not None
    [entry] = Event.objects.filter(name="extract.rows_deleted")
    assert entry.detail == {"rows": 2, "digest": gone.rows_digest, "same": True, "rule": "due"}


def test_rows_can_go_before_their_time_and_the_file_may_come_again(world: World) -> None:
    agency, content = police(world), as_csv([police_row(1)])
    found = taken_in(world, agency, content)
    gone = services.delete_rows(extract_id=found.pk, by=world.coordinator, at=clock.now())
    assert (gone.closed_why, gone.closed_by) == ("asked", world.coordinator)
    with pytest.raises(IllegalTransition):
        services.delete_rows(extract_id=found.pk, by=world.coordinator, at=clock.now())
    assert taken_in(world, agency, content).rows == 1


def test_what_nobody_takes_in_is_destroyed(world: World) -> None:
    found = kept(world, police(world), as_csv([police_row(1)]))
    assert not services.expire_extract(extract_id=found.pk, at=clock.now() + 13 * DAY)
    assert services.expire_extract(extract_id=found.pk, at=clock.now() + 15 * DAY)
    gone = Extract.objects.get(pk=found.pk)
    assert (gone.state, gone.held, gone.mapping) == (ExtractState.DISCARDED, None, None)


def test_two_at_once_do_not_take_the_same_list_in(world: World) -> None:
    found = looked_at(world, police(world), as_csv([police_row(1)]))
    take(world, found)
    with pytest.raises(IllegalTransition):
        take(world, found)
