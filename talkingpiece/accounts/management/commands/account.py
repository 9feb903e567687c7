"""`talkingpiece account first --email … --name … --area …`: the people with whom a service begins."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse

from talkingpiece.accounts.acts import Act
from talkingpiece.accounts.models import User
from talkingpiece.accounts.queries import able_to
from talkingpiece.accounts.roles import Role
from talkingpiece.accounts.services import give_role, invite
from talkingpiece.areas.models import Area
from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule
from talkingpiece.protection.context import area_context


class Command(BaseCommand):
    access_rule = AccessRule("", "whoever runs the host makes the first people of an area; after two it makes nobody")
    help = "Make a first scheme manager of an area, and print the link by which they begin."

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        first = act.add_parser("first", help="refused once two people can agree to roles: then it is up to them")
        first.add_argument("--email", required=True)
        first.add_argument("--name", required=True)
        first.add_argument("--area", required=True, metavar="SLUG")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        area = Area.objects.select_for_update(no_key=True).filter(slug=options["area"]).first()
        if area is None:
            raise CommandError(f"There is no area {options['area']}.")
        if User.objects.filter(email__iexact=options["email"]).exists():
            raise CommandError("Somebody has an account with that address already.")
        now = clock.now()
        with area_context([area.pk]):
            if len(able_to(area.pk, Act.ACCOUNT_APPROVE, now)) >= 2:
                raise CommandError("Two people of this area can agree to roles: it is up to them, on People and roles.")
            user, token = invite(
                email=options["email"].lower(), name=options["name"], job="", area=area, by=None, at=now
            )
            give_role(user=user, area=area, role=Role.SCHEME_MANAGER, by=None, at=now)
        host = settings.ALLOWED_HOSTS[0]
        self.stdout.write(f"Hand this to {user.name}. It works once, within two days:")
        self.stdout.write(f"https://{host}{reverse('begin', args=[token])}")
