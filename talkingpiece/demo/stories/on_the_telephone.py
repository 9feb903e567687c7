"""Two who rang: one was cut off and is at the front door half-written, one is still a draft on Priya's desk."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope, SafeNow


def odile(s: Story) -> Tale:
    """Ruth took the call. Somebody came in, and she rang off: what was written is with Priya, and a call is owed."""
    yield s.days.minutes_ago(110)
    draft = s.takes_a_call(s.ridgeway.ruth, called="Odile")
    yield s.days.minutes_ago(100)
    s.sends_call(
        draft,
        "Odile",
        safe("call", "07700 900811", "10:00-16:00", days="weekdays", if_answered=IfAnswered.RING_OFF),
        by=s.ridgeway.ruth,
        ended_early=True,
        what_happened="A driver ran into her at the lights, got out, and came at her with a wheel brace.",
        category=OffenceCategory.VIOLENCE,
        stage=CaseStage.SENTENCED,
        hopes=(Hope.ASK,),
        conceal_from="Her sons. They would go and look for him.",
        safe_now=SafeNow.YES,
    )


def tadeusz(s: Story) -> Tale:
    """Priya was called away in the middle. The draft is hers alone, and is destroyed if nobody goes on with it."""
    yield s.days.minutes_ago(55)
    s.takes_a_call(
        s.ridgeway.priya,
        called="Tadeusz",
        safe_now=SafeNow.YES,
        safe="call",
        call_number="01632 960812",
        what_happened="His allotment shed was set on fire, with his father’s tools in it.",
        category=OffenceCategory.DAMAGE,
        hope_words="He wants to know whether it was meant for him.",
        promised="That I ring back after lunch, and that nothing happens before we have spoken.",
    )
