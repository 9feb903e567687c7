"""A whole case on one page: where we are, what blocks us, what can be done now; two sealed files; the record."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkingpiece.audit.models import Event
from talkingpiece.casefile.services import end_case
from talkingpiece.cases.balls import What
from talkingpiece.cases.models import Case
from talkingpiece.cases.services import (
    join_case,
    name_supervisor,
    offer_case,
    pass_ball,
    pause_case,
    record_legal_check,
    record_sentence,
    resume_case,
)
from talkingpiece.cases.states import Holder, LegalResult, MemberRole
from talkingpiece.consents.states import Item
from talkingpiece.engagement.models import Need, Voice
from talkingpiece.engagement.states import Outcome, Reply, VoiceKind
from talkingpiece.people.services import Way
from talkingpiece.protection.classes import Side
from tests.casefile import rows
from tests.casefile.test_end_case import WITHDREW
from tests.world import World


def page(world: World, case: Case, query: str = "", who: str = "facilitator") -> str:
    path = reverse("casefile:case", args=[case.reference]) + query
    answer = world.client(getattr(world, who)).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def said(world: World, case: Case, kind: str, words: str) -> None:
    columns = rows.facts(world, case, 9)
    Voice(**columns, case=case, person=case.victim, side=Side.VICTIM, kind=kind, words=words).save()


def needs(world: World, case: Case, words: str, rank: int | None = None) -> None:
    Need(**rows.facts(world, case, 9), case=case, person=case.victim, words=words, rank=rank).save()


def test_the_head_says_who_it_is_and_how_long_it_runs(world: World) -> None:
    case = world.case(opened=world.now - timedelta(days=82))
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now - timedelta(days=40))
    resume_case(case_id=case.pk, by=world.facilitator, at=world.now - timedelta(days=26))
    html = page(world, case)
    assert "Maya Deol" in html
    assert "Burglary of her home, March." in html
    assert "Started by the victim. Open 82 days, 14 of them paused. Standard complexity." in html


def test_the_ball_strip_says_who_since_when_and_when_the_victim_hears(world: World) -> None:
    case = world.case()
    spoke = rows.contact(world, case, days_ago=3)
    pass_ball(
        case=case,
        holder=Holder.AGENCY,
        user=world.offender_manager,
        agency=world.probation,
        what=What.AGENCY_ANSWER,
        at=world.now - timedelta(days=14),
    )
    html = page(world, case)
    assert "Tom Adeyemi, Probation, Ridgeway" in html
    assert "10 working days" in html
    due = spoke.happened_at + timedelta(days=28)
    assert f"{due:%a} {due.day} {due:%b}" in html
    assert "hand over" in html


def test_while_the_victim_pauses_nothing_is_owed_and_nothing_pushes(world: World) -> None:
    case = world.case()
    pause_case(case_id=case.pk, words="", resume_on=None, by=world.facilitator, at=world.now)
    html = page(world, case)
    assert "Maya is pausing" in html
    assert "Go on" in html
    assert "When they want" in html
    assert "What blocks us" not in html
    assert "safe now" not in html


def test_every_reading_is_entered_in_the_trail_once(world: World) -> None:
    case = world.case()
    page(world, case)
    (event,) = Event.objects.filter(name="casefile.read")
    assert (event.case_id, event.actor_id, event.side) == (case.pk, world.facilitator.pk, Side.JOINT)


@pytest.mark.parametrize("who", ["other_facilitator", "offender_manager"])
def test_a_stranger_finds_no_such_case(world: World, who: str) -> None:
    path = reverse("casefile:case", args=[world.case().reference])
    assert world.client(getattr(world, who)).get(path).status_code == 404
    assert not Event.objects.filter(name="casefile.read").exists()


def test_the_first_gate_on_the_way_is_that_the_victim_is_ready(world: World) -> None:
    html = page(world, world.case())
    assert "What blocks us: 4 things before Maya is ready" in html
    assert "Gate G2." in html


def ready(world: World, case: Case) -> None:
    from talkingpiece.engagement.models import InformationGiven

    given = rows.facts(world, case, 9)
    InformationGiven(
        **given, case=case, person=case.victim, side=Side.VICTIM, sheet="victim", sheet_version=99, means="in_person"
    ).save()
    needs(world, case, "to know why")
    said(world, case, VoiceKind.RISK_VIEW, "Meeting his mother")
    said(world, case, VoiceKind.SUPPORT, "My sister")


def test_then_somebody_must_be_named(world: World) -> None:
    case = world.case()
    ready(world, case)
    html = page(world, case)
    assert "Nobody is named as responsible" in html
    assert reverse("cases:responsible_add", args=[case.reference]) in html


def test_then_comes_the_approach_with_all_that_it_still_needs(world: World) -> None:
    case = world.case()
    ready(world, case)
    world.responsible(case)
    html = page(world, case)
    assert "before Callum can be approached" in html
    assert "Gate G3." in html
    assert "Record the check" in html
    assert "Maya is ready. 4 things before Callum" in html


def test_then_what_the_offender_says_of_their_part(world: World) -> None:
    case = world.case()
    ready(world, case)
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    assert "before Callum can take part" in page(world, case)


def test_after_a_meeting_it_is_what_is_owed_to_those_who_were_there(world: World) -> None:
    case = world.case()
    ready(world, case)
    rows.approach(world, case, world.responsible(case), reply=Reply.YES)
    meeting = rows.meeting(world, case, held=True)
    rows.promise(world, meeting, rows.seat(meeting, case, case.victim))
    html = page(world, case)
    assert "2 things are left before the case can end well" in html
    assert "One person has not been talked with after the meeting" in html


def test_a_booked_meeting_that_lost_its_ground_is_said_first(world: World) -> None:
    case = world.case()
    ready(world, case)
    responsible = world.responsible(case)
    record_legal_check(
        responsible_id=responsible.pk, result=LegalResult.CLEAR, source="Tom", by=world.facilitator, at=world.now
    )
    from talkingpiece.engagement.models import StanceTaken

    rows.approach(world, case, responsible, reply=Reply.YES)
    StanceTaken(**rows.facts(world, case, 5), case=case, responsible=responsible, stance="full").save()
    meeting = rows.meeting(world, case, booked=True)
    rows.seat(meeting, case, case.victim)
    rows.seat(meeting, case, responsible.person, "offender")
    html = page(world, case)
    assert "The meeting on" in html
    assert "no longer stands" in html
    record_legal_check(
        responsible_id=responsible.pk,
        result=LegalResult.UNKNOWN,
        source="Nobody knew",
        by=world.facilitator,
        at=world.now,
    )
    html = page(world, case)
    assert "no longer stands" in html
    assert "We do not know what orders" in html


def test_a_door_is_shown_only_to_somebody_who_may_open_it(world: World) -> None:
    case = world.case()
    ready(world, case)
    world.responsible(case)
    assert "Ask the offender manager" in page(world, case)
    seen = page(world, case, who="supervisor")
    assert "The offender manager says whether Callum can be approached" in seen
    assert "Ask the offender manager" not in seen
    assert "Log a contact" not in seen
    assert "End well" in seen


def test_the_victims_file_quotes_needs_in_their_order(world: World) -> None:
    case = world.case(ways=(Way("text", "07700 900 123"),))
    needs(world, case, "say it out loud, once", 2)
    needs(world, case, "if it was me they picked", 1)
    html = page(world, case)
    assert html.index("if it was me they picked") < html.index("say it out loud, once")
    assert "Text message: Any day, at any time." in html
    assert "Never: phone call, voicemail, email, letter." in html


def test_what_is_sealed_is_not_in_the_page(world: World) -> None:
    case = world.case(ways=(Way("call", "01632 960 777"), Way("post", "12 Larch Row, Wexbourne")))
    responsible = world.responsible(case)
    name_supervisor(
        responsible_id=responsible.pk,
        version=1,
        agency=world.probation,
        offender_manager=world.offender_manager,
        without_manager=False,
        held_at="HMP Foxcombe",
        by=world.facilitator,
        at=world.now,
    )
    release = (world.now + timedelta(days=200)).date()
    record_sentence(
        responsible_id=responsible.pk,
        kind="custody",
        known_from="court",
        by=world.facilitator,
        at=world.now,
        release_on=release,
    )
    html = page(world, case)
    assert "Reveal" in html
    hidden = ("960 777", "Larch Row", "Foxcombe", f"{release.day} {release:%b}")
    assert not [words for words in hidden if words in html]


def test_nobody_was_approached_so_the_offender_knows_nothing(world: World) -> None:
    case = world.case()
    world.responsible(case)
    html = page(world, case)
    assert "Nothing. They must not learn that Maya has contacted us." in html
    assert "Unknown, so blocked" in html
    assert "Never checked" in html


def test_what_the_victim_allowed_is_listed_and_counted(world: World) -> None:
    case = world.case()
    rows.consent(world, case, Item.CONTACT)
    rows.consent(world, case, Item.MODE, target="conference")
    html = page(world, case)
    assert "2 live, 0 taken back" in html
    assert "Face-to-face conference" in html


def test_the_record_is_cut_and_says_so_and_is_whole_on_demand(world: World) -> None:
    case = world.case()
    for day in range(20):
        rows.contact(world, case, days_ago=day)
    cut, whole = page(world, case), page(world, case, "?whole")
    assert "12 of 21 are shown." in cut
    assert cut.count("<time ") == 12
    assert whole.count("<time ") == 21
    assert "are shown." not in whole


def test_one_side_of_the_record_shows_nothing_of_the_other(world: World) -> None:
    case = world.case()
    rows.contact(world, case)
    rows.approach(world, case, world.responsible(case))
    victim, offender = page(world, case, "?side=victim"), page(world, case, "?side=offender")
    assert "Maya, Telephone: We spoke" in victim
    assert "was approached by" not in victim
    assert "was approached by" in offender
    assert "Maya, Telephone: We spoke" not in offender
    assert "Both sides" in victim
    assert "Maya, Telephone: We spoke" in page(world, case, "?side=nonsense")


def test_a_fact_entered_in_error_stays_readable_and_cannot_be_marked_again(world: World) -> None:
    case = world.case()
    row = rows.contact(world, case)
    mark = reverse("casefile:error", args=[case.reference, "engagement.Contact", row.pk])
    assert mark in page(world, case)
    row.error_at, row.error_by, row.error_why = world.now, world.facilitator, "It was Peter who rang."
    row.save()
    html = page(world, case)
    assert "It was Peter who rang." in html
    assert "Entered in error" in html
    assert mark not in html


def test_who_else_is_in_this(world: World) -> None:
    case = world.case()
    world.responsible(case)
    join_case(case=case, user=world.other_facilitator, role=MemberRole.CO_FACILITATOR, at=world.now)
    html = page(world, case)
    assert "Ruth Penhaligon, co-facilitator" in html
    assert "Callum Reeve, responsible for what happened" in html
    assert "Tom Adeyemi, Callum’s offender manager" in html


def test_an_ended_case_says_how_and_can_be_opened_again(world: World) -> None:
    case = world.case()
    end_case(case_id=case.pk, told=WITHDREW, by=world.facilitator, at=world.now, victim_words="She was at peace.")
    html = page(world, case)
    assert "How it ended" in html
    assert "The victim stopped" in html
    assert "She was at peace." in html
    assert "Open again" in html
    assert "Log a contact" not in html
    assert "Who has the ball" not in html


def test_what_is_owed_stands_before_what_is_open_at_any_time(world: World) -> None:
    case = world.case()
    again = world.now + timedelta(hours=30)
    rows.contact(world, case, outcome=Outcome.NO_ANSWER, next_at=again)
    pass_ball(case=case, holder=Holder.USER, user=world.facilitator, what=What.LISTEN, at=world.now)
    html = page(world, case)
    order = [
        "Listen, and write down needs",
        "Get in touch with Maya again",
        "Tell Maya how things stand",
        "Raise a red flag",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)


def test_an_offer_to_somebody_else_leads_to_where_cases_are_offered(world: World) -> None:
    case = world.case(facilitator=world.coordinator)
    offer_case(case_id=case.pk, to=world.facilitator, words="", by=world.coordinator, at=world.now, due_at=world.now)
    html = page(world, case, who="coordinator")
    assert "Daniel Okafor has the ball." in html
    assert reverse("staffing:allocate", args=[case.reference]) in html
    assert reverse("staffing:answer", args=[case.reference]) not in html


def full(world: World, events: int, people: int) -> Case:
    case = world.case(ways=(Way("call", "01632 960001"), Way("text", "07700 900123")))
    ready(world, case)
    for number in range(people):
        responsible = world.responsible(case, f"Callum{number}")
        record_legal_check(
            responsible_id=responsible.pk, result=LegalResult.CLEAR, source="Tom", by=world.facilitator, at=world.now
        )
        record_sentence(
            responsible_id=responsible.pk, kind="custody", known_from="court", by=world.facilitator, at=world.now
        )
    for number in range(events):
        rows.contact(world, case, days_ago=number, next_at=world.now + timedelta(days=1))
        needs(world, case, f"need {number}", number)
        said(world, case, VoiceKind.WISH, f"wish {number}")
        rows.consent(world, case, Item.SHARE, target=f"somebody-{number}")
    return case


def test_the_page_asks_no_more_for_a_long_case_than_for_a_short_one(world: World) -> None:
    short, long = full(world, 2, 1), full(world, 30, 3)

    def queries(case: Case) -> int:
        client = world.client(world.facilitator)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("casefile:case", args=[case.reference]) + "?whole").status_code == 200
        return len(captured)

    assert queries(long) == queries(short)
