from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from talkingpiece.training.loading import PACK, problems


def pack_is_whole(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Every module of the pack can be read, and says all that it must."""
    return [
        Error(f"{one.file.relative_to(PACK.parent)}:{one.line}: {one.words}", id="training.E001")
        for one in problems(PACK)
    ]
