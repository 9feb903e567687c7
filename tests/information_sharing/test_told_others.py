"""The victim's own paper: plain words about them, nothing of where the other person is, nothing that is not safe."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.audit.models import Event
from talkingpiece.casefile.told import told_paper
from talkingpiece.documents.payloads import texts
from talkingpiece.information_sharing.services import correct_disclosure
from tests.information_sharing.conftest import Setting
from tests.information_sharing.test_disclose import disclose


def words(setting: Setting) -> str:
    return "\n".join(texts(told_paper(setting.case, on=timezone.localdate(setting.at))))


def test_with_nothing_told_it_says_so(setting: Setting) -> None:
    assert "We have told nobody outside our service." in words(setting)


def test_an_agency_that_was_asked_is_not_named(setting: Setting) -> None:
    request = setting.ask(message="Before Christmas, please.")
    found = words(setting)
    assert "We asked an agency about the other person. We did not say who you are" in found
    hidden = ["Probation", "Tom Adeyemi", "Callum", "Christmas", setting.case.reference]
    assert not [word for word in hidden if word in found]
    correct_disclosure(
        disclosure_id=request.disclosure_id,
        told="The date of birth was wrong.",
        by=setting.world.facilitator,
        at=setting.at,
    )
    assert "We put right something that we had told them." in words(setting)


@pytest.mark.parametrize(("told", "stands"), [("told", True), ("unsafe", False), ("to_tell", False)])
def test_what_was_told_under_a_duty_stands_there_only_where_it_is_safe(
    setting: Setting, told: str, *, stands: bool
) -> None:
    disclose(setting, person_told=told, not_told_why="He reads her post." if told == "unsafe" else "")
    found = words(setting)
    assert ("PC Ellis Ward" in found) is stands
    assert "tonight" not in found  # what was said of somebody else is no sentence about them
    assert "He reads her post" not in found


def test_a_recipient_whose_name_says_where_the_other_person_is_is_left_out(setting: Setting) -> None:
    disclose(setting, to="Security at HMP Calder, for Callum Reeve", kind="supervision")
    found = words(setting)
    assert "Calder" not in found
    assert "Probation or a prison" in found


def test_it_is_a_tagged_paper_that_those_who_work_on_the_case_print(setting: Setting) -> None:
    setting.ask()
    url = reverse("casefile:told_others", args=[setting.case.reference])
    page = setting.world.client(setting.world.facilitator).get(url)
    with pikepdf.open(io.BytesIO(page.content)) as made:
        assert made.Root.MarkInfo.Marked
    assert Event.objects.filter(name="disclosures.pdf_read").count() == 1
    for user in [setting.world.supervisor, setting.world.offender_manager, setting.world.scheme_manager]:
        assert setting.world.client(user).get(url).status_code == 404
