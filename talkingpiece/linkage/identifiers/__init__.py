"""Identifiers by country: parsed, brought into one form, held to their check letter, and never guessed.

`parse` always answers. A value that is none of its kind has an empty canonical form and a reason; what was written
stays beside it, so that nothing that an agency sent is lost. What may be written only in order to have something
written (dummies, placeholders) is no evidence: `evidence` is empty for it.
"""

from __future__ import annotations

from talkingpiece.linkage.identifiers.found import Identified, Why
from talkingpiece.linkage.identifiers.registry import CHECKED, countries, kinds, parse

__all__ = ["CHECKED", "Identified", "Why", "countries", "kinds", "parse"]
