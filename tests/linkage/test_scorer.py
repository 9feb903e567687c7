from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from talkingpiece.linkage import model, records, scorer, waterfall
from talkingpiece.linkage.predicates import NotInTheLanguage, python, sql
from tests.linkage.people import raw

KATE = records.standard(
    raw("A", forename="Kate", surname="Marwick", dob="1984-03-05", postcode="LS6 2AB", address="4 Mill Lane")
)
KATHERINE = records.standard(
    raw("B", forename="Katherine", surname="Marwick", dob="05/03/1984", postcode="LS6 2AB", address="4 Mill Lane")
)


def scored(x: records.Standard, y: records.Standard, count: int = 100_000) -> scorer.Scored:
    return scorer.score(model.load(), x, y, records=count, holders=lambda _column, _value: count // 5000)


def test_the_waterfall_adds_up_and_says_each_step_in_words() -> None:
    found = scored(KATE, KATHERINE)
    assert sum(step.bits for step in found.steps) == pytest.approx(found.weight)
    assert found.band(model.load()) == "link"
    says = [step.says for step in found.steps]
    assert "First name: one is a short or other form of the other" in says
    assert "Date of birth: the same" in says


def test_the_picture_says_its_words_and_holds_neither_script_nor_style() -> None:
    svg = waterfall.picture(scored(KATE, KATHERINE), link=1.0)
    root = ElementTree.fromstring(svg)
    assert "Date of birth: the same" in root.attrib["aria-label"]
    assert "script" not in svg
    assert "style" not in svg


def test_more_records_make_every_pair_less_sure() -> None:
    assert scored(KATE, KATHERINE, 1_000_000).weight < scored(KATE, KATHERINE, 10_000).weight


def test_a_name_and_a_date_of_birth_are_absolute_among_few() -> None:
    x, y = (one._replace(postcode="", house="", street="") for one in (KATE, KATHERINE))
    assert scored(x, y, 7_999).weight < -50
    assert scored(x, y, 8_000).weight > -50


def test_an_untrained_level_is_refused() -> None:
    shipped = model.load()
    first = shipped.comparisons[0]
    broken = replace(first, levels=(replace(first.levels[0], u=None), *first.levels[1:]))
    with pytest.raises(model.NotAModel, match="first: same"):
        replace(shipped, comparisons=(broken, *shipped.comparisons[1:])).trained()


def test_the_shipped_model_is_what_it_says_when_written_anew() -> None:
    shipped = model.load()
    assert model.parse(shipped.dump()).dump() == shipped.dump()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data.update(format=2), "format 1"),
        (lambda data: data.pop("bands"), "no model"),
        (lambda data: data["bands"].update(link=-9), "bands must not cross"),
        (lambda data: data["comparisons"][0]["levels"][0].update(when=["same", "shoe_size"]), "has no 'shoe_size'"),
        (lambda data: data["comparisons"][0]["levels"][0].update(when=["drop table"]), "is missing"),
        (lambda data: data["rules"][0].update(on=["read_text(1)"]), "no column"),
        (lambda data: data["vetoes"][0].update(when={"first": ["purple"]}), "level that first does not have"),
        (lambda data: data["comparisons"][0]["levels"][0].update(m=0), "untrained"),
    ],
)
def test_a_broken_model_is_refused_with_its_reason(tmp_path: Path, change, says: str) -> None:
    data = json.loads(model.load().dump())
    change(data)
    path = tmp_path / "model.json"
    path.write_text(json.dumps(data))
    with pytest.raises(model.NotAModel, match=says):
        model.load(path)


@pytest.mark.parametrize("text", ["0101' OR '1'='1", "é", ""])
def test_no_text_of_a_model_reaches_sql_that_is_not_letters_and_figures(text: str) -> None:
    with pytest.raises(NotInTheLanguage):
        sql(["either_ends", "born", text])


def test_what_nobody_knows_agrees_with_nothing() -> None:
    nobody = records.Standard()
    for c in model.load().comparisons:
        assert python(c.skip)(nobody, nobody)
        assert not any(
            python(level.when)(nobody, nobody) for level in c.levels if level.when and level.when[0] != "not"
        )
