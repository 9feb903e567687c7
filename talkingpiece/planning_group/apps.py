from django.apps import AppConfig


class PlanningGroupConfig(AppConfig):
    name = "talkingpiece.planning_group"
    label = "planning_group"
