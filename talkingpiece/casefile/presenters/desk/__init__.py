from talkingpiece.casefile.presenters.desk.page import desk_page

__all__ = ["desk_page"]
