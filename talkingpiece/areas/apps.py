from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "talkingpiece.areas"
    label = "areas"
