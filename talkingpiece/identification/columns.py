"""Every column that an extract may have, once: what it is called, how it is read, and which agreement must cover it.

What is not named here is dropped before anything is stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from talkingpiece.agreements.states import Category
from talkingpiece.cases.states import OffenceCategory, SentenceType
from talkingpiece.documents.lists import cells
from talkingpiece.documents.lists.columns import Column, Text
from talkingpiece.documents.lists.reading import Limits
from talkingpiece.identification.states import (
    Ethnicity,
    Proceedings,
    Responsibility,
    Scheme,
    Sex,
    Source,
    Victim,
    Wish,
)
from talkingpiece.linkage import standardise

# A list of one area for a quarter or a year. Larger ones are linked outside, by `talkingpiece identify link`.
LIMITS = Limits(most_bytes=8_000_000, rows=20_000, tallest=40_000, parquet=True)


@dataclass(frozen=True)
class Taken(Column):
    """A column of an extract. `category`: what the agreement must let the agency send; None for the victim's own."""

    category: Category | None = None


def _flags(text: str) -> list[str]:
    """Registration codes as probation writes them, in one form."""
    return sorted(set(re.findall(r"[A-Z]{3,5}", text.upper())))


def _name(most: int = 120) -> Callable[[str], str]:
    read = cells.words(most)

    def name(text: str) -> str:
        if not standardise.name_parts(text):
            raise cells.Mend(_t("Write a name, in letters."))
        return str(read(text))

    return name


_OFFENCES: dict[str, str] = {
    "burglary": OffenceCategory.BURGLARY,
    "robbery": OffenceCategory.ROBBERY,
    "violence": OffenceCategory.VIOLENCE,
    "assault": OffenceCategory.VIOLENCE,
    "wounding": OffenceCategory.VIOLENCE,
    "gbh": OffenceCategory.VIOLENCE,
    "abh": OffenceCategory.VIOLENCE,
    "theft": OffenceCategory.FRAUD,
    "fraud": OffenceCategory.FRAUD,
    "vehicle": OffenceCategory.FRAUD,
    "arson": OffenceCategory.DAMAGE,
    "criminal damage": OffenceCategory.DAMAGE,
    "driving": OffenceCategory.DRIVING,
    "murder": OffenceCategory.HOMICIDE,
    "manslaughter": OffenceCategory.HOMICIDE,
    "homicide": OffenceCategory.HOMICIDE,
    "sexual": OffenceCategory.SEXUAL,
    "rape": OffenceCategory.SEXUAL,
    "domestic": OffenceCategory.DOMESTIC,
    "harassment": OffenceCategory.STALKING,
    "stalking": OffenceCategory.STALKING,
    "hate": OffenceCategory.HATE,
}


_known_offence = cells.choice(OffenceCategory.choices, _OFFENCES)


def _offence(text: str) -> str:
    """The kind of offence; one that we have no word for is another offence, and never a reason to mend a row."""
    try:
        return str(_known_offence(text))
    except cells.Mend:
        said = standardise.plain(text)
        return next((kind for word, kind in _OFFENCES.items() if word in said), OffenceCategory.OTHER.value)


def _column(
    key: str,
    header: Text,
    read: cells.Read,
    example: str,
    *synonyms: str,
    explains: Text = "",
    allowed: Iterable[tuple[str, Text]] = (),
    category: Category | None = None,
) -> Taken:
    return Taken(key, header, read, example, explains, synonyms, allowed=tuple(allowed), category=category)


