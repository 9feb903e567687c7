from django.apps import AppConfig


class InformationSharingConfig(AppConfig):
    name = "talkingpiece.information_sharing"
    label = "information_sharing"
