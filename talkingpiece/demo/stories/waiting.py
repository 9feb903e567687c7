"""Two who were taken up this week, and for whom Priya looks for somebody: a plan sees both at once."""

from __future__ import annotations

from talkingpiece.cases.states import OffenceCategory
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.referrals.states import CaseStage, Hope


def nerys(s: Story) -> Tale:
    """Only one here is trained to lead such a case, and two are needed for it."""
    yield s.days.work(4, "10:20")
    s.comes(
        "Nerys",
        safe("text", "07700 900771", "10:00-14:00", days="weekdays"),
        happened="It was somebody whom I had known at school. He was sentenced last year.",
        hopes=[Hope.SAY],
        stage=CaseStage.SENTENCED,
    )
    yield s.days.work(2, "11:00")
    s.accepted(
        full_name="Nerys Aldous",
        category=OffenceCategory.SEXUAL,
        words="Harmed by somebody whom she had known at school.",
    )


def yasin(s: Story) -> Tale:
    """He speaks Somali; so does one of the team, who is away this week."""
    yield s.days.work(3, "16:45")
    s.comes(
        "Yasin",
        safe("call", "07700 900772", "17:00-19:00", days="weekdays"),
        happened="They broke into my shop at night. One of them wrote to me from prison.",
        hopes=[Hope.UNSURE],
        language="Somali",
        interpreter=True,
        stage=CaseStage.SENTENCED,
    )
    yield s.days.work(2, "11:30")
    s.accepted(full_name="Yasin Warsame", category=OffenceCategory.BURGLARY, words="A burglary of his shop, at night.")
