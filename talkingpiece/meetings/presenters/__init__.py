from talkingpiece.meetings.presenters.timeline import timeline

__all__ = ["timeline"]
