"""`talkingpiece openapi`: the description of the interface for systems of agencies, as docs/api holds it."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string

from talkingpiece.core.access import AccessRule


class Command(BaseCommand):
    access_rule = AccessRule("", "prints what the interface looks like; opens nothing")
    help = "Print the OpenAPI description of the interface for systems of agencies."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        schema = import_string(settings.TP_API).get_openapi_schema()
        self.stdout.write(json.dumps(schema, indent=2, ensure_ascii=False, default=str))
