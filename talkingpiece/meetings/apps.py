from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "talkingpiece.meetings"
    label = "meetings"
