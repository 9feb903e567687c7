"""The ways of contact of a row, with their rule. The strictest is assumed of whatever the list does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from talkingpiece.linkage import standardise
from talkingpiece.people.services import Way
from talkingpiece.people.states import Channel, IfAnswered
from talkingpiece.records.lines import Line


def ways_in(line: Line, *, known: Iterable[tuple[str, str]] = ()) -> list[Way]:
    """Ways that are not among those `known`: pairs of a channel and its value."""
    already = {(channel, _standard(channel, value)) for channel, value in known}
    return [way for way in _given(line) if (way.channel, _standard(way.channel, way.value)) not in already]


def _given(line: Line) -> Iterator[Way]:
    # A note also keeps every machine from writing: a person asks first.
    note = _("Taken over from earlier records: ask whether this is still safe.")
    times = line.times
    if line.text("phone"):
        channels = [Channel.CALL, Channel.VOICEMAIL] if line.says_yes("voicemail") else [Channel.CALL]
        for channel in channels:
            yield Way(
                channel=channel,
                value=line.text("phone"),
                days=times.days,
                from_time=times.from_time,
                to_time=times.to_time,
                if_answered=IfAnswered.RING_OFF,
                note=note,
            )
    if line.text("email"):
        yield Way(channel=Channel.EMAIL, value=line.text("email"), note=note)


def _standard(channel: str, value: str) -> str:
    return standardise.email(value) if channel == Channel.EMAIL else standardise.phone(value)
