"""Somebody beside the victim or the offender is asked, told, prepared and looked at like anybody who takes part."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from talkingpiece.cases.models import Companion
from talkingpiece.cases.services import add_companion, describe_victim, end_companion
from talkingpiece.consents.models import Consent
from talkingpiece.consents.services import NobodySpoke, record_consent
from talkingpiece.core.blockers import Blocked
from talkingpiece.engagement.gates import (
    blockers_to_approach,
    blockers_to_be_ready,
    facts_for_approach,
)
from talkingpiece.engagement.models import InformationGiven, Need, Visit
from talkingpiece.engagement.queries import (
    engagement,
    everybody,
    needs,
    needs_of,
    prepared,
    somebody,
    victim_ready_facts,
)
from talkingpiece.engagement.services import (
    NeedSaid,
    agree_to_approach,
    give_information,
    plan_visit,
    record_contact,
    record_need,
    record_preparation,
)
from talkingpiece.protection.classes import Side


def beside(stage, called: str = "Anita", part: str = "supporter", **more: Any) -> Companion:
    given: dict[str, Any] = {
        "person": stage.world.person(called),
        "beside": stage.case.victim,
        "side": Side.VICTIM,
        "words": "Her sister.",
    } | more
    return add_companion(case_id=stage.case.pk, part=part, by=stage.worker, at=stage.now, **given)


def of_callum(stage, **more: Any) -> Companion:
    given: dict[str, Any] = {"beside": stage.responsible.person, "side": Side.OFFENDER, "words": "His brother."} | more
    return beside(stage, "Joel", **given)


def consent(stage, companion: Companion, item: str, answer: str = "given", **more: Any) -> Consent:
    return record_consent(
        case_id=stage.case.pk,
        person=companion.person,
        side=Side(companion.side),
        item=item,
        answer=answer,
        wording="Asked.",
        method="spoken",
        by=stage.worker,
        at=more.pop("at", stage.now),
        **more,
    )


def visit(stage, person_id) -> Visit:
    start = stage.now + timedelta(days=1)
    return plan_visit(
        case_id=stage.case.pk,
        person_id=person_id,
        purpose="Talk",
        planned_at=start,
        place="Cafe",
        home_by=start + timedelta(hours=2),
        worker=stage.worker,
        by=stage.worker,
        at=stage.now,
    )


def ask_url(stage, companion: Companion, item: str = "contact") -> str:
    return reverse("consents:ask", args=[stage.case.reference, companion.person_id, item])


def test_each_is_of_the_case_as_their_part_says(stage):
    parts = [("supporter", "supporter"), ("interpreter", "interpreter"), ("family", "victim")]
    for part, audience in parts:
        found = beside(stage, part.title(), part)
        who = somebody(stage.case, found.person_id)
        assert who is not None
        assert (who.audience, who.side, who.is_victim, who.companion) == (audience, "victim", False, found)
    assert {who.name for who in everybody(stage.case)} == {"Maya", "Callum", "Supporter", "Interpreter", "Family"}
    assert somebody(stage.case, stage.world.person("Stranger").pk) is None


def test_who_takes_part_no_longer_can_still_have_called_us(stage):
    anita = beside(stage)
    end_companion(companion_id=anita.pk, why="", by=stage.worker, at=stage.now)
    assert stage.contact("spoke", person_id=anita.person_id, direction="in").side == "victim"
    assert [who.name for who in everybody(stage.case)] == ["Maya", "Callum"]


def test_a_call_to_a_supporter_takes_no_turn_from_the_victim(stage):
    before = stage.case.pk
    anita = beside(stage)
    record_contact(
        case_id=before, person_id=anita.person_id, means="call", outcome="spoke", by=stage.worker, at=stage.now
    )
    assert victim_ready_facts(stage.fresh(), stage.now.date()).wishes == 0


def test_an_interpreter_is_prepared_by_a_list_of_their_own(stage):
    piotr, anita = beside(stage, "Piotr", "interpreter"), beside(stage)
    policy = engagement(stage.case)
    own = policy.required("interpreter", "conference")
    assert {"interpreting", "knows_nobody"} <= own
    assert not {"interpreting", "knows_nobody"} & policy.required("supporter", "conference")
    assert set(prepared(stage.case.pk, piotr.person_id, "conference").missing) == own
    session: dict[str, Any] = {"case_id": stage.case.pk, "approach": "conference", "by": stage.worker, "at": stage.now}
    record_preparation(person_id=piotr.person_id, covered=own, ready=True, **session)
    assert prepared(stage.case.pk, piotr.person_id, "conference").enough
    with pytest.raises(ValueError, match="not on the list"):
        record_preparation(person_id=anita.person_id, covered=["interpreting"], ready=True, **session)


def test_everybody_is_told_from_the_sheet_that_is_written_for_them(stage):
    anita, dev = beside(stage), beside(stage, "Dev", "family")
    describe_victim(case_id=stage.case.pk, victim_as="bereaved", by=stage.worker, at=stage.now)
    for person_id in (anita.person_id, dev.person_id, stage.case.victim_id):
        give_information(case_id=stage.case.pk, person_id=person_id, means="in_person", by=stage.worker, at=stage.now)
    given = dict(InformationGiven.objects.values_list("person_id", "sheet"))
    assert given == {anita.person_id: "beside", dev.person_id: "bereaved", stage.case.victim_id: "bereaved"}
    page = stage.world.client(stage.worker).get(reverse("engagement:listen", args=[stage.case.reference]))
    assert "the person who died" in page.content.decode()


def test_family_have_needs_of_their_own_and_a_supporter_is_not_asked_for_any(stage):
    dev, anita = beside(stage, "Dev", "family"), beside(stage)
    record_need(case_id=stage.case.pk, need=NeedSaid("To know why."), by=stage.worker, at=stage.now)
    client = stage.world.client(stage.worker)
    url = reverse("engagement:need", args=[stage.case.reference, dev.person_id])
    assert "What Dev needs" in client.get(url).content.decode()
    record_need(
        case_id=stage.case.pk, need=NeedSaid("My mum back."), by=stage.worker, at=stage.now, person_id=dev.person_id
    )
    assert [need.words for need in needs(stage.case.pk)] == ["To know why."]
    assert [need.words for need in needs_of(stage.case.pk)[dev.person_id]] == ["My mum back."]
    supporter = reverse("engagement:need", args=[stage.case.reference, anita.person_id])
    assert client.get(supporter).status_code == 404
    with pytest.raises(ValueError, match="not asked"):
        record_need(case_id=stage.case.pk, need=NeedSaid("X"), by=stage.worker, at=stage.now, person_id=anita.person_id)
    assert Need.objects.count() == 2


def test_an_organisation_is_ready_once_somebody_speaks_for_it(stage):
    describe_victim(case_id=stage.case.pk, victim_as="organisation", by=stage.worker, at=stage.now)
    stage.listen()

    def codes() -> list[str]:
        case = stage.fresh()
        return blockers_to_be_ready(victim_ready_facts(case, stage.now.date()), engagement(case)).codes

    assert codes() == ["nobody_speaks"]
    beside(stage, "Joy", "representative", words="Manager of the shop.")
    assert codes() == []


def test_who_spoke_for_an_organisation_is_part_of_its_answer(stage):
    describe_victim(case_id=stage.case.pk, victim_as="organisation", by=stage.worker, at=stage.now)
    beside(stage, "Joy", "representative", words="Manager of the shop.")
    stage.case = stage.fresh()
    with pytest.raises(NobodySpoke):
        stage.consent(item="contact")
    assert stage.consent(item="contact", witness="Joy, manager").witness == "Joy, manager"
    url = reverse("consents:ask", args=[stage.case.reference, stage.case.victim_id, "hold_notes"])
    client = stage.world.client(stage.worker)
    assert "Joy, Manager of the shop." in client.get(url).content.decode()
    refused = client.post(url, {"answer": "given", "method": "spoken", "witness": ""}).content.decode()
    assert "Say who answered, and why they may answer for it" in refused


def test_each_part_is_asked_in_its_own_words_and_never_what_is_not_theirs(stage):
    client = stage.world.client(stage.worker)
    piotr, anita = beside(stage, "Piotr", "interpreter"), beside(stage)
    assert "about this work" in client.get(ask_url(stage, piotr)).content.decode()
    assert "in the ways that you called safe" in client.get(ask_url(stage, anita)).content.decode()
    for found in (piotr, anita):
        assert client.get(ask_url(stage, found, "approach")).status_code == 404
    ledger = client.get(reverse("consents:ledger", args=[stage.case.reference])).content.decode()
    assert "Piotr: Interpreter" in ledger
    assert "Anita: Supporter" in ledger
    consent(stage, anita, "contact")
    assert Consent.objects.get().person == anita.person


def test_nobody_beside_the_offender_is_asked_anything_before_he_said_yes(stage):
    joel, client = of_callum(stage), stage.world.client(stage.worker)
    asked = client.get(ask_url(stage, joel), follow=True)
    assert "Callum has said yes to the approach" in asked.content.decode()
    assert "Read this out" not in asked.content.decode()
    client.post(ask_url(stage, joel), {"answer": "given"}, follow=True)
    with pytest.raises(Blocked):
        visit(stage, joel.person_id)
    assert not Consent.objects.filter(person=joel.person).exists()
    stage.approached("yes")
    open_page = client.get(ask_url(stage, joel), follow=True)
    assert "Read this out" in open_page.content.decode()
    assert visit(stage, joel.person_id).side == "offender"
    assert visit(stage, beside(stage).person_id).side == "victim"


def test_a_family_that_does_not_agree_is_seen_and_a_supervisor_looks_first(stage):
    stage.ready()
    dev = beside(stage, "Dev", "family", words="Her brother.")

    def codes() -> list[str]:
        case = stage.fresh()
        facts = facts_for_approach(case, stage.responsible, stage.now)
        return blockers_to_approach(facts, engagement(case)).codes

    target = str(stage.responsible.pk)
    assert codes() == []
    consent(stage, dev, "approach", "refused", target=target, at=stage.now - timedelta(hours=2))
    assert codes() == ["supervisor_not_asked"]
    page = stage.world.client(stage.worker).get(reverse("casefile:case", args=[stage.case.reference]))
    assert "Dev said no to the approach." in page.content.decode()
    answer = {"responsible_id": stage.responsible.pk, "agreed": True, "words": "Nothing of Dev is in it."}
    agree_to_approach(by=stage.world.supervisor, at=stage.world.now + timedelta(minutes=5), **answer)
    assert codes() == []
    consent(stage, dev, "approach", "given", target=target)
    page = stage.world.client(stage.worker).get(reverse("casefile:case", args=[stage.case.reference]))
    assert "Dev said no to the approach." not in page.content.decode()
