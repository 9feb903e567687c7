from django.apps import AppConfig


class StaffingConfig(AppConfig):
    name = "talkingpiece.staffing"
    label = "staffing"
