from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "talkingpiece.demo"
    label = "demo"

    def ready(self) -> None:
        from talkingpiece.accounts import practice
        from talkingpiece.demo.cast import LINES

        practice.LINES.update(LINES)
