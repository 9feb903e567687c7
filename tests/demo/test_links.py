"""Whoever one is in the demo, no page that a page leads to breaks."""

import html
import re
from collections import Counter

import pytest
from django.urls import reverse

from talkingpiece.accounts.models import User

LINK = re.compile(r'href="(/staff/[^"#]*)')
WHICH = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|RDG-[\w-]+")

FIRST_PAGE = {
    **dict.fromkeys(("Priya", "Owen", "Daniel", "Ruth", "Amina", "Siân"), "casefile:my_work"),
    **dict.fromkeys(("Tom", "Leila"), "information_sharing:requests"),
    **dict.fromkeys(("Hanna", "Graham"), "referrals:made"),
    "Ngozi": "casefile:overview",
    "Isla": "evaluation:quarter",
    "Marit": "casefile:emergencies",
}


@pytest.mark.nightly
@pytest.mark.parametrize("first_name", list(FIRST_PAGE))
def test_no_page_that_can_be_reached_breaks(demo, sign_in, first_name: str) -> None:
    client = sign_in(User.objects.get(name__startswith=first_name))
    ahead = [reverse(FIRST_PAGE[first_name])]
    seen: set[str] = set()
    alike: Counter[str] = Counter()

    while ahead:
        url = ahead.pop()
        kind = WHICH.sub("*", url.split("?")[0])
        if url in seen or alike[kind] >= 3:
            continue
        seen.add(url)
        alike[kind] += 1
        answer = client.get(url)
        assert answer.status_code < 500, url
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            ahead += [
                html.unescape(found) for found in LINK.findall(answer.content.decode()) if "sign-out" not in found
            ]

    assert len(alike) > (20 if FIRST_PAGE[first_name] == "casefile:my_work" else 1)
