"""`talkingpiece doors grant`: what each door's database role may do. Run by the owner of the tables after `migrate`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from talkingpiece.core.access import AccessRule
from talkingpiece.protection.doors import grants


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever owns the tables says what the public door may do with them")
    help = "Give the public door's role its rights, and take from it all others."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        grant = act.add_parser("grant", help="to the role in TP_PUBLIC_ROLE")
        grant.add_argument("--if-there", action="store_true", help="do nothing where the role does not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.TP_PUBLIC_ROLE
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            if cursor.fetchone() is None:
                if options["if_there"]:
                    return
                raise CommandError(
                    f"There is no role {role}. Create it, with LOGIN and nothing else, and run this again."
                )
            for statement in grants(connection.ops.quote_name(role).strip('"')):
                cursor.execute(statement)
        self.stdout.write(f"{role} may do what the public door needs, and nothing else.")
