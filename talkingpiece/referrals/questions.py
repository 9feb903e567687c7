"""The questions of the self-referral, one to a page, in their order."""

from __future__ import annotations

QUESTIONS: tuple[str, ...] = (
    "name",
    "contact",
    "safe-now",
    "keep-from",
    "what-happened",
    "other-person",
    "how-far",
    "hopes",
    "help",
)
# Without these nothing can be sent.
NEEDED = ("name", "contact")


def before(slug: str) -> str | None:
    at = QUESTIONS.index(slug)
    return QUESTIONS[at - 1] if at else None


def after(slug: str) -> str | None:
    at = QUESTIONS.index(slug) + 1
    return QUESTIONS[at] if at < len(QUESTIONS) else None
