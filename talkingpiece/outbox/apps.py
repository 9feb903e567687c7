from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "talkingpiece.outbox"
    label = "outbox"
