"""`python -m talkingpiece …` and the console script: Django's management commands."""

import os
import sys
from importlib import import_module

# Commands from files to files: they need no database and no service that is set up.
_ON_FILES = {"allocate": "talkingpiece.staffing.management.commands.allocate"}


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in _ON_FILES:
        _run_on_files(sys.argv[1])
        return
    if sys.argv[1:2] == ["identify"]:
        # Files in, files out: neither a database nor a configured service.
        from talkingpiece.linkage.command import main as identify

        sys.exit(identify(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talkingpiece.config.settings")
    from django.core.management import execute_from_command_line

    if sys.argv[1:3] == ["procrastinate", "worker"]:
        _refuse_unless_safe()
    execute_from_command_line(["talkingpiece", *sys.argv[1:]])


def _run_on_files(name: str) -> None:
    from django.conf import settings

    settings.configure(USE_I18N=False)
    import_module(_ON_FILES[name]).Command().run_from_argv(["talkingpiece", *sys.argv[1:]])


def _refuse_unless_safe() -> None:
    """A worker answers no request, and is no less dangerous with the wrong role or key."""
    import django

    django.setup()
    from talkingpiece.config.startup import refuse_unless_safe

    refuse_unless_safe()


if __name__ == "__main__":
    main()
