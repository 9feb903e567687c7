"""The typeface of everything that is printed. Nothing of the machine's own is used: a letter looks alike everywhere."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

FAMILY = "Atkinson Hyperlegible"
FACES = ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic")


def folder() -> Path:
    return Path(settings.TP_PRINT_FONTS)


def missing_faces() -> list[str]:
    names = [f"AtkinsonHyperlegible_{face}.ttf" for face in FACES]
    return [name for name in names if not (folder() / name).is_file()]
