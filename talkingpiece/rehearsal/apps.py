from django.apps import AppConfig, apps


class RehearsalConfig(AppConfig):
    name = "talkingpiece.rehearsal"
    label = "rehearsal"

    def ready(self) -> None:
        if apps.is_installed("talkingpiece.demo"):
            from talkingpiece.demo import making
            from talkingpiece.rehearsal.demo import practise

            making.AFTERWARDS.append(practise)
