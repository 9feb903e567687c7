from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "talkingpiece.core"
    label = "core"
