"""Three who wait at the front door: one who is not sure that she is safe, one who asks for a call, one who is held."""

from __future__ import annotations

from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.people.states import IfAnswered
from talkingpiece.referrals.states import CaseStage, Hope, SafeNow


def nell(s: Story) -> Tale:
    """Red: last evening, not sure that she is safe, and nobody has read it yet."""
    yield s.days.last("21:40")
    s.comes(
        "Nell",
        safe("text", "07700 900187", "09:00-15:00", days="weekdays", note="Sign it “Jo from the library”."),
        happened=(
            "I was on the till when they robbed us. One of them got four years. Now his brother stands outside my work."
        ),
        about_offender="I know his name from court. I would rather say it than write it.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.SAFE, Hope.RULES],
        hope_words="To know whether he still thinks about me.",
        conceal_from="The man I live with. He does not know that I am writing this.",
        safe_now=SafeNow.NOT_SURE,
    )


def hamid(s: Story) -> Tale:
    """Half an hour ago: please call me."""
    yield s.days.minutes_ago(30)
    s.asks_for_a_call(
        "Hamid",
        safe("call", "07700 900204", "12:00-14:00", if_answered=IfAnswered.FIRST_NAME),
        language="Farsi",
        interpreter=True,
    )


def bethan(s: Story) -> Tale:
    """Held: the court has not finished, and the person who harmed her may still contest it."""
    yield s.days.ago(13, "19:25")
    s.comes(
        "Bethan",
        safe("email", "b.morgan@example.org"),
        safe("call", "07700 900233", "17:30-19:00", days="weekdays"),
        happened=(
            "A man I used to work with sent me two hundred messages and came to my house. The trial is in the new year."
        ),
        about_offender="We shared an office for three years.",
        stage=CaseStage.COURT,
        hopes=[Hope.UNSURE],
        hope_words="Maybe one day I would like him to understand what it was like. Not now.",
        safe_now=SafeNow.YES,
    )
    yield s.days.work(11, "10:10")
    s.holds(
        "The trial has not happened. Told her by email that we cannot begin before it is over, that her place is kept, "
        "and who can help her today: the stalking helpline and the independent advocate.",
        until=s.days.day(-75),
    )
