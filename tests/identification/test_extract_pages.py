"""The pages of agencies' lists, for whoever takes them in and for whoever only looks after them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from talkingpiece.identification.models import Extract, ExtractRow
from tests.agreements.given import over
from tests.identification.given import as_csv, kept, looked_at, police, police_row, taken_in
from tests.world import World


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"identification:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def bring(client: Client, agency: object, content: bytes):
    file = SimpleUploadedFile("list.csv", content)
    return client.post(reverse("identification:bring"), {"organisation": str(agency), "file": file})


def test_from_the_upload_to_the_rows(world: World) -> None:
    agency, client = police(world), world.client(world.coordinator)
    answer = bring(client, agency.pk, as_csv([police_row(1), police_row(2)]))
    found = Extract.objects.get()
    assert answer["Location"] == reverse("identification:columns", args=[found.pk])

    text = page(client, "columns", found.pk)
    assert "Saskia Ashdown" in text
    assert "Hair colour" in text
    assert "One column was dropped" in text
    given = {f"column_{number}": key for number, key in enumerate(found.mapping)}
    answer = client.post(reverse("identification:columns", args=[found.pk]), {**given, "version": found.version})
    assert answer["Location"] == reverse("identification:extract", args=[found.pk])

    assert "2 rows can be taken in" in page(client, "extract", found.pk)
    found.refresh_from_db()
    client.post(reverse("identification:take_in", args=[found.pk]), {"version": found.version})
    assert ExtractRow.objects.count() == 2
    text = page(client, "extract", found.pk)
    assert "Columns dropped unread" in text
    assert "Saskia" not in text


def test_a_refusal_says_why_and_that_nothing_was_read(world: World) -> None:
    agency, client = police(world), world.client(world.coordinator)
    over()
    answer = bring(client, agency.pk, as_csv([police_row(1)]))
    assert "No agreement with them is in force at this minute" in answer.content.decode()
    assert "The file was not read" in answer.content.decode()
    assert not Extract.objects.exists()


def test_what_is_wrong_and_what_is_left_empty_is_said_row_by_row(world: World) -> None:
    rows = [police_row(1, DOB="31/2/1980"), police_row(2, Postcode="somewhere")]
    found = looked_at(world, police(world), as_csv(rows))
    text = page(world.client(world.coordinator), "extract", found.pk)
    assert "There is no such day in that month" in text
    assert "does not have the shape" in text
    assert "1 row has something to mend" in text


def test_rows_to_mend_come_as_a_file_with_the_kept_columns_alone(world: World) -> None:
    found = looked_at(world, police(world), as_csv([police_row(1, DOB="31/2/1980")]))
    client = world.client(world.coordinator)
    answer = client.get(reverse("identification:to_mend", args=[found.pk]))
    assert answer.status_code == 200
    assert b"Row in your list" in answer.content
    assert b"brown" not in answer.content


def test_whoever_only_looks_after_lists_never_sees_what_stands_in_one(world: World) -> None:
    waiting = kept(world, police(world), as_csv([police_row(1)]))
    for user in (world.scheme_manager, world.privacy_officer):
        client = world.client(user)
        assert "Police crime list" in page(client, "extracts")
        text = page(client, "extract", waiting.pk)
        assert "only whoever takes it in opens them" in text
        assert "Bram" not in text
        assert client.get(reverse("identification:columns", args=[waiting.pk])).status_code == 404


def test_the_proof_of_a_deletion_stands_on_its_page(world: World) -> None:
    found = taken_in(world, police(world), as_csv([police_row(1)]))
    client = world.client(world.coordinator)
    client.post(reverse("identification:delete", args=[found.pk]))
    text = page(world.client(world.privacy_officer), "extract", found.pk)
    assert "Its rows are gone" in text
    assert found.rows_digest in text


def test_somebody_who_was_overtaken_is_told(world: World) -> None:
    found = looked_at(world, police(world), as_csv([police_row(1)]))
    client = world.client(world.coordinator)
    answer = client.post(reverse("identification:take_in", args=[found.pk]), {"version": 1}, follow=True)
    assert "Somebody changed this list since you opened it" in answer.content.decode()
    assert not ExtractRow.objects.exists()
