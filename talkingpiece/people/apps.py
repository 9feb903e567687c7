from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "talkingpiece.people"
    label = "people"
