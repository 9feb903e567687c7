from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "talkingpiece.notifications"
    label = "notifications"
