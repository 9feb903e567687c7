from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "talkingpiece.cases"
    label = "cases"
