from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "talkingpiece.identification"
    label = "identification"
