from talkingpiece.information_sharing.presenters.timeline import timeline

__all__ = ["timeline"]