COLUMNS: tuple[Taken, ...] = (
    _column(
        "reference",
        _("Their reference"),
        cells.words(60),
        "L-0417",
        "reference",
        "ref",
        "record id",
        "row id",
        "id",
        explains=_("By it they find the row again. Not a crime reference."),
    ),
    _column(
        "victim",
        _("Victim: full name"),
        _name(),
        "Rosa Example",
        "victim",
        "victim name",
        "victim full name",
        "name of victim",
        "name",
        "aggrieved",
        "aggrieved name",
        "full name",
    ),
    _column(
        "victim_first",
        _("Victim: first names"),
        _name(),
        "Rosa",
        "victim forename",
        "victim first name",
        "victim forenames",
        "forename",
        "forenames",
        "first name",
        "given name",
    ),
    _column(
        "victim_last",
        _("Victim: last name"),
        _name(),
        "Example",
        "victim surname",
        "victim last name",
        "surname",
        "last name",
        "family name",
    ),
    _column(
        "victim_birth_date",
        _("Victim: date of birth"),
        cells.past_day,
        "14/02/1981",
        "victim dob",
        "victim date of birth",
        "date of birth",
        "dob",
        "birth date",
    ),
    _column(
        "victim_as",
        _("Victim: who was harmed"),
        cells.choice(
            Victim.choices,
            {
                "individual": "person",
                "business": "organisation",
                "company": "organisation",
                "corporate": "organisation",
                "dead": "deceased",
            },
        ),
        "A person",
        "victim type",
        "type of victim",
        "victim kind",
        allowed=Victim.choices,
    ),
    _column(
        "victim_phone",
        _("Victim: phone"),
        cells.phone,
        "01632 960 040",
        "victim phone",
        "victim mobile",
        "phone",
        "telephone",
        "mobile",
        "contact number",
        "phone number",
    ),
    _column(
        "victim_email",
        _("Victim: email"),
        cells.email,
        "rosa@example.org",
        "victim email",
        "email",
        "e mail",
        "email address",
    ),
    _column(
        "victim_address",
        _("Victim: address"),
        cells.words(300),
        "1 Example Street",
        "victim address",
        "address",
        "home address",
    ),
    _column(
        "victim_postcode",
        _("Victim: postcode"),
        cells.words(20),
        "ZZ99 3VZ",
        "victim postcode",
        "postcode",
        "post code",
    ),
    _column(
        "victim_sex",
        _("Victim: sex"),
        cells.choice(Sex.choices, {"f": "female", "m": "male", "woman": "female", "man": "male"}),
        "female",
        "victim sex",
        "victim gender",
        "sex",
        "gender",
        explains=_("Counted, to see whether everybody is offered it alike. Nothing is decided by it."),
        allowed=Sex.choices,
    ),
    _column(
        "victim_ethnicity",
        _("Victim: ethnic group"),
        cells.choice(
            Ethnicity.choices,
            {"asian": "asian", "black": "black", "mixed": "mixed", "white": "white", "other": "other"},
        ),
        "White",
        "victim ethnicity",
        "ethnicity",
        "ethnic group",
        "self defined ethnicity",
        explains=_("Counted, to see whether everybody is offered it alike. Nothing is decided by it."),
        allowed=Ethnicity.choices,
    ),
    _column(
        "language", _("Victim: language"), cells.words(40), "English", "language", "first language", "victim language"
    ),
    _column("interpreter", _("Victim: interpreter needed"), cells.yes_no, "no", "interpreter", "interpreter needed"),
    _column(
        "wish",
        _("Victim: what they want"),
        cells.choice(
            Wish.choices,
            {
                "yes": "requested",
                "no": "declined",
                "asked": "requested",
                "unknown": "not_asked",
                "not known": "not_asked",
                "refused": "declined",
                "do not contact": "do_not_contact",
            },
        ),
        "Is open to it",
        "victim wish",
        "wish",
        "rj interest",
        "rj requested",
        "interest in restorative justice",
        allowed=Wish.choices,
    ),
    _column(
        "wish_on", _("Victim: when they said so"), cells.past_day, "02/10/2026", "wish date", "date asked", "asked on"
    ),
    _column(
        "scheme",
        _("Victim contact scheme"),
        cells.choice(
            Scheme.choices, {"in": "opted_in", "out": "opted_out", "active": "opted_in", "declined": "opted_out"}
        ),
        "Opted in",
        "vcs status",
        "vcs",
        "contact scheme",
        "scheme status",
        "opt in status",
        allowed=Scheme.choices,
    ),
    _column(
        "crime_reference",
        _("Crime reference"),
        cells.words(60),
        "RD/4471/26",
        "crime reference",
        "crime ref",
        "crime number",
        "occurrence number",
        "crime no",
    ),
    _column(
        "urn", _("Court file number (URN)"), cells.words(20), "06AA1234526", "urn", "pti urn", "ptiurn", "case urn"
    ),
    _column(
        "offence",
        _("Offence"),
        _offence,
        "Burglary of a home",
        "offence",
        "offence type",
        "offence description",
        "crime type",
        "offence group",
        "index offence",
        allowed=OffenceCategory.choices,
    ),
    _column(
        "offence_date",
        _("Date of the offence"),
        cells.past_day,
        "03/03/2026",
        "offence date",
        "date of offence",
        "committed",
        "incident date",
        "crime date",
    ),
    _column(
        "proceedings",
        _("Whether a court has still to decide"),
        cells.choice(
            Proceedings.choices,
            {
                "no": "none",
                "closed": "none",
                "concluded": "none",
                "sentenced": "none",
                "yes": "trial",
                "live": "trial",
                "pending": "trial",
            },
        ),
        "Nothing is open",
        "proceedings",
        "court status",
        "case status",
        "outcome",
        category=Category.SUITABILITY,
        allowed=Proceedings.choices,
    ),
    _column(
        "offender",
        _("Offender: full name"),
        _name(),
        "Alan Example",
        "offender",
        "offender name",
        "suspect",
        "nominal",
        "defendant",
        "prisoner name",
        "person on probation",
        "name",
        "full name",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_first",
        _("Offender: first names"),
        _name(),
        "Alan",
        "offender forename",
        "offender first name",
        "offender forenames",
        "forename",
        "forenames",
        "first name",
        "given name",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_last",
        _("Offender: last name"),
        _name(),
        "Example",
        "offender surname",
        "offender last name",
        "surname",
        "last name",
        "family name",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_birth_date",
        _("Offender: date of birth"),
        cells.past_day,
        "22/07/1993",
        "offender dob",
        "offender date of birth",
        "suspect dob",
        "date of birth",
        "dob",
        "birth date",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_pnc",
        _("Offender: PNC number"),
        cells.words(30),
        "2012/0123456X",
        "pnc",
        "pnc id",
        "pncid",
        "pnc number",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_cro",
        _("Offender: CRO number"),
        cells.words(30),
        "123456/12A",
        "cro",
        "cro number",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_asn",
        _("Arrest or summons number"),
        cells.words(40),
        "1101ZD0100000448754K",
        "asn",
        "arrest summons number",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_prison_no",
        _("Offender: prison number"),
        cells.words(20),
        "A1234BC",
        "prison number",
        "noms",
        "noms number",
        "nomis",
        "nomis number",
        "prison no",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_crn",
        _("Offender: probation number (CRN)"),
        cells.words(20),
        "X123456",
        "crn",
        "crn number",
        category=Category.IDENTITY,
    ),
    _column(
        "offender_postcode",
        _("Offender: postcode"),
        cells.words(20),
        "ZZ99 3VZ",
        "offender postcode",
        "suspect postcode",
        "postcode",
        category=Category.IDENTITY,
    ),
    _column(
        "responsibility",
        _("Offender: how far they accept it"),
        cells.choice(
            Responsibility.choices,
            {"yes": "full", "no": "none", "guilty": "full", "not guilty": "none", "denies": "none"},
        ),
        "Accepts it",
        "accepts responsibility",
        "plea",
        "responsibility",
        category=Category.SUITABILITY,
        allowed=Responsibility.choices,
    ),
    _column(
        "sentence",
        _("Sentence"),
        cells.choice(
            SentenceType.choices,
            {
                "prison": "custody",
                "imprisonment": "custody",
                "sds": "custody",
                "eds": "custody",
                "community order": "community",
                "suspended sentence": "suspended",
                "ipp": "life",
            },
        ),
        "Prison sentence",
        "sentence",
        "sentence type",
        "disposal",
        allowed=SentenceType.choices,
        category=Category.DATES,
    ),
    _column(
        "sentenced_on",
        _("Date of the sentence"),
        cells.past_day,
        "12/05/2026",
        "sentence date",
        "date of sentence",
        "sentenced",
        category=Category.DATES,
    ),
    _column(
        "release_on",
        _("Earliest release"),
        cells.any_day,
        "01/09/2027",
        "release date",
        "crd",
        "ard",
        "conditional release date",
        "earliest release",
        category=Category.DATES,
    ),
    _column(
        "ends_on",
        _("End of the sentence or order"),
        cells.any_day,
        "01/09/2028",
        "sed",
        "led",
        "sentence end",
        "sentence expiry date",
        "order end",
        "licence end",
        "termination date",
        category=Category.DATES,
    ),
    _column(
        "orders",
        _("An order restricts contact"),
        cells.yes_no,
        "no",
        "restraining order",
        "no contact order",
        "non contact",
        "non contact condition",
        category=Category.CONDITIONS,
    ),
    _column(
        "flags",
        _("Registrations"),
        _flags,
        "MAPP RVAD",
        "registrations",
        "flags",
        "risk flags",
        "register",
        category=Category.RISK,
    ),
    _column(
        "restricted",
        _("A record of limited access"),
        cells.yes_no,
        "no",
        "lao",
        "limited access",
        "restricted",
        category=Category.RISK,
    ),
    _column(
        "officer",
        _("Who knows the victim there"),
        cells.words(160),
        "A. Liaison, 01632 960 200",
        "officer",
        "vlo",
        "liaison officer",
        "officer in case",
        "oic",
        "contact officer",
        "case worker",
    ),
)
BY_KEY: dict[str, Taken] = {column.key: column for column in COLUMNS}

