from __future__ import annotations

import base64

from django.http import HttpResponse

from talkingpiece.documents.payloads import Paper
from talkingpiece.documents.render import Print, pages, pdf


def pdf_response(paper: Paper, file_name: str, style: Print = Print.NORMAL) -> HttpResponse:
    """`file_name` is seen by whoever finds the file: it says nothing of us."""
    return HttpResponse(
        pdf(paper, style),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{file_name}"', "Cache-Control": "no-store"},
    )


def page_pictures(paper: Paper, style: Print = Print.NORMAL) -> list[str]:
    """Each page as an address that an <img> can show without asking for anything."""
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages(paper, style)]
