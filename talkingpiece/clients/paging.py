"""What comes in, word for word; and lists in pages, in an order that what comes later does not change: by a moment and
an id. The cursor says after which row to go on; it is signed, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypeVar

from django.core import signing
from django.http import HttpRequest
from ninja import Schema
from pydantic import ConfigDict, Field

from talkingpiece.clients.models import Client
from talkingpiece.clients.problems import Fault, Problem

T = TypeVar("T")
MOST = 100


# As texts: whether there is such a day is for the form to say, at its place.
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Clock = Annotated[str, Field(pattern=r"^[0-9]{2}:[0-9]{2}$", description="Hours and minutes.")]


def client_of(request: HttpRequest) -> Client:
    """The system that `ByClient` let in."""
    client: Client = request.auth  # type: ignore[attr-defined]
    return client


class Strict(Schema):
    """What comes in: a name that we do not know is an error, and not let by."""

    model_config = ConfigDict(extra="forbid")


class PageAsked(Strict):
    cursor: str = Field("", max_length=500, description="As `next` of the page before said it; empty for the first.")
    limit: int = Field(50, ge=1, le=MOST, description="How many on a page.")


def page_of(
    rows: Iterable[T], asked: PageAsked, *, request: HttpRequest, of: str, key: Callable[[T], tuple[str, str]]
) -> tuple[list[T], str | None]:
    """The rows of this page, and the cursor of the next, if there is one. Raises Problem for a wrong cursor."""
    only_known(request)
    salt = f"{of} {client_of(request).pk}"
    after = _read(asked.cursor, salt) if asked.cursor else None
    left = sorted((row for row in rows if after is None or key(row) > after), key=key)
    page = left[: asked.limit]
    more = len(left) > len(page)
    return page, signing.dumps(list(key(page[-1])), salt=salt, compress=True) if more else None


def only_known(request: HttpRequest) -> None:
    """Raises Problem for a parameter that a list does not know."""
    if strange := set(request.GET) - set(PageAsked.model_fields):
        raise Problem("invalid", faults=[Fault("is not known here", parameter=name) for name in sorted(strange)])


def _read(cursor: str, salt: str) -> tuple[str, str]:
    try:
        found: Any = signing.loads(cursor, salt=salt)
        moment, pk = found
    except (signing.BadSignature, ValueError, TypeError):
        raise Problem("bad_cursor", faults=[Fault("Begin again without one.", parameter="cursor")]) from None
    return moment, pk
