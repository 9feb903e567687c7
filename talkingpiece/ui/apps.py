from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "talkingpiece.ui"
    label = "ui"
