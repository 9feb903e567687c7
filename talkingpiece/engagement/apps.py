from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "talkingpiece.engagement"
    label = "engagement"
