from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "talkingpiece.accounts"
    label = "accounts"
