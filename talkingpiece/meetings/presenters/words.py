from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.meetings.models import Meeting
from talkingpiece.ui.dates import clock_text, long_date


def day_and_time(at: datetime) -> str:
    """Such as "Friday 4 December 2026, 2pm"."""
    return _("%(date)s, %(time)s") % {"date": long_date(at), "time": clock_text(timezone.localtime(at).time())}


def neutral_words(meeting: Meeting) -> str:
    """What each of them is told, whoever it was and whatever the cause."""
    return _("“The meeting on %(date)s will not go ahead as planned. I will be in touch about what comes next.”") % {
        "date": long_date(meeting.starts_at)
    }
