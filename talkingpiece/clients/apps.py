from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "talkingpiece.clients"
    label = "clients"
