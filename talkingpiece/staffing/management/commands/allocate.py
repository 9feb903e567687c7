"""`talkingpiece allocate --instance I.json --out S.json --time-limit S`: the best joint plan of a file. No database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from talkingpiece.core.access import AccessRule
from talkingpiece.staffing.allocation.files import BadInstance, allocate, read_instance, write
from talkingpiece.staffing.allocation.quietly import quietly


class Command(BaseCommand):
    help = "Finds the best joint plan of who takes which case, with its distance from the best that could be."
    access_rule = AccessRule("", "whoever has the file reads it; asks no database")
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--instance", required=True, type=Path, metavar="I.json")
        parser.add_argument("--out", required=True, type=Path, metavar="S.json")
        parser.add_argument("--time-limit", type=float, default=60.0, metavar="S", help="seconds, for all of it")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["time_limit"] <= 0:
            raise CommandError("--time-limit: more than no time at all, please")
        try:
            instance = read_instance(options["instance"])
        except BadInstance as wrong:
            raise CommandError(str(wrong)) from None
        with quietly():
            found = allocate(instance, seconds=options["time_limit"])
        try:
            write(found, options["out"])
        except OSError as wrong:
            raise CommandError(f"{options['out']}: {wrong.strerror}") from None
        placed = sum(line["lead"] is not None for line in found["cases"])
        share = found["objective"] / found["bound"] if found["bound"] else 1.0
        self.stdout.write(
            f"{placed} of {len(found['cases'])} cases placed; {found['objective']:.0f}, {share:.4f} of the bound"
            f"{' (proven: nothing better exists)' if found['proven'] else ''}; {found['seconds']:.1f} s"
        )
