from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "talkingpiece.demo"
    label = "demo"
