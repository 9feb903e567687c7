from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "talkingpiece.documents"
    label = "documents"
