"""`talkingpiece events send`: what waits for agencies' systems, now and not by the minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from talkingpiece.core.access import AccessRule
from talkingpiece.outbox.sending import dispatch


class Command(BaseCommand):
    access_rule = AccessRule(
        "", "whoever runs the host sends what waits; each is checked as it is sent; prints a number"
    )
    help = "Send what is due to agencies' systems. May be killed at any moment, and run beside another."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        act.add_parser("send", help="until nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{dispatch()} were tried.")
