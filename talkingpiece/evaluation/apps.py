from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "talkingpiece.evaluation"
    label = "evaluation"
