"""A referral by the system of an agency: the same questions as on the page, judged by the same form."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from talkingpiece.accounts.acts import Act
from talkingpiece.agreements.states import Purpose
from talkingpiece.cases.states import OffenceCategory, VictimAs
from talkingpiece.clients.paging import Clock, Day, Strict, client_of
from talkingpiece.clients.problems import Fault, Problem
from talkingpiece.clients.said import as_posted, require_valid
from talkingpiece.clients.way_in import ByClient
from talkingpiece.consents.states import Method
from talkingpiece.core import clock
from talkingpiece.core.blockers import Blocked
from talkingpiece.people.states import Channel, Days, IfAnswered
from talkingpiece.referrals.agency_access import areas_to_refer_to
from talkingpiece.referrals.agency_queries import standing_of
from talkingpiece.referrals.forms.agency import AgencyForm
from talkingpiece.referrals.services import send_by_system
from talkingpiece.referrals.states import CaseStage, Hope, MayKnow, SafeNow

router = Router(tags=["referrals"])

Words = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500)]


class ReferralIn(Strict):
    """Say of a person what they let you say. Which ways of reaching them are safe is theirs to tell."""

    knows: Literal["yes", "not_yet", "rule"] = Field(
        description="They know and agreed; not yet; or not yet, and our agreement says who asks them first."
    )
    agreed_on: Day | None = Field(None, description="With `yes`: when they said so.")
    agreed_how: Method | None = None
    agreed_words: Line = ""
    asked_for_it: StrictBool | None = Field(None, description="With `yes`: did they ask for this themselves?")
    may_know: MayKnow | None = Field(None, description="With `yes`: what they let you hear later.")
    called: Line = Field(description="The name that they like to be called by.")
    full_name: Line = ""
    birth_date: Day | None = None
    victim_as: VictimAs = VictimAs.DIRECT
    language: Line = ""
    interpreter: StrictBool = False
    access_needs: Words = ""
    safe: list[Channel | Literal["none"]] = Field(max_length=6, description="Which ways of reaching them are safe.")
    call_number: Line = ""
    call_days: Days = Days.ANY
    call_from: Clock | None = None
    call_to: Clock | None = None
    call_note: Line = ""
    answered: IfAnswered = IfAnswered.RING_OFF
    voicemail_number: Line = ""
    text_number: Line = ""
    email: Line = ""
    post_address: Line = ""
    conceal_from: Words = Field("", description="Is there anybody who must not know?")
    safe_now: SafeNow = Field(description="Are they safe now? If a life is in danger, call 999 first.")
    what_happened: Words = ""
    category: OffenceCategory = OffenceCategory.UNKNOWN
    stage: CaseStage = CaseStage.NOT_KNOWN
    crime_reference: Line = ""
    offender_name: Line = Field("", description="As far as our agreement lets you tell us.")
    about_offender: Words = ""
    support: Words = ""
    hopes: list[Hope] = Field([], max_length=10)
    hope_words: Words = ""
    referrer_name: Line = Field(description="Who refers, and in which role.")
    referrer_reach: Line = Field(description="Their work telephone or email.")
    asked: dict[str, StrictBool | Words] = Field({}, description="What this area asks agencies of your kind, by code.")


class ReferralTaken(Schema):
    reference: str
    received_at: str


@router.post(
    "/referrals",
    auth=ByClient(Act.REFERRAL_MAKE, Purpose.REFERRAL, once=True),
    response={201: ReferralTaken},
    operation_id="refer",
)
def refer(request: HttpRequest, said: ReferralIn) -> Any:
    """One person. The answer is the same whether or not we know them already."""
    client, now = client_of(request), clock.now()
    area = next((one for one in areas_to_refer_to(client.user) if one.pk == client.area_id), None)
    if area is None:
        raise Http404
    standing = standing_of(area.pk, client.agency, at=now)
    form = AgencyForm(
        data=as_posted(_typed(said), days=["agreed_on", "birth_date"]), standing=standing, signed_in=False
    )
    _require_asked(said, form)
    require_valid(form, _place)
    try:
        referral = send_by_system(area=area, answers=form.answers(), said=form.said(), by=client.user, at=now)
    except Blocked as closed:
        # These reasons are about the agency and what it did, and about nobody else.
        raise Problem("closed", faults=[Fault(f"{one.message}. {one.remedy}") for one in closed.blockers]) from None
    return Status(201, {"reference": referral.reference, "received_at": referral.received_at.isoformat()})


def _require_asked(said: ReferralIn, form: AgencyForm) -> None:
    """What a page does not ask is not let by in silence."""
    faults = [
        Fault("is not asked here", pointer=f"/asked/{code}")
        for code in said.asked
        if f"asked_{code}" not in form.fields
    ]
    typed = {name: getattr(said, name) for name in ("offender_name", "about_offender")}
    faults += [
        Fault("no agreement lets you tell us", pointer=f"/{name}")
        for name, words in typed.items()
        if words and name not in form.fields
    ]
    if faults:
        raise Problem("invalid", faults=faults)


def _typed(said: ReferralIn) -> dict[str, Any]:
    typed = said.model_dump(mode="json", exclude={"asked", "interpreter"})
    typed |= {f"asked_{code}": value for code, value in said.asked.items()}
    return typed | ({"interpreter": True} if said.interpreter else {})


def _place(name: str) -> tuple[object, ...]:
    return ("asked", name.removeprefix("asked_")) if name.startswith("asked_") and name != "asked_for_it" else (name,)
