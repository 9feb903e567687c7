"""Probation’s system is let in; the police end theirs; one with Victim Support is written and waits for a reader."""

from __future__ import annotations

from talkingpiece.demo.agreements import (
    police_end_theirs,
    probation_lets_its_system_in,
    victim_support_waits_for_a_reader,
)
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story


def tell(s: Story) -> Tale:
    yield s.days.work(45, "10:40")
    probation_lets_its_system_in(s.ridgeway)
    yield s.days.work(40, "15:20")
    police_end_theirs(s.ridgeway)
    yield s.days.work(2, "11:10")
    victim_support_waits_for_a_reader(s.ridgeway, s.days)