# What a row of each kind of list cannot do without: one of each group.
_VICTIM, _OFFENDER = ("victim", "victim_last"), ("offender", "offender_last")
_NUMBER = ("offender_prison_no", "offender_crn", "offender_pnc", "crime_reference", "urn")
REQUIRED: dict[Source, tuple[tuple[str, ...], ...]] = {
    Source.POLICE: (_VICTIM, ("crime_reference", "urn")),
    Source.LIAISON: (_VICTIM,),
    Source.SUPPORT: (_VICTIM,),
    Source.PROBATION: (_OFFENDER, _NUMBER),
    Source.PRISON: (_OFFENDER, _NUMBER),
}


def missing(source: Source, mapping: Sequence[str]) -> list[Taken]:
    """The first column of each group of which the list has none."""
    given = set(mapping)
    return [BY_KEY[group[0]] for group in REQUIRED[source] if not given & set(group)]


def columns_of(keys: Iterable[str], headings: dict[str, str]) -> tuple[Taken, ...]:
    """The columns that are taken from a kind of list, known also by the headings that its area has seen before."""
    learned: dict[str, list[str]] = {}
    for heading, key in headings.items():
        learned.setdefault(key, []).append(heading)
    taken = set(keys)
    return tuple(
        replace(column, synonyms=(*learned.get(column.key, ()), *column.synonyms))
        for column in COLUMNS
        if column.key in taken
    )


def categories_of(keys: Iterable[str]) -> set[str]:
    """What an agreement must let an agency send for a list with these columns."""
    return {column.category.value for key in keys if (column := BY_KEY[key]).category is not None}
