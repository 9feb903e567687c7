from django.apps import AppConfig


class CasefileConfig(AppConfig):
    name = "talkingpiece.casefile"
    label = "casefile"
