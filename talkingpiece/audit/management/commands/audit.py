"""`talkingpiece audit verify [--anchors DIR] [--rows]` and `talkingpiece audit anchor [--to DIR]`."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from talkingpiece.audit.anchors import areas_anchored, write_anchor
from talkingpiece.audit.chain import verify_area
from talkingpiece.audit.queries import all_areas
from talkingpiece.audit.rows import verify_rows
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule
from talkingpiece.protection.context import area_context

_NAMED = 20  # rows a chain; all of a table that was emptied would hide the next one


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever runs the host verifies the trail; prints numbers and hashes")
    help = (
        "Verify the trail, or copy its heads to a place that this host cannot overwrite. "
        "Exit code 0: whole; 1: tampered with, and the first bad entry of each area named; 2: it could not be verified."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        verify = act.add_parser("verify", help="walk every chain; exit 1 and name the first bad entry")
        verify.add_argument(
            "--anchors", type=Path, default=None, metavar="DIR", help="the copied heads; read, not kept"
        )
        verify.add_argument("--rows", action="store_true", help="compare each row with its last entry, too")
        anchor = act.add_parser("anchor", help="write the head of every chain into DIR")
        anchor.add_argument("--to", type=Path, default=None, metavar="DIR", help="default: TP_ANCHORS")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "anchor":
            self._anchor(options["to"] or Path(settings.TP_ANCHORS))
            return
        if options["anchors"] and not options["anchors"].is_dir():
            raise CommandError(f"There is no folder {options['anchors']}.", returncode=2)
        with transaction.atomic(), connection.cursor() as cursor:
            # One state throughout: the service may go on writing meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            areas = all_areas()
            with area_context(areas):
                whole = [self._verify(area_id, **_told(options)) for area_id in areas]
            whole.append(self._all_there(areas, options["anchors"]))
        if not all(whole):
            sys.exit(1)

    def _verify(self, area_id: UUID, anchors: Path | None, rows: bool) -> bool:
        found = verify_area(area_id, anchors)
        if found.fault:
            self.stdout.write(f"{area_id}: BROKEN at entry {found.fault.seq}: {found.fault.what}")
        else:
            self.stdout.write(f"{area_id}: {found.entries} entries, whole, head {found.head[:16]}")
        changed = list(islice(verify_rows(area_id), _NAMED)) if rows else []
        for fault in changed:
            self.stdout.write(f"{area_id}: ROW {fault.row_id} of {fault.table} {fault.what}")
        return not found.fault and not changed

    def _all_there(self, areas: list[UUID], anchors: Path | None) -> bool:
        gone = areas_anchored(anchors) - set(areas) if anchors else set()
        for area_id in sorted(gone):
            self.stdout.write(f"{area_id}: BROKEN: it was anchored, and is no longer there")
        return not gone

    def _anchor(self, folder: Path) -> None:
        for area_id in all_areas():
            with transaction.atomic(), area_context([area_id]):
                path = write_anchor(area_id=area_id, folder=folder, at=clock.now())
            if path:
                self.stdout.write(str(path))


def _told(options: dict[str, Any]) -> dict[str, Any]:
    return {"anchors": options["anchors"], "rows": options["rows"]}
