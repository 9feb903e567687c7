"""`python -m talkingpiece …` and the console script: Django's management commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkingpiece.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["talkingpiece", *sys.argv[1:]])


if __name__ == "__main__":
    main()
