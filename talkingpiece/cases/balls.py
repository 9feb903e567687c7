"""What the ball can be about. One code, one sentence for the desk, one URL to act at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class What(TextChoices):
    TRIAGE = "triage", _("Read a new referral and decide")
    DANGER = "danger", _("Not safe now: act first")
    CALL_BACK = "call_back", _("Asked for a call")
    HELD_REFERRAL = "held_referral", _("Look again at a held referral")
    ALLOCATE = "allocate", _("Find a facilitator")
    ANSWER_OFFER = "answer_offer", _("Say whether you take this case")
    FIRST_CONTACT = "first_contact", _("Make the first contact")
    LISTEN = "listen", _("Listen, and write down needs in their words")
    NEXT_CONTACT = "next_contact", _("Get in touch again")
    AGENCY_ANSWER = "agency_answer", _("Answer our questions")
    READ_ANSWER = "read_answer", _("Read the agency’s answer")
    LEGAL_CHECK = "legal_check", _("Check what orders and conditions say")
    ASSESS_RISK = "assess_risk", _("Assess the risk")
    SIGN_RISK = "sign_risk", _("Sign off the risk assessment")
    RISK_RETURNED = "risk_returned", _("Look again at the risk assessment")
    RED_FLAG = "red_flag", _("Answer a red flag")
    STANCE_EXCEPTION = "stance_exception", _("Decide on partial responsibility")
    UNANSWERED = "unanswered", _("Decide: an agency did not answer")
    AGREE_APPROACH = "agree_approach", _("Say whether the offender may be approached")
    APPROACH = "approach", _("Approach the offender")
    OFFENDER_REPLY = "offender_reply", _("The offender is thinking it over")
    TELL_VICTIM = "tell_victim", _("Tell the victim what the offender said")
    PREPARE = "prepare", _("Prepare everybody")
    PLAN_MEETING = "plan_meeting", _("Plan the meeting")
    BOOK_MEETING = "book_meeting", _("Book the meeting")
    MEETING_AHEAD = "meeting_ahead", _("A meeting is booked")
    MEETING_FELL = "meeting_fell", _("The meeting no longer stands: tell everybody")
    WRITE_UP = "write_up", _("Write up the meeting")
    DEBRIEF = "debrief", _("Talk with each person afterwards")
    FOLLOW_UP = "follow_up", _("Follow up what was agreed")
    ASK_NEEDS = "ask_needs", _("Ask how far needs were met")
    END_CASE = "end_case", _("End the case well")
    VICTIM_DECIDES = "victim_decides", _("The victim is thinking it over")
    VICTIM_PAUSED = "victim_paused", _("Paused by the victim")
    CODE_MESSAGE = "code_message", _("Read a message left with a code")
    ASK_MANAGER = "ask_manager", _("Ask whoever supervises the offender now")
    OFFENDER_DIED = "offender_died", _("The offender has died: decide how the case goes on")
    RECONFIRM = "reconfirm", _("Confirm again what was taken over from earlier records")


@dataclass(frozen=True)
class Pass:
    """To whom the ball goes, for what; `due_at` None: without a date."""

    holder: str
    what: What
    user_id: object | None = None
    agency_id: object | None = None
