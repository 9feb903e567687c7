from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "talkingpiece.consents"
    label = "consents"
