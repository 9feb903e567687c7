from django.apps import AppConfig
from django.core.checks import register


class TrainingConfig(AppConfig):
    name = "talkingpiece.training"
    label = "training"

    def ready(self) -> None:
        from talkingpiece.training.checks import pack_is_whole

        register(pack_is_whole)
