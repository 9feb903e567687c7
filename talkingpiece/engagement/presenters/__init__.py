from talkingpiece.engagement.presenters.quick import QuickLog, quick_log
from talkingpiece.engagement.presenters.timeline import timeline
from talkingpiece.engagement.presenters.ways import WayRow, first_hour, outside_safe_hours, way_rows

__all__ = ["QuickLog", "WayRow", "first_hour", "outside_safe_hours", "quick_log", "timeline", "way_rows"]
