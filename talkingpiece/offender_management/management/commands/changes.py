"""`talkingpiece changes import FILE --area SLUG`: what changed for offenders, from a table or from lines of events."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from talkingpiece.areas.queries import area_named
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule
from talkingpiece.offender_management.change_files import COLUMNS, Refused, bring_changes
from talkingpiece.protection.context import area_context


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever runs the host brings in a file; prints how many rows, never of whom")
    help = "Take in what changed for offenders. All rows or none; the same file twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        bring = act.add_parser("import", help=f"CSV with the columns {', '.join(COLUMNS)}; or one event in each line")
        bring.add_argument("file", type=Path)
        bring.add_argument("--area", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        area = area_named(options["area"])
        if area is None:
            raise CommandError("There is no such area.", returncode=2)
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.", returncode=2) from error
        try:
            with transaction.atomic(), area_context([area.pk]):
                count = bring_changes(content, area_id=area.pk, by=None, at=clock.now())
        except Refused as refused:
            for one in refused.errors:
                self.stderr.write(f"line {one.line}: {one.what}")
            self.stderr.write("Nothing was taken in.")
            sys.exit(1)
        self.stdout.write(f"{count} rows were read.")
