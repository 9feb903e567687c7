from __future__ import annotations

from typing import ClassVar

from talkingpiece.areas.profile import Section


class Reporting(Section):
    """What is told of preparation, and when a report is owed ([D])."""

    KEY: ClassVar[str] = "offender_management"
    # Where each band of preparation begins: how many talks there were is told no more exactly than this.
    bands: tuple[int, ...] = (1, 3, 6)
    owed_after_days: int = 14
    # Nobody waits for a report on something that ended longer ago.
    forgotten_after_days: int = 180
    # Whether offender managers get an e-mail on a working day on which something new waits for them.
    digest: bool = True
