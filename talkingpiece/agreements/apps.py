from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "talkingpiece.agreements"
    label = "agreements"
