"""What the door of the practice service says of each person whom one can be. Empty in a real service."""

from __future__ import annotations

# By e-mail address; filled by the room that invents these people.
LINES: dict[str, str] = {}
