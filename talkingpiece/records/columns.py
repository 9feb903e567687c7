"""Every column of the list, once: the template, the guess of the mapping, the reading and the explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from talkingpiece.cases.states import OffenceCategory, Route, SentenceType, VictimAs
from talkingpiece.documents.lists import cells
from talkingpiece.documents.lists.columns import Column, Text
from talkingpiece.documents.lists.reading import Limits
from talkingpiece.records.safe_times import safe_times

EXAMPLE_REFERENCE = "EXAMPLE-1"


def _choices(found: Iterable[tuple[str, Text]]) -> tuple[tuple[str, Text], ...]:
    return tuple(found)


_OFFENCES: dict[str, str] = {
    "assault": OffenceCategory.VIOLENCE,
    "gbh": OffenceCategory.VIOLENCE,
    "abh": OffenceCategory.VIOLENCE,
    "wounding": OffenceCategory.VIOLENCE,
    "theft": OffenceCategory.FRAUD,
    "fraud": OffenceCategory.FRAUD,
    "arson": OffenceCategory.DAMAGE,
    "criminal damage": OffenceCategory.DAMAGE,
    "death by driving": OffenceCategory.DRIVING,
    "road traffic": OffenceCategory.DRIVING,
    "murder": OffenceCategory.HOMICIDE,
    "manslaughter": OffenceCategory.HOMICIDE,
    "rape": OffenceCategory.SEXUAL,
    "domestic violence": OffenceCategory.DOMESTIC,
    "harassment": OffenceCategory.STALKING,
    "not known": OffenceCategory.UNKNOWN,
}
_SENTENCES: dict[str, str] = {
    "prison": SentenceType.CUSTODY,
    "imprisonment": SentenceType.CUSTODY,
    "life": SentenceType.LIFE,
    "ipp": SentenceType.LIFE,
    "suspended": SentenceType.SUSPENDED,
    "community": SentenceType.COMMUNITY,
    "licence": SentenceType.LICENCE,
    "complete": SentenceType.COMPLETE,
    "not sentenced": SentenceType.NONE_YET,
}
_ROUTES: dict[str, str] = {
    "self": Route.SELF,
    "self referral": Route.SELF,
    "victim": Route.SELF,
    "themselves": Route.SELF,
    "agency": Route.AGENCY,
    "police": Route.AGENCY,
    "probation": Route.AGENCY,
    "victim support": Route.AGENCY,
    "vlo": Route.AGENCY,
    "extraction": Route.EXTRACTION,
    "partner list": Route.EXTRACTION,
}
_HARMED: dict[str, str] = {
    "victim": VictimAs.DIRECT,
    "direct": VictimAs.DIRECT,
    "direct victim": VictimAs.DIRECT,
    "bereaved family": VictimAs.BEREAVED,
    "business": VictimAs.ORGANISATION,
    "company": VictimAs.ORGANISATION,
    "shop": VictimAs.ORGANISATION,
}

COLUMNS: tuple[Column, ...] = (
    Column(
        "reference",
        _("Your reference"),
        cells.words(60),
        EXAMPLE_REFERENCE,
        _("Whatever you call the case. By it we know a row again, so that nothing is brought in twice."),
        ("reference", "ref", "case reference", "case ref", "case number", "case no", "case id", "urn", "id", "our ref"),
        required=True,
    ),
    Column(
        "called",
        _("Victim: name to use"),
        cells.words(120),
        "Rosa",
        _("What you call them. If it is empty, the first word of their full name is used."),
        ("victim", "harmed person", "name to use", "preferred name", "first name", "forename", "victim first name"),
        required=True,
    ),
    Column(
        "full_name",
        _("Victim: full name"),
        cells.words(200),
        "Rosa Example",
        _("As it stands on a letter. It finds people whom we know already."),
        ("full name", "victim name", "victim full name", "name of victim", "name", "harmed person name"),
    ),
    Column(
        "birth_date",
        _("Victim: date of birth"),
        cells.past_day,
        "14/02/1981",
        _("The day first."),
        ("date of birth", "dob", "victim dob", "born", "birth date"),
    ),
    Column(
        "victim_as",
        _("Victim: how they were harmed"),
        cells.choice(VictimAs.choices, _HARMED),
        "Harmed by it themselves",
        _("If it is empty: harmed by it themselves."),
        ("victim as", "victim type", "type of victim", "harmed as", "victim status"),
        allowed=_choices(VictimAs.choices),
    ),
    Column(
        "phone",
        _("Victim: safe phone"),
        cells.phone,
        "01632 960 040",
        _("One number that they called safe to ring. Leave it empty if none is."),
        ("phone", "telephone", "mobile", "safe phone", "contact number", "victim phone", "tel", "safe number"),
    ),
    Column(
        "voicemail",
        _("May we leave a voicemail?"),
        cells.yes_no,
        "no",
        _("Yes or no. If it is empty: no."),
        ("voicemail", "leave voicemail", "voicemail ok", "leave a message", "message ok", "may leave a voicemail"),
    ),
    Column(
        "safe_times",
        _("Safe times"),
        safe_times,
        "weekdays 9am to 5pm",
        _("Days and hours in which we may ring: “weekdays 9am to 5pm”, “after 6pm”, “any time”."),
        ("safe times", "when to call", "best time to call", "safe hours", "call times", "contact times"),
    ),
    Column(
        "conceal_from",
        _("Who must not know"),
        cells.words(500),
        "Her brother, who lives with her",
        _("From whom it must be kept that they are in touch with us."),
        ("must not know", "conceal from", "keep from", "not to know", "do not tell", "hide from"),
    ),
    Column(
        "email",
        _("Victim: safe email"),
        cells.email,
        "rosa@example.org",
        _("Only if they called it safe."),
        ("email", "e mail", "email address", "safe email", "victim email"),
    ),
    Column(
        "language",
        _("Language"),
        cells.words(40),
        "English",
        _("If it is empty: English."),
        ("language", "first language", "preferred language", "spoken language"),
    ),
    Column(
        "interpreter",
        _("Interpreter needed?"),
        cells.yes_no,
        "no",
        _("Yes or no. If it is empty: no."),
        ("interpreter", "needs interpreter", "interpreter required", "interpreter needed"),
    ),
    Column(
        "category",
        _("Offence"),
        cells.choice(OffenceCategory.choices, _OFFENCES),
        "Burglary of a home",
        _("One of the words on the right. If it is empty: not known yet."),
        ("offence", "offence type", "offence category", "crime", "crime type", "category", "type of crime"),
        allowed=_choices(OffenceCategory.choices),
    ),
    Column(
        "what_happened",
        _("What happened"),
        cells.words(300),
        "Burglary of her home, March 2026.",
        _("One plain sentence."),
        ("what happened", "incident", "summary", "description", "circumstances", "details", "offence details"),
    ),
    Column(
        "happened_on",
        _("Date of the offence"),
        cells.past_day,
        "03/03/2026",
        _("The day first."),
        ("offence date", "incident date", "date of incident", "date of crime", "date of offence"),
    ),
    Column(
        "crime_reference",
        _("Crime reference"),
        cells.words(60),
        "RD/4471/26",
        _("The police’s number for it."),
        ("crime reference", "crime ref", "crime number", "crn", "crime ref number", "police reference"),
    ),
    Column(
        "offender",
        _("Offender: name"),
        cells.words(200),
        "Alan Example",
        _("One offender in a row. For a second one, add a row with the same reference and the same victim."),
        ("offender", "offender name", "perpetrator", "harmer", "responsible person", "person responsible"),
    ),
    Column(
        "offender_birth_date",
        _("Offender: date of birth"),
        cells.past_day,
        "22/07/1993",
        _("The day first."),
        ("offender dob", "offender date of birth", "perpetrator dob", "harmer dob"),
    ),
    Column(
        "supervised_by",
        _("Offender: who supervises them"),
        cells.words(160),
        "manager@example.org",
        _("The offender manager’s email or name, or the agency’s name."),
        ("offender manager", "probation officer", "com", "pom", "supervised by", "om", "probation", "prison"),
    ),
    Column(
        "sentence",
        _("Sentence"),
        cells.choice(SentenceType.choices, _SENTENCES),
        "Prison sentence",
        _("One of the words on the right."),
        ("sentence type", "sentence", "disposal", "type of sentence"),
        allowed=_choices(SentenceType.choices),
    ),
    Column(
        "release_on",
        _("Release date"),
        cells.any_day,
        "01/09/2027",
        _("The day first. The earliest that is known."),
        ("release date", "release", "date of release", "crd", "earliest release"),
    ),
    Column(
        "facilitator",
        _("Facilitator"),
        cells.words(160),
        "facilitator@example.org",
        _("Their email or full name. Whoever brings the list has the case if it is empty or not known here."),
        (
            "facilitator",
            "worker",
            "case worker",
            "caseworker",
            "allocated to",
            "owner",
            "lead facilitator",
            "assigned to",
        ),
    ),
    Column(
        "referred_on",
        _("Date referred"),
        cells.past_day,
        "12/03/2026",
        _("The day first. The case is open since that day."),
        ("date referred", "referral date", "referred on", "date received", "received", "date opened", "start date"),
        required=True,
    ),
    Column(
        "route",
        _("How they came"),
        cells.choice(Route.choices, _ROUTES),
        "Came to us",
        _("If it is empty: came to us."),
        ("route", "referral route", "referred by", "source", "referral source", "how they came"),
        allowed=_choices(Route.choices),
    ),
    Column(
        "stage",
        _("Stage reached"),
        cells.words(300),
        "Offender said yes, preparing both",
        _("In your own words. It is shown to the worker, and to be confirmed with the people."),
        ("stage", "stage reached", "status", "case status", "progress", "current stage"),
    ),
    Column(
        "last_contact",
        _("Last contact"),
        cells.past_day,
        "02/10/2026",
        _("When the victim last heard from you. The day first."),
        ("last contact", "last contacted", "date of last contact", "last spoke", "last contact date"),
    ),
    Column(
        "consents",
        _("What they agreed to"),
        cells.words(500),
        "Agreed in June that the offender may be asked",
        _("In your own words. A new yes is needed before anything is done with it."),
        ("consent", "consents", "consents given", "agreed to", "permissions", "consent given"),
    ),
    Column(
        "risk_on",
        _("Risk assessed on"),
        cells.past_day,
        "20/06/2026",
        _("The day first. It is assessed anew here."),
        ("risk assessed", "risk assessment", "risk assessment date", "ra date", "date of risk assessment"),
    ),
    Column(
        "orders",
        _("Orders or conditions known"),
        cells.words(500),
        "Restraining order until May 2027",
        _("In your own words. They are checked anew before anybody is approached."),
        ("orders", "restrictions", "restraining order", "licence conditions", "no contact", "conditions"),
    ),
    Column(
        "agreed",
        _("What was agreed between them"),
        cells.words(500),
        "",
        _("Promises that came out of a meeting or of letters, in your own words."),
        ("agreement", "outcome agreement", "outcome", "agreed actions", "what was agreed"),
    ),
    Column(
        "next_step",
        _("Next step"),
        cells.words(300),
        "Ring her about a day in November",
        _("What you would do next."),
        ("next step", "next action", "action", "to do", "next steps"),
    ),
    Column(
        "next_by",
        _("Next step by"),
        cells.any_day,
        "30/11/2026",
        _("The day first."),
        ("next step by", "due", "due date", "action by", "next action date", "by when", "review date"),
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}


# Limits of a list of running cases, which a person looks through row by row.
LIMITS = Limits(most_bytes=2_000_000, rows=500, tallest=20_000)


def missing(mapping: Sequence[str]) -> list[Column]:
    """Columns without which no case can be made. Either of a victim's names will do."""
    given = set(mapping)
    if "full_name" in given:
        given.add("called")
    return [column for column in COLUMNS if column.required and column.key not in given]
