"""`demo ensure`: the practice service with its stories. `demo fill`: some fifty generated cases beside them.
`demo play`: what happens to an offender, as prison and probation would tell it. `demo scan`: a stand-in for the
virus scanner, until it is stopped; `demo receive`: one for the case system of an agency."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from talkingpiece.core import clock
from talkingpiece.core.access import AccessRule
from talkingpiece.demo.crowd import fill
from talkingpiece.demo.making import NotHere, ensure, refuse_in_a_real_service
from talkingpiece.demo.receiving import CaseSystem, secrets_of
from talkingpiece.demo.ridgeway import find
from talkingpiece.demo.scanner import Scanner
from talkingpiece.demo.upstream import SCENARIOS, Upstream, play
from talkingpiece.protection.context import show_areas


class Command(BaseCommand):
    access_rule = AccessRule("", "fills the practice service with invented people; refuses in a real one")
    help = "Make the invented area of the practice service. Each act does only what is not there yet."
    requires_system_checks = ()  # it serves no page, and the demo waits for it

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_subparsers(dest="act", required=True)
        act.add_parser("ensure", help="the area, its people, and the stories written by hand")
        more = act.add_parser("fill", help="generated cases beside them, from a fixed seed")
        act.add_parser("scan", help="answer as clamd does, at TP_CLAMD")
        act.add_parser("receive", help="take in what is sent to the case system of probation, and print its kind")
        play = act.add_parser("play", help="what the systems of prison and probation would send about one person")
        play.add_argument("scenario", choices=sorted(SCENARIOS))
        play.add_argument("--prison-no", required=True, help="the prison number of an invented person of the demo")
        more.add_argument("--cases", type=int, default=fill.ALL, help=f"how many of them, at most {fill.ALL}")

    def _scan(self) -> None:
        if settings.TP_MODE == "production":
            raise CommandError("A real service asks a real scanner.")
        with Scanner(Path(settings.TP_CLAMD.removeprefix("unix:"))) as scanner:
            scanner.serve_forever()

    def _receive(self) -> None:
        refuse_in_a_real_service()
        with transaction.atomic():
            ridgeway = find()
            if ridgeway is None:
                raise NotHere("There is no demo yet: `demo ensure` makes it.")
            show_areas([ridgeway.area.pk])
            secrets = secrets_of(ridgeway)
        try:
            system = CaseSystem(secrets, said=self.stdout.write)
        except OSError as error:
            raise CommandError(f"The case system cannot listen: {error.strerror}. What is sent to it waits.") from error
        with system:
            system.serve_forever()

    def _play(self, scenario: str, prison_no: str) -> None:
        refuse_in_a_real_service()
        with transaction.atomic():
            ridgeway = find()
            if ridgeway is None:
                raise NotHere("There is no demo yet: `demo ensure` makes it.")
            now, area_id = clock.now(), ridgeway.area.pk
            show_areas([area_id])
            messages = SCENARIOS[scenario](Upstream(prison_no), now - timedelta(hours=2))
            play(messages, area_id=area_id, at=now)
        self.stdout.write("Played. Nobody is told whether there is such a person.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "scan":
            self._scan()
            return
        try:
            if options["act"] == "receive":
                self._receive()
                return
            if options["act"] == "play":
                self._play(options["scenario"], options["prison_no"])
                return
            if options["act"] == "ensure":
                made = ensure(clock.now())
                self.stdout.write("The demo was made." if made else "The demo is there.")
            else:
                made_now = fill.fill(clock.now(), cases=options["cases"])
                self.stdout.write(f"{made_now} generated cases were added.")
        except NotHere as refusal:
            raise CommandError(str(refusal)) from refusal
