from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "talkingpiece.risk"
    label = "risk"
