from django.apps import AppConfig


class OffenderManagementConfig(AppConfig):
    name = "talkingpiece.offender_management"
    label = "offender_management"

    def ready(self) -> None:
        from talkingpiece.offender_management.announcing import register

        register()
