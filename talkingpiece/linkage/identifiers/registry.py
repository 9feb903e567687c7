"""Which identifiers each country has. A country is added here, and where python-stdnum knows its number, by a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from stdnum import exceptions, get_cc_module

from talkingpiece.linkage.identifiers import england_and_wales as ew
from talkingpiece.linkage.identifiers import places
from talkingpiece.linkage.identifiers.found import Identified, Why

Parser = Callable[[str], Identified]

# Kinds that name a person, and that can be held to a check letter or digit: the strongest evidence there is.
CHECKED = frozenset({"pnc", "cro", "nhs", "national_id"})


def _standard_number(kind: str, country: str, name: str) -> Parser:
    module: Any = get_cc_module(country, name)

    def parser(raw: str) -> Identified:
        if not raw.strip():
            return Identified(kind, raw, reason=Why.EMPTY)
        try:
            found = str(module.validate(raw))
        except exceptions.InvalidChecksum:
            return Identified(kind, raw, shaped=str(module.compact(raw)), reason=Why.CHECK)
        except exceptions.ValidationError:
            return Identified(kind, raw, reason=Why.SHAPE)
        return Identified(kind, raw, found, found)

    return parser


# The number by which a state knows its people, as python-stdnum names it.
_NATIONAL = {"ES": "dni", "PT": "nif", "IE": "pps", "IT": "codicefiscale", "NL": "bsn", "BE": "nn", "EE": "ik",
             "HR": "oib", "PL": "pesel", "DK": "cpr", "FI": "hetu", "SE": "personnummer", "FR": "nir",
             "DE": "idnr"}  # fmt: skip


def _of(country: str) -> Mapping[str, Parser]:
    everywhere: dict[str, Parser] = {
        "postcode": lambda raw: places.postcode(raw, country),
        "phone": lambda raw: places.phone(raw, country),
        "email": places.email,
    }
    if country == "GB":
        everywhere |= {
            "pnc": ew.pnc,
            "cro": ew.cro,
            "asn": ew.asn,
            "prison_no": ew.prison_no,
            "crn": ew.crn,
            "pti_urn": ew.pti_urn,
            "nhs": _standard_number("nhs", "gb", "nhs"),
        }
    elif country in _NATIONAL:
        everywhere["national_id"] = _standard_number("national_id", country.lower(), _NATIONAL[country])
    return MappingProxyType(everywhere)


_COUNTRIES: dict[str, Mapping[str, Parser]] = {country: _of(country) for country in ("GB", *_NATIONAL)}


def countries() -> list[str]:
    return sorted(_COUNTRIES)


def kinds(country: str = "GB") -> list[str]:
    return sorted(_COUNTRIES.get(country) or _of(country))


def parse(kind: str, raw: str | None, country: str = "GB") -> Identified:
    """Never raises for anything that can be written; a kind that the country does not have is a mistake of ours."""
    parsers = _COUNTRIES.get(country) or _of(country)
    if kind not in parsers:
        raise LookupError(f"{country} has no identifier {kind!r}; it has {', '.join(sorted(parsers))}.")
    return parsers[kind](raw or "")
