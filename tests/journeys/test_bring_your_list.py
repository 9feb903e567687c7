"""A Monday morning: forty running cases leave the spreadsheet, three of them mended on the way."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter
from playwright.sync_api import FilePayload, expect

from talkingpiece.cases.models import Case, Responsible
from talkingpiece.cases.queries import owner_of
from talkingpiece.core import clock
from talkingpiece.documents.lists.reading import read_file
from talkingpiece.engagement.gates import blockers_to_approach, facts_for_approach
from talkingpiece.engagement.queries import engagement
from talkingpiece.people.models import Person
from talkingpiece.records.columns import LIMITS
from talkingpiece.records.models import BroughtList, TakenOver
from talkingpiece.records.states import ListState
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.records.lists import as_xlsx, cells, row
from tests.world import World

ROWS = 40
# As this spreadsheet has it, and as it is after somebody mended it: row in the file, column, new value.
WRONG = {3: ("referred_on", "31/2/2026"), 17: ("phone", "ask her sister"), 29: ("safe_times", "when he is out")}
RIGHT = {3: "28/2/2026", 17: "07700 900017", 29: "weekdays 9am to 5pm"}
HEADINGS = {"reference": "Case ref", "full_name": "Name of victim", "referred_on": "Date received"}


def test_forty_rows_are_brought_in_and_three_of_them_mended(service: World, somebody: Visitor, tmp_path: Path) -> None:
    priya = somebody.sign_in(service.coordinator)
    content = as_xlsx(the_spreadsheet(service))
    when_she_brings_it(priya, content)
    and_looks_at_the_columns(priya)
    then_three_rows_are_to_be_mended_and_nothing_is_made(service, priya)
    mended = when_she_mends_the_file_that_she_gets(priya, tmp_path)
    and_brings_it_back(priya, mended)
    then_forty_cases_are_there(service, priya)
    then_no_gate_is_open(service)
    then_daniel_is_told_what_to_confirm(service, priya)
    then_the_same_file_brings_nothing_twice(service, priya, content)


def the_spreadsheet(service: World) -> list[list[str]]:
    rows = [row(n, facilitator=service.facilitator.name if n % 2 else "") for n in range(ROWS)]
    for number, (key, value) in WRONG.items():
        rows[number][key] = value
    own = {str(head): HEADINGS.get(key, str(head)) for key, head in zip(rows[0], cells(rows)[0], strict=True)}
    head, *body = cells(rows)
    return [[own[one] for one in head], *body]


def upload(priya: Visitor, content: bytes, button: str) -> None:
    file = FilePayload(name="our cases.xlsx", mimeType="application/octet-stream", buffer=content)
    priya.page.set_input_files("input[type=file]", files=[file])
    priya.press(button)


def when_she_brings_it(priya: Visitor, content: bytes) -> None:
    priya.open("casefile:cases").follow("Bring running cases from a spreadsheet").sees("No list was brought yet")
    priya.follow("Bring a list").press("Go on to the columns").sees("Choose a file")
    upload(priya, b"\xd0\xcf\x11\xe0" + b"x" * 600, "Go on to the columns")
    priya.sees("locked with a password, or in the old Excel format")
    upload(priya, content, "Go on to the columns")


def and_looks_at_the_columns(priya: Visitor) -> None:
    priya.sees("Which of your columns is which?", "OLD-000")
    for heading, ours in (("Case ref", "reference"), ("Name of victim", "full_name"), ("Date received", "referred_on")):
        expect(priya.page.get_by_label(f"What is “{heading}”?")).to_have_value(ours)
    priya.select("What is “Case ref”?", "Leave this column out").press("These columns are right")
    priya.sees("Needed, and not found yet", "Your reference")
    priya.select("What is “Case ref”?", "Your reference").press("These columns are right")


def then_three_rows_are_to_be_mended_and_nothing_is_made(service: World, priya: Visitor) -> None:
    priya.sees("3 rows have something to mend", "Row 5: Saskia", "There is no such day in that month", "ask her sister")
    expect(priya.page.get_by_role("button", name="Bring 40 cases in")).to_have_count(0)
    with inside(service):
        assert not Case.objects.exists()
        assert not Person.objects.exists()


def when_she_mends_the_file_that_she_gets(priya: Visitor, tmp_path: Path) -> bytes:
    with priya.page.expect_download() as download:
        priya.page.get_by_role("button", name="Get the rows to mend").first.click()
    kept = tmp_path / "rows.xlsx"
    download.value.save_as(kept)
    head, *rows = read_file(kept.read_bytes(), LIMITS).sheets[0].rows
    assert [one[0] for one in rows] == [str(number + 2) for number in WRONG]
    assert "Date referred: There is no such day in that month. Check the date." in rows[0][-1]
    for line, (number, right) in zip(rows, RIGHT.items(), strict=True):
        line[line.index(WRONG[number][1])] = right
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for at, line in enumerate([head, *rows]):
            page.write_row(at, 0, line)
    return out.getvalue()


def and_brings_it_back(priya: Visitor, mended: bytes) -> None:
    priya.follow("bring the mended file back")
    upload(priya, mended, "Put the rows back")
    priya.sees("3 rows were put back", "Everything is right: 40 cases can be brought in")
    # Forty people, cases and sentences in one transaction: on a busy machine that takes its time.
    priya.page.set_default_timeout(60_000)
    priya.press("Bring 40 cases in")


def then_forty_cases_are_there(service: World, priya: Visitor) -> None:
    priya.sees("40 cases were brought in", "Saskia Ashdown")
    with inside(service):
        assert Case.objects.count() == ROWS
        mended = Case.objects.select_related("victim").get(opened_at__date="2026-02-28")
        assert mended.victim.full_name == "Saskia Ashdown"
        assert owner_of(mended.pk) == service.facilitator
        assert BroughtList.objects.get().state == ListState.BROUGHT
        assert BroughtList.objects.get().sheets is None


def then_no_gate_is_open(service: World) -> None:
    with inside(service):
        for case in Case.objects.select_related("victim", "area", "incident")[:5]:
            responsible = Responsible.objects.select_related("person", "offender_manager").get(case=case)
            found = blockers_to_approach(facts_for_approach(case, responsible, clock.now()), engagement(case))
            assert {"liaison", "legal_unchecked"} & set(found.codes) or len(found.codes) > 3


def then_daniel_is_told_what_to_confirm(service: World, priya: Visitor) -> None:
    daniel = priya.sign_in(service.facilitator)
    daniel.open("casefile:my_work").sees("Confirm again what was taken over from earlier records")
    with inside(service):
        case = Case.objects.select_related("victim").get(opened_at__date="2026-02-28")
        total = TakenOver.objects.filter(case=case).count()
    assert total == 7
    daniel.open("casefile:case", case.reference)
    daniel.sees("7 things were taken over from earlier records; 7 are still to be confirmed")
    daniel.follow("See what was taken over").sees("Agreed in June that he may be asked", "Ask for the consent anew")
    daniel.follow("Say whether it still holds").press("Save").sees("Say whether it still holds")
    daniel.choose("Yes, it was confirmed", of="Does it still hold?")
    daniel.fill("How do you know?", "She said so when I rang.").press("Save")
    daniel.sees("6 things are still to be confirmed", "She said so when I rang.")
    daniel.open("casefile:case", case.reference).sees("6 are still to be confirmed")


def then_the_same_file_brings_nothing_twice(service: World, priya: Visitor, content: bytes) -> None:
    priya.sign_in(service.coordinator).open("records:bring")
    upload(priya, content, "Go on to the columns")
    priya.sees("This very file was brought before. Nothing was made again.", "40 cases were brought in")
    with inside(service):
        assert Case.objects.count() == ROWS
