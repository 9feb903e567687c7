"""The sitting at which the planning group opened the area for meetings, and what somebody wrote down before it."""

from __future__ import annotations

from talkingpiece.accounts.models import User
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.demo.calendar import Calendar
from talkingpiece.planning_group.services import give_evidence, open_for_meetings

# What no record of the system can show: (item, what was seen, where it lies).
SEEN: tuple[tuple[str, str, str], ...] = (
    ("group_and_terms", "Nine members, and terms of reference that each of them has signed.", "PG/1"),
    ("principles", "One page. The first line is that nobody has to do anything.", "PG/2"),
    ("aims", "Five aims, each with the figure by which we shall know it.", "PG/3"),
    (
        "complaints_and_cover",
        "The complaints leaflet, the certificate of insurance and the safeguarding policy.",
        "PG/4",
    ),
    ("victims_voice", "Two members were harmed by a crime. One of them chairs every second sitting.", "PG/1"),
    ("scoping", "Between forty and sixty people a year, from three years of court figures.", "PG/6"),
    ("first_words", "Read aloud at the sitting. A neighbour who hears them learns nothing.", "PG/7"),
    ("lone_working", "Who knows where you are, and what they do when you have not rung.", "PG/9"),
    ("impact_assessed", "The assessment, with Ngozi Balogun as the one who answers for it.", "PG/11"),
    ("when_it_leaks", "One page beside every desk, tried out once in spring.", "PG/12"),
    ("named_contacts", "Two names for each agency, with telephone numbers.", "PG/10"),
    ("who_may_stop", "Anybody in the room, with one word, and nobody asks why.", "PG/13"),
    ("when_it_goes_wrong", "Who is rung on the same day, and when we sit down together.", "PG/14"),
    ("aftercare", "Fourteen places that help, each rung in person.", "PG/16"),
)


def open_by_the_group(area: Area, manager: User, days: Calendar, *, since: int) -> None:
    """`since`: how many days ago the service began.

    Raises Blocked if something is missing that comes before meetings.
    """
    with clock.pretend(days.work(since - 12, "11:00")):
        for item, words, reference in SEEN:
            give_evidence(
                area_id=area.pk,
                item=item,
                words=words,
                dated=clock.today(),
                by=manager,
                at=clock.now(),
                reference=reference,
            )
    with clock.pretend(days.work(since - 19, "17:00")):
        open_for_meetings(
            area_id=area.pk,
            sitting_on=clock.today(),
            present="Nine of the nine members, and the police as a guest",
            words="The area is open for meetings. The first three are talked through here afterwards.",
            dissent="One member would rather have begun with letters only.",
            by=manager,
            at=clock.now(),
        )
