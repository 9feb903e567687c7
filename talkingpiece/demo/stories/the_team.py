"""Who is there: Owen is on duty next week, and Amina is away until then, while Ruth stands in."""

from __future__ import annotations

from talkingpiece.demo.calendar import MONDAY
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story


def tell(s: Story) -> Tale:
    """Amina left this morning, so that nothing that she does in another story falls into her days away."""
    days, ridgeway = s.days, s.ridgeway

    yield days.work(8, "16:00")
    s.is_away(ridgeway.amina, stand_in=ridgeway.ruth, starts_on=days.today, ends_on=days.back_on)
    yield days.work(8, "16:10")
    next_week = days.next_on(MONDAY, "09:00")
    after = (next_week.date() - days.today).days + 1
    s.is_on_duty(ridgeway.owen, starts_at=next_week, ends_at=days.next_on(MONDAY, "09:00", at_least=after))
