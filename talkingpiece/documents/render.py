"""Draws a paper: a tagged PDF, pictures of its pages, or its words. The same paper is the same bytes, everywhere."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.documents import fonts
from talkingpiece.documents.payloads import Paper

TEMPLATES = Path(__file__).parent / "print"
_DOTS_PER_INCH = 80.0


class Print(StrEnum):
    NORMAL = "normal"
    LARGE = "large"  # 18 points, wider spaces, nothing side by side


PRINTS = ((Print.NORMAL.value, gettext_lazy("Normal print")), (Print.LARGE.value, gettext_lazy("Large print")))


def pdf(paper: Paper, style: Print = Print.NORMAL) -> bytes:
    """Tagged (PDF/UA-1), with neither author nor time nor place in it. Raises TypstError if it cannot be."""
    return _compiled(paper, style, format="pdf", pdf_standards="ua-1")[0]


def pages(paper: Paper, style: Print = Print.NORMAL) -> list[bytes]:
    """Each page as a PNG, of the same source as the PDF."""
    return _compiled(paper, style, format="png", ppi=_DOTS_PER_INCH)


def fingerprint(file: bytes) -> str:
    return hashlib.sha256(file).hexdigest()


def _compiled(paper: Paper, style: Print, **how: Any) -> list[bytes]:
    data = {
        "paper": paper.model_dump(mode="json"),
        "large": style is Print.LARGE,
        "font": fonts.FAMILY,
        # Whole sentences: a translation may put the numbers anywhere.
        "page": _("Page {number} of {total}"),
    }
    made = typst.compile(
        str(TEMPLATES / f"{paper.TEMPLATE}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(str(fonts.folder())),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        **how,
    )
    return made if isinstance(made, list) else [made]


@lru_cache(maxsize=2)
def _fonts(folder: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
