"""`talkingpiece audit verify [--anchors DIR]` and `talkingpiece audit anchor --to DIR`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from talkingpiece.audit import chain
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule
from talkingpiece.protection.context import area_context


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever runs the host verifies the trail; prints numbers and hashes")
    help = "Verify the trail, or copy its heads to a place that this host cannot overwrite."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        verify = act.add_parser("verify", help="walk every chain; exit 1 and name the first bad entry")
        verify.add_argument("--anchors", type=Path, default=None, metavar="DIR")
        anchor = act.add_parser("anchor", help="write the head of every chain into DIR")
        anchor.add_argument("--to", type=Path, required=True, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            areas = _areas()
            with area_context(areas):
                if options["act"] == "verify":
                    self._verify(areas, options["anchors"])
                else:
                    self._anchor(areas, options["to"])

    def _verify(self, areas: list[UUID], anchors: Path | None) -> None:
        faults = 0
        for area_id in areas:
            found = chain.verify_area(area_id, anchors)
            if found.fault:
                faults += 1
                self.stdout.write(f"{area_id}: BROKEN at entry {found.fault.seq}: {found.fault.what}")
            else:
                self.stdout.write(f"{area_id}: {found.entries} entries, whole, head {found.head[:16]}")
        if faults:
            sys.exit(1)

    def _anchor(self, areas: list[UUID], folder: Path) -> None:
        stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
        for area_id in areas:
            path = chain.write_anchor(area_id, folder, stamp)
            if path:
                self.stdout.write(str(path))


def _areas() -> list[UUID]:
    # By table name: the rooms above are not this one's to import.
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM areas_area ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
