"""The ledger and the page on which a question is asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from talkingpiece.accounts.decide import Relation
from talkingpiece.cases.access import Opened, get_case
from talkingpiece.consents.models import Consent
from talkingpiece.consents.presenters import LedgerRow, PersonLedger, ledgers, timeline
from talkingpiece.consents.services import withdraw_consent
from talkingpiece.protection.classes import Side
from tests.consents.conftest import Setting

WHEN = {"at_day": "20", "at_month": "11", "at_year": "2026", "at_time": "9am"}
YES = {"answer": "given", "method": "spoken", "language": "English", **WHEN}


def ask_url(setting: Setting, item: str, *target: str, offender: bool = False) -> str:
    person = setting.responsible.person_id if offender else setting.case.victim_id
    return reverse("consents:ask", args=[setting.case.reference, person, item, *target])


def post(setting: Setting, url: str, typed: dict[str, Any], who: str = "facilitator") -> Any:
    return setting.world.client(getattr(setting.world, who)).post(url, typed)


def get(setting: Setting, url: str, who: str = "facilitator") -> Any:
    return setting.world.client(getattr(setting.world, who)).get(url)


def people(setting: Setting, days: int = 0) -> list[PersonLedger]:
    opened = get_case(setting.world.facilitator, setting.case.reference)
    return ledgers(opened, timezone.localdate(setting.world.now) + timedelta(days=days))


def row(setting: Setting, item: str, side: Side = Side.VICTIM, target: str = "", days: int = 0) -> LedgerRow:
    (found,) = [
        row
        for ledger in people(setting, days)
        if ledger.side == side
        for row in ledger.rows
        if (row.item, row.target) == (item, target)
    ]
    return found


def test_the_question_is_shown_word_for_word_and_kept_with_the_answer(setting: Setting) -> None:
    page = get(setting, ask_url(setting, "contact")).content.decode()
    question = "May we contact you in the ways that you called safe, and in no other?"
    assert question in page
    assert post(setting, ask_url(setting, "contact"), YES).status_code == 302
    assert Consent.objects.get(item="contact").wording == question


def test_where_their_own_words_count_those_are_what_they_agreed_to(setting: Setting) -> None:
    page = post(setting, ask_url(setting, "approach"), YES).content.decode()
    assert "Write the words to which they agreed" in page
    typed = YES | {"own_words": "Maya would like to know why her house."}
    assert post(setting, ask_url(setting, "approach"), typed).status_code == 302
    assert Consent.objects.get(item="approach").wording == "Maya would like to know why her house."


def test_a_no_needs_no_words(setting: Setting) -> None:
    assert post(setting, ask_url(setting, "approach"), YES | {"answer": "refused"}).status_code == 302
    assert Consent.objects.get(item="approach").answer == "refused"


def test_the_target_comes_with_the_address_or_is_chosen_on_the_page(setting: Setting) -> None:
    agency = str(setting.world.probation.pk)
    assert post(setting, ask_url(setting, "ask_agency", agency), YES).status_code == 302
    assert post(setting, ask_url(setting, "mode") + "?target=conference", YES).status_code == 302
    assert "Choose one" in post(setting, ask_url(setting, "share"), YES | {"own_words": "My name"}).content.decode()
    shared = YES | {"own_words": "My name", "target": "other_side"}
    assert post(setting, ask_url(setting, "share"), shared).status_code == 302
    found = Consent.objects.exclude(item="contact").values_list("item", "target")
    assert set(found) == {("ask_agency", agency), ("mode", "conference"), ("share", "other_side")}


def test_a_meeting_is_named_by_its_own_page(setting: Setting) -> None:
    meeting = str(uuid4())
    assert get(setting, ask_url(setting, "attend")).status_code == 404
    assert get(setting, ask_url(setting, "attend", "some-day")).status_code == 404
    answer = post(setting, ask_url(setting, "attend", meeting), YES)
    assert answer.url == reverse("meetings:meeting", args=[setting.case.reference, meeting])
    assert Consent.objects.get(item="attend").target == meeting


@pytest.mark.parametrize(
    ("item", "target", "offender"),
    [("approach", "", True), ("nonsense", "", False), ("mode", "seance", False), ("contact", "x", False)],
)
def test_what_is_never_asked_is_not_found(setting: Setting, item: str, target: str, offender: bool) -> None:
    url = ask_url(setting, item, *([target] if target else []), offender=offender)
    assert get(setting, url).status_code == 404


def test_only_somebody_of_the_case_is_asked(setting: Setting) -> None:
    stranger = setting.world.case("Nadia").victim_id
    url = reverse("consents:ask", args=[setting.case.reference, stranger, "contact"])
    assert get(setting, url).status_code == 404


def test_an_answer_cannot_lie_in_the_future(setting: Setting) -> None:
    later = timezone.localtime() + timedelta(days=1)
    typed = YES | {"at_day": str(later.day), "at_month": str(later.month), "at_year": str(later.year)}
    page = post(setting, ask_url(setting, "contact"), typed).content.decode()
    assert "This date has not come yet" in page
    soon = timezone.localtime() + timedelta(minutes=2)
    if soon.date() == timezone.localdate():
        typed = YES | {"at_day": str(soon.day), "at_month": str(soon.month), "at_time": soon.strftime("%H:%M")}
        assert "This time has not come yet" in post(setting, ask_url(setting, "contact"), typed).content.decode()
    assert not Consent.objects.filter(item="contact").exists()


def test_a_supervisor_reads_the_ledger_and_asks_nothing(setting: Setting) -> None:
    ledger = reverse("consents:ledger", args=[setting.case.reference])
    page = get(setting, ledger, "supervisor").content.decode()
    assert "Who agreed to what" in page
    assert "/contact/" not in page
    assert get(setting, ask_url(setting, "contact"), "supervisor").status_code == 404
    assert get(setting, ledger, "other_facilitator").status_code == 404


def test_each_state_has_its_own_word(setting: Setting) -> None:
    assert row(setting, "contact").tag == "Not asked"
    consent = setting.give()
    assert (row(setting, "contact").tag, row(setting, "contact").may_withdraw) == ("Yes", True)
    assert row(setting, "contact", days=366).tag == "Ask again: its time is over"
    withdraw_consent(consent_id=consent.pk, how="spoken", by=setting.world.facilitator, at=setting.world.now)
    assert (row(setting, "contact").tag, row(setting, "contact").may_withdraw) == ("Taken back", False)
    setting.give(answer="refused", at=setting.world.now + timedelta(minutes=1))
    assert row(setting, "contact").tag == "No"
    assert [old.pk for old in row(setting, "contact").earlier] == [consent.pk]


def test_a_consent_entered_in_error_never_stands(setting: Setting) -> None:
    consent = setting.give()
    consent.error_at, consent.error_by, consent.error_why = setting.world.now, setting.world.facilitator, "Wrong case"
    consent.save()
    found = row(setting, "contact")
    assert (found.tag, found.may_withdraw) == ("Not asked", False)
    assert [old.pk for old in found.earlier] == [consent.pk]


def test_both_sides_have_their_own_questions(setting: Setting) -> None:
    victim, offender = people(setting)
    assert {"approach", "ask_agency"} <= {row.item for row in victim.rows}
    assert not {"approach", "ask_agency"} & {row.item for row in offender.rows}
    agencies = {row.target for row in victim.rows if row.item == "ask_agency"}
    assert agencies == {str(setting.world.probation.pk)}


def test_a_reader_of_one_side_gets_one_neutral_line_of_the_other(setting: Setting) -> None:
    setting.give("approach", wording="Maya would like to know why.")
    opened = get_case(setting.world.facilitator, setting.case.reference)
    theirs = Opened(opened.case, replace(Relation(frozenset()), sides=frozenset({Side.OFFENDER})))
    victim, offender = ledgers(theirs, timezone.localdate())
    assert (victim.rows, victim.neutral) == ([], "Not everything is in place yet.")
    assert offender.rows
    assert offender.neutral == ""


def test_the_ledger_costs_no_more_queries_when_it_grows(setting: Setting, django_assert_max_num_queries: Any) -> None:
    opened = get_case(setting.world.facilitator, setting.case.reference)
    for _n in range(6):
        setting.give()
        setting.give("approach")
    with django_assert_max_num_queries(12):
        ledgers(opened, timezone.localdate())


def test_history_tells_both_the_yes_and_the_taking_back(setting: Setting) -> None:
    consent = setting.give("mode", target="conference")
    by = setting.world.facilitator
    withdraw_consent(consent_id=consent.pk, how="spoken", by=by, at=setting.world.now, words_said="Not any more")
    titles = {str(entry.title): entry for entry in timeline(setting.case)}
    label = "This way of communicating: Face-to-face conference"
    assert titles[f"Said yes. {label}"].fact_id == consent.pk
    assert titles[f"Took it back. {label}"].words == "Not any more"
