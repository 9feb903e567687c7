"""A quarter's list of the police: brought, mended, taken in, screened by keyboard, and one person asked by a rule."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from django.db import transaction
from playwright.sync_api import FilePayload

from talkingpiece.core import clock
from talkingpiece.identification import services
from talkingpiece.identification.models import Extract, ExtractRow, Screened
from talkingpiece.identification.states import ScreenState
from talkingpiece.protection.context import show_areas
from talkingpiece.referrals.models import Referral
from tests.identification.given import as_csv, police, police_row
from tests.journeys.conftest import inside
from tests.journeys.visitor import Visitor
from tests.world import World

TITLE = b"Crimes with a known victim\r\nJuly to September 2026\r\n"
ROWS = [
    police_row(1),
    police_row(2, DOB="31/2/1980"),
    police_row(3, **{"Offence Date": "04/03/2026"}),
    police_row(4, Aggrieved="Rosa " * 20, Postcode="nobody knows"),
]


def test_from_the_list_to_the_one_who_is_asked(
    service: World, somebody: Visitor, on_an_old_phone: Visitor, tmp_path: Path
) -> None:
    with inside(service):
        police(service)
    priya = somebody.sign_in(service.coordinator)
    when_she_brings_the_list(priya)
    and_a_row_is_mended(priya, tmp_path)
    then_the_rows_are_here_and_nothing_that_nobody_needs(service, priya)
    when_they_are_held_against_the_rules(service)
    and_she_screens_by_keyboard(priya)
    then_one_is_a_referral_and_one_has_a_reason(service)
    then_whoever_looks_after_lists_sees_no_name(service, priya)
    and_the_pages_are_there_on_an_old_phone(service, on_an_old_phone)


def upload(priya: Visitor, content: bytes, button: str) -> None:
    file = FilePayload(name="crimes.csv", mimeType="text/csv", buffer=content)
    priya.page.set_input_files("input[type=file]", files=[file])
    priya.press(button)


def when_she_brings_the_list(priya: Visitor) -> None:
    priya.open("identification:extracts").sees("No list is here").follow("Bring a list")
    priya.press("Go on to the columns").sees("Choose the organisation", "Choose a file")
    priya.select("From which organisation is the list?", "Police, Ridgeway")
    upload(priya, TITLE + as_csv(ROWS), "Go on to the columns")
    priya.sees("Which of their columns is which?", "One column was dropped", "Hair colour").sees_not("brown")
    priya.select("What is “Hair colour”?", "Victim: language").press("These columns are right")
    priya.sees("nothing of “Hair colour” was kept")
    priya.select("What is “Hair colour”?", "Nobody needs it: drop it").press("These columns are right")
    priya.sees("1 row has something to mend", "There is no such day in that month", "does not have the shape")


def and_a_row_is_mended(priya: Visitor, tmp_path: Path) -> None:
    with priya.page.expect_download() as download:
        priya.page.get_by_role("link", name="Get these rows as a file").click()
    kept = tmp_path / "rows.csv"
    download.value.save_as(kept)
    rows = list(csv.reader(io.StringIO(kept.read_text(encoding="utf-8-sig"))))
    assert len(rows) == 2
    rows[1][rows[0].index("DOB")] = "28/2/1980"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    priya.follow("bring the mended file back")
    upload(priya, out.getvalue().encode(), "Put the rows back")
    priya.sees("1 row was put back", "4 rows can be taken in").press("Take it in")


def then_the_rows_are_here_and_nothing_that_nobody_needs(service: World, priya: Visitor) -> None:
    priya.sees("4 rows were taken in", "Columns dropped unread").sees_not("Saskia")
    with inside(service):
        assert ExtractRow.objects.count() == 4
        assert all("brown" not in str(row.content) for row in ExtractRow.objects.all())
        assert Extract.objects.get().held is None


def when_they_are_held_against_the_rules(service: World) -> None:
    with transaction.atomic():
        show_areas([service.area.pk])
        services.screen_area(area_id=service.area.pk, at=clock.now())


def and_she_screens_by_keyboard(priya: Visitor) -> None:
    priya.open("identification:screen").sees("4 people to look at").follow("Begin with the first")
    priya.sees("What the list says", "Keys: A accepts")
    decides_with(priya, "a").sees("Accepted:")
    decides_with(priya, "l").sees("Put off")
    priya.page.keyboard.press("x")
    priya.page.keyboard.press("1")
    decides_with(priya, "x").sees("Left out, with your reason")
    decides_with(priya, "l").sees("Nobody waits to be looked at")


def decides_with(priya: Visitor, key: str) -> Visitor:
    with priya.page.expect_navigation():
        priya.page.keyboard.press(key)
    return priya.looks_right()


def then_one_is_a_referral_and_one_has_a_reason(service: World) -> None:
    with inside(service):
        assert Referral.objects.get().owner == service.coordinator
        states = sorted(Screened.objects.values_list("state", flat=True))
        assert states == sorted([ScreenState.ACCEPTED, ScreenState.LATER, ScreenState.LATER, ScreenState.LEFT_OUT])


def then_whoever_looks_after_lists_sees_no_name(service: World, priya: Visitor) -> None:
    ngozi = priya.sign_in(service.scheme_manager)
    ngozi.open("identification:extracts").follow("Police crime list").sees("Its rows go on").sees_not("Saskia")
    ngozi.open("identification:funnel").sees("fewer than 5").sees_not("Saskia")


def and_the_pages_are_there_on_an_old_phone(service: World, on_an_old_phone: Visitor) -> None:
    priya = on_an_old_phone.sign_in(service.coordinator)
    with inside(service):
        taken, row = Extract.objects.get().pk, Screened.objects.get(state=ScreenState.LEFT_OUT).pk
    priya.open("identification:extracts").open("identification:extract", taken)
    priya.open("identification:screen").open("identification:rows", "left_out").sees("The row is wrong")
    priya.open("identification:row", row)
    priya.press("Take it back to the list").sees("Put off")
    priya.open("identification:funnel")
    priya.open("identification:owed")
    priya.open("identification:extracts")
