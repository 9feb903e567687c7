from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "talkingpiece.audit"
    label = "audit"
