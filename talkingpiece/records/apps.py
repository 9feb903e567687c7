from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "talkingpiece.records"
    label = "records"
