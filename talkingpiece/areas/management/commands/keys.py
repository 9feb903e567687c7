"""`talkingpiece keys rotate [--area SLUG]` and `talkingpiece keys rotate --root`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from talkingpiece.areas.models import Area
from talkingpiece.areas.services import StillInUse, rotate_keys, rotate_root_key
from talkingpiece.core.access import AccessRule


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever runs the host changes the keys; opens no row")
    help = "Change the keys that wrap other keys, while the service runs. Stopped anywhere: run it again."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        rotate = act.add_parser("rotate", help="a new key in place of the one that wraps all others")
        which = rotate.add_mutually_exclusive_group()
        which.add_argument("--area", metavar="SLUG", help="the wrapping key of one area; without it, of each")
        which.add_argument("--root", action="store_true", help="the root key, in its file")
        rotate.add_argument("--batch", type=int, default=200, metavar="N", help="data keys in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["root"]:
                count = sum(rotate_root_key())
                self.stdout.write(f"A new root key; {count} keys of areas are sealed by it, and the old one is gone.")
            else:
                self._rotate(options["area"], options["batch"])
        except StillInUse:
            raise CommandError(
                "Everything opens, but the old key is still in use by somebody and was kept. Run this again."
            ) from None

    def _rotate(self, slug: str | None, batch: int) -> None:
        areas = list(Area.objects.filter(slug=slug) if slug else Area.objects.order_by("name"))
        if not areas:
            raise CommandError(f"There is no area {slug!r}." if slug else "There is no area.")
        for area in areas:
            count = sum(rotate_keys(area=area, batch=batch))
            self.stdout.write(f"{area.name}: {count} data keys wrapped by the new key, and the old one is destroyed.")
