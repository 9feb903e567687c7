"""How a message leaves: by e-mail, or into a file where nobody is real. There is no provider for texts."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage

from talkingpiece.people.states import Channel


@dataclass(frozen=True)
class Outgoing:
    message_id: str
    channel: str
    address: str
    subject: str
    body: str


class Port(Protocol):
    def send(self, out: Outgoing) -> None:
        """Any exception leaves in doubt whether the message went out."""


class Email:
    def send(self, out: Outgoing) -> None:
        EmailMessage(
            subject=out.subject,
            body=out.body,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[out.address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send(fail_silently=False)


@dataclass(frozen=True)
class FileOutbox:
    """One file per message, readable by the service alone; its name says nothing."""

    folder: Path

    def send(self, out: Outgoing) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.folder / f"{out.message_id}.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(asdict(out), file, ensure_ascii=False, indent=1)


def port_for(channel: str) -> Port | None:
    """None: somebody has to send it by hand."""
    if settings.TP_MODE in {"demo", "test", "development"}:
        return FileOutbox(Path(settings.TP_OUTBOX))
    return Email() if channel == Channel.EMAIL else None
