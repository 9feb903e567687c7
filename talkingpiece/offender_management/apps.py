from django.apps import AppConfig


class OffenderManagementConfig(AppConfig):
    name = "talkingpiece.offender_management"
    label = "offender_management"
