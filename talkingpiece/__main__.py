"""`python -m talkingpiece …` and the console script: Django's management commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkingpiece.config.settings")
    from django.core.management import execute_from_command_line

    if sys.argv[1:3] == ["procrastinate", "worker"]:
        _refuse_unless_safe()
    execute_from_command_line(["talkingpiece", *sys.argv[1:]])


def _refuse_unless_safe() -> None:
    """A worker answers no request, and is no less dangerous with the wrong role or key."""
    import django

    django.setup()
    from talkingpiece.config.startup import refuse_unless_safe

    refuse_unless_safe()


if __name__ == "__main__":
    main()
