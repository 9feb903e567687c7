from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations

import pyarrow as pa
import pytest

from talkingpiece.linkage.batch import Decision, link
from talkingpiece.linkage.prepare import NotRecords
from tests.linkage.people import Raw, crowd, raw, table

KATE = {"forename": "Kate", "surname": "Marwick", "dob": "1984-03-05", "postcode": "LS6 2AB", "address": "4 Mill Lane"}
KATHERINE = {
    "forename": "KATHERINE",
    "surname": "MARWICK",
    "dob": "05/03/1984",
    "postcode": "ls62ab",
    "address": "4 mill ln",
}


def clusters(records: list[Raw], decisions: list[Decision] | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in link(table(records), decisions=decisions or []).clusters.to_pylist():
        found[row["cluster_id"]].add(row["record_id"])
    return {record: members for members in found.values() for record in members}


@pytest.fixture(scope="module")
def others() -> list[Raw]:
    return crowd(300)[0]


def test_one_person_in_two_lists_is_one(others: list[Raw]) -> None:
    found = clusters([*others, raw("A", **KATE), raw("B", **KATHERINE)])
    assert found["A"] == {"A", "B"}


def test_a_name_and_a_date_of_birth_never_link_by_themselves(others: list[Raw]) -> None:
    alone = {"forename": "Zebulon", "surname": "Quartermain", "dob": "1984-03-05"}
    assert clusters([*others, raw("A", **alone), raw("B", **alone)])["A"] == {"A"}
    moved = {**alone, "postcode": "EX4 1AB", "address": "9 High Street"}
    assert clusters([*others, raw("A", **KATE, role="victim"), raw("B", **{**KATE, **moved})])["A"] == {"A"}
    pairs = link(table([*others, raw("A", **alone), raw("B", **alone)])).pairs.to_pylist()
    assert not [pair for pair in pairs if {pair["left_id"], pair["right_id"]} == {"A", "B"} and pair["band"] == "link"]


def test_twins_and_parents_of_the_same_name_stay_apart(others: list[Raw]) -> None:
    twin = {**KATE, "forename": "Imogen", "phone": "01632 960001"}
    mother = {**KATE, "dob": "1959-07-01", "phone": "01632 960001"}
    found = clusters([*others, raw("A", **KATE, phone="01632 960001"), raw("B", **twin), raw("C", **mother)])
    assert (found["A"], found["B"], found["C"]) == ({"A"}, {"B"}, {"C"})


def test_a_victim_and_an_offender_need_stronger_evidence(others: list[Raw]) -> None:
    model = link(table(others)).model
    assert model.bands.link_across > model.bands.link


def test_a_mailbox_that_many_share_proves_nothing(others: list[Raw]) -> None:
    mailbox = {"email": "office@example.org"}
    found = clusters([*others, raw("A", **mailbox, forename="Ann"), raw("B", **mailbox, surname="Hollins")])
    assert found["A"] == {"A"}


def test_neither_the_order_of_records_nor_the_number_of_threads_matters() -> None:
    records, _whose = crowd(200, seed=5)
    expected = link(table(records), threads=1)
    for seed in (1, 2):
        random.Random(seed).shuffle(records)
        found = link(table(records), threads=2)
        assert found.clusters.equals(expected.clusters)
        assert found.pairs.equals(expected.pairs)


def test_most_of_a_crowd_is_found_and_hardly_anybody_is_taken_for_another() -> None:
    records, whose = crowd(600, seed=9)
    found = clusters(records)
    said = {pair for members in found.values() for pair in combinations(sorted(members), 2)}
    people: dict[int, list[str]] = defaultdict(list)
    for record, person in whose.items():
        people[person].append(record)
    true = {pair for members in people.values() for pair in combinations(sorted(members), 2)}
    assert len(said & true) / len(said) > 0.985
    assert len(said & true) / len(true) > 0.85


def test_what_a_person_decided_outranks_every_run(others: list[Raw]) -> None:
    records = [*others, raw("A", **KATE), raw("B", **KATHERINE), raw("C", forename="Idris", surname="Farthing")]
    assert clusters(records, [Decision("B", "A", same=False)])["A"] == {"A"}
    assert clusters(records, [Decision("A", "C", same=True)])["C"] == {"A", "B", "C"}
    both = [Decision("A", "C", same=True), Decision("B", "C", same=True), Decision("A", "B", same=False)]
    assert not {"A", "B"} <= clusters(records, both)["C"]  # "not the same" is never overruled, also not by a way round
    nobody = [Decision("A", "nobody", same=True), Decision("A", "A", same=False)]
    assert clusters(records, nobody)["A"] == {"A", "B"}


def test_a_weight_says_how_firmly_a_record_is_held_and_one_alone_has_none(others: list[Raw]) -> None:
    found = {
        row["record_id"]: row
        for row in link(table([*others, raw("A", **KATE), raw("B", **KATHERINE), raw("C")])).clusters.to_pylist()
    }
    assert found["A"]["weight"] == found["B"]["weight"] > 0
    assert (found["C"]["weight"], found["C"]["cluster_id"]) == (None, "C")
    assert len(found) == len(others) + 3


def test_a_new_record_finds_its_person_and_a_stranger_nobody(others: list[Raw]) -> None:
    asked = [raw("Q1", **KATHERINE), raw("Q2", forename="Nobody", surname="Known", dob="1999-09-09")]
    matches = link(table([*others, raw("A", **KATE)]), queries=table(asked)).matches
    assert matches is not None
    first, second = matches.to_pylist()
    assert (first["record_id"], first["matched_record_id"]) == ("Q1", "A")
    assert second == {"record_id": "Q2", "matched_record_id": None, "weight": None}


def test_nothing_gives_nothing() -> None:
    assert link(table([])).clusters.num_rows == 0
    assert link(table([raw("A")])).clusters.to_pylist() == [{"record_id": "A", "cluster_id": "A", "weight": None}]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (pa.table({"name": ["x"]}), "no column record_id"),
        (pa.table({"record_id": ["1", "1"]}), "the record_id of another"),
        (pa.table({"record_id": pa.array(["1", None])}), "no record_id"),
        (
            pa.Table.from_arrays([pa.array(["1"]), pa.array(["a"]), pa.array(["b"])], ["record_id", "dob", "dob"]),
            "twice",
        ),
    ],
)
def test_what_are_no_records_is_refused_with_its_reason(given: pa.Table, says: str) -> None:
    with pytest.raises(NotRecords, match=says):
        link(given)
