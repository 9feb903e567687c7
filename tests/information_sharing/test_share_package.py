"""Sharing with an organisation beside the victim: what a ground allows, seen as they get it, by two people."""

import io
from typing import Any

import pikepdf
import pytest
from django.urls import reverse

from talkingpiece.areas.models import Agency
from talkingpiece.casefile.queries.pending import PendingKind, pending_without_ground
from talkingpiece.cases.services import pause_case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import record_consent, withdraw_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.core.transitions import IllegalTransition
from talkingpiece.documents.render import fingerprint
from talkingpiece.information_sharing.models import Disclosure, SharePackage
from talkingpiece.information_sharing.queries import agencies_beside, may_be_told
from talkingpiece.information_sharing.services import approve_package, begin_package, stop_package
from talkingpiece.protection.classes import Side
from tests.agreements.given import over, replaced
from tests.information_sharing.conftest import Setting


@pytest.fixture
def support() -> Agency:
    return Agency.objects.create(name="Support Ridgeway", kind="other")


def agreed(setting: Setting, agency: Agency) -> Consent:
    return record_consent(
        case_id=setting.case.pk,
        person=setting.case.victim,
        side=Side.VICTIM,
        item="share",
        target=str(agency.pk),
        answer="given",
        wording="May we tell Support Ridgeway that a meeting is planned?",
        method="spoken",
        by=setting.world.facilitator,
        at=setting.at,
    )


def begun(setting: Setting, agency: Agency, **changes: Any) -> SharePackage:
    given: dict[str, Any] = {
        "case_id": setting.case.pk,
        "agency_id": agency.pk,
        "to": "Ada Frost, adviser",
        "lines": {"outcome": "A meeting is being prepared.\nShe would like somebody with her."},
        "by": setting.world.facilitator,
        "at": setting.at,
    }
    return begin_package(**(given | changes))


def codes(setting: Setting, package: SharePackage, by: Any = None) -> list[str]:
    with pytest.raises(Blocked) as refusal:
        approve_package(package_id=package.pk, by=by or setting.world.supervisor, at=setting.at)
    assert not Disclosure.objects.exists()
    return refusal.value.verdict.codes


def test_without_a_ground_nobody_can_be_chosen(setting: Setting, support: Agency) -> None:
    assert not agencies_beside(setting.case, setting.at)  # probation has an agreement, and gets reports
    with pytest.raises(IllegalTransition):
        begun(setting, support)
    client = setting.world.client(setting.world.facilitator)
    url = reverse("information_sharing:write_package", args=[setting.case.reference, support.pk])
    assert client.get(url).status_code == 404
    agreed(setting, support)
    assert client.get(url).status_code == 200
    assert may_be_told(setting.case, support.pk, setting.at) == ["outcome", "safety", "account"]
    with pytest.raises(IllegalTransition):
        begun(setting, support, lines={"whereabouts": "At her sister's."})


def test_it_is_seen_and_leaves_as_the_recipient_gets_it(setting: Setting, support: Agency) -> None:
    consent, world = agreed(setting, support), setting.world
    writer, reader = world.client(world.facilitator), world.client(world.coordinator)
    url = reverse("information_sharing:write_package", args=[setting.case.reference, support.pk])
    typed = {"to": "Ada Frost, adviser", "categories": ["outcome"], "line_outcome": "A meeting is being prepared."}
    assert "Write what they are told of it" in writer.post(url, typed | {"line_outcome": ""}).content.decode()
    assert writer.post(url, typed).status_code == 302
    package = SharePackage.objects.get()
    args = [setting.case.reference, package.pk]
    paper = reverse("information_sharing:package_pdf", args=args)
    assert writer.get(paper).status_code == 404  # nothing leaves before a second person
    assert "Look at what Support Ridgeway is to be told" in reader.get(reverse("casefile:my_work")).content.decode()
    shown = reader.get(reverse("information_sharing:package", args=args)).content.decode()
    assert "A meeting is being prepared." in shown
    assert "let it go" in shown
    assert writer.post(reverse("information_sharing:approve_package", args=args)).status_code == 404
    assert reader.post(reverse("information_sharing:approve_package", args=args)).status_code == 302
    package.refresh_from_db()
    row = Disclosure.objects.get()
    assert (row.consent, row.approved_by, row.recorded_by) == (consent, world.coordinator, world.facilitator)
    assert "A meeting is being prepared." in row.sent["words"]
    file = writer.get(paper)
    assert fingerprint(file.content) == package.pdf_digest
    with pikepdf.open(io.BytesIO(file.content)) as made:
        assert made.Root.MarkInfo.Marked


def test_nobody_approves_what_they_wrote(setting: Setting, support: Agency) -> None:
    agreed(setting, support)
    package = begun(setting, support, by=setting.world.coordinator)
    assert codes(setting, package, setting.world.coordinator) == ["own_package"]
    approve_package(package_id=package.pk, by=setting.world.supervisor, at=setting.at)


@pytest.mark.parametrize("words", ["Ring her on 01632 960001.", "She lives at 14 Elm Road.", "Callum wrote to her."])
def test_it_says_nothing_of_where_anybody_is_or_who_is_on_the_other_side(
    setting: Setting, support: Agency, words: str
) -> None:
    agreed(setting, support)
    assert codes(setting, begun(setting, support, lines={"outcome": words})) == ["leaks"]


def test_a_consent_taken_back_stops_what_waits_and_my_work_says_so(setting: Setting, support: Agency) -> None:
    consent = agreed(setting, support)
    package = begun(setting, support)
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.at)
    assert codes(setting, package) == ["no_ground"]
    found = pending_without_ground([setting.case.pk], setting.at)
    assert [one.kind for one in found] == [PendingKind.PACKAGE]
    work = setting.world.client(setting.world.facilitator).get(reverse("casefile:my_work")).content.decode()
    assert "What was to be told to Support Ridgeway for Maya cannot leave" in work


def test_an_agreement_that_ends_stops_it_and_a_pause_does(setting: Setting) -> None:
    world = setting.world
    Agency.objects.filter(pk=world.probation.pk).update(kind="victim_liaison")
    replaced(world.agreement, we_may_send=["identity", "outcome"])
    package = begun(setting, world.probation)
    over(world.agreement)
    assert codes(setting, package) == ["no_ground"]
    agreed(setting, world.probation)
    pause_case(case_id=setting.case.pk, words="", resume_on=None, by=world.facilitator, at=setting.at)
    assert codes(setting, package) == ["paused"]


def test_what_was_stopped_does_not_leave(setting: Setting, support: Agency) -> None:
    agreed(setting, support)
    package = begun(setting, support)
    client = setting.world.client(setting.world.supervisor)
    url = reverse("information_sharing:stop_package", args=[setting.case.reference, package.pk])
    assert "Say why it is stopped" in client.post(url, {"why": ""}).content.decode()
    assert client.post(url, {"why": "She no longer wants it."}).status_code == 302
    assert codes(setting, package) == ["settled"]
    other = begun(setting, support)
    approve_package(package_id=other.pk, by=setting.world.supervisor, at=setting.at)
    with pytest.raises(IllegalTransition):
        stop_package(package_id=other.pk, why="Too late.", by=setting.world.supervisor, at=setting.at)
