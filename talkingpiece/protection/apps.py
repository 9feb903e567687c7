from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "talkingpiece.protection"
    label = "protection"
