"""Beside a form in which somebody is entered: who of the people known may be meant, to be chosen or passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from talkingpiece.accounts.models import User
from talkingpiece.cases.doors import url
from talkingpiece.cases.knowing import SHOWN, As, Known, chosen, look
from talkingpiece.cases.models import Case

# In what two records agree, the plainest first; a sound is said only where the spelling differs.
_AGREEMENTS = (
    "reference", "phone", "email", "prison_no", "crn", "name", "sound", "birth_date", "birth_near", "postcode",
)  # fmt: skip


@dataclass(frozen=True)
class KnownCase:
    reference: str
    state: str
    url: str


@dataclass(frozen=True)
class KnownRow:
    value: str
    name: str
    agrees: str
    cases: tuple[KnownCase, ...]
    checked: bool


@dataclass(frozen=True)
class KnownPanel:
    """`fields`: those of the form by which somebody is looked for. `name`: under which the answer is posted.
    `page`: marks one page that is being typed on, for the trail."""

    part: As
    area_id: UUID
    fields: tuple[str, ...]
    name: str = "same_person"
    page: str = ""
    words: str = ""
    rows: tuple[KnownRow, ...] = ()
    more: bool = False
    looked: bool = False
    nobody: bool = True  # no row is chosen


def known_panel(
    user: User,
    area_id: UUID,
    part: As,
    data: QueryDict | None = None,
    *,
    fields: Iterable[str],
    name: str = "same_person",
    looks: bool = False,
    held: str = "",
) -> KnownPanel:
    """`data`: what was typed so far. `held`: the id of whoever was chosen before, where the page does not say."""
    data = data if data is not None else QueryDict()
    fields, own = tuple(fields), data.get(_of(name, "words"), "")[:300]
    page = _page(data.get(_of(name, "page"), ""))
    found = look(user, area_id, own or words_in(data, fields), part, page=page) if looks else []
    picked = str(data.get(name, held))
    if picked and not any(str(one.person.pk) == picked for one in found):
        kept = chosen(user, area_id, picked, part)
        found = [kept, *found] if kept else found
    rows = tuple(_row(one, picked) for one in found[:SHOWN])
    return KnownPanel(
        part, area_id, fields, name, page, own, rows, len(found) > SHOWN, looks, not any(row.checked for row in rows)
    )


def words_in(data: QueryDict, fields: Iterable[str]) -> str:
    """What stands in these fields of a form, one after the other; a date in its parts is one word."""
    found = []
    for name in fields:
        day = [data.get(f"{name}_{part}", "").strip() for part in ("day", "month", "year")]
        found += data.getlist(name) if name in data else [".".join(day)] if all(day) else []
    return " ".join(one.strip() for one in found if one.strip())


def agreement(agrees: frozenset[str]) -> str:
    """ "same telephone number; name sounds alike". Never a score."""
    kinds = agrees - {"sound"} if "name" in agrees else agrees
    words = {
        "reference": _("the reference of their case"),
        "phone": _("same telephone number"),
        "email": _("same email address"),
        "prison_no": _("same prison number"),
        "crn": _("same probation number"),
        "name": _("same name"),
        "sound": _("name sounds alike"),
        "birth_date": _("same date of birth"),
        "birth_near": _("nearly the same date of birth"),
        "postcode": _("same postcode"),
    }
    return "; ".join(words[kind] for kind in _AGREEMENTS if kind in kinds)


def _of(name: str, what: str) -> str:
    return f"{name}_{what}"


def _page(posted: str) -> str:
    try:
        return str(UUID(posted))
    except ValueError:
        return str(uuid4())


def _row(one: Known, picked: str) -> KnownRow:
    value = str(one.person.pk)
    return KnownRow(value, one.person.name, agreement(one.agrees), tuple(map(_case, one.cases)), value == picked)


def _case(case: Case) -> KnownCase:
    state = _("open") if case.is_open else _("ended")
    return KnownCase(case.reference, state, url("casefile:case", case.reference))
