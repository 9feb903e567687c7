from talkingpiece.evaluation.presenters.asking import timeline

__all__ = ["timeline"]
