"""One real request, and what it did: every cell is asked in a transaction that is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from talkingpiece.accounts.models import User
from talkingpiece.accounts.proof import FRESH_FOR
from talkingpiece.agreements.models import Agreement as AgreementRow
from talkingpiece.agreements.states import Category
from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.models import Case
from talkingpiece.core import clock
from talkingpiece.notifications.models import Message
from talkingpiece.people.services import declare_conflict
from talkingpiece.protection.context import show_areas
from tests.agreements.given import over, replaced
from tests.matrix.places import Places
from tests.matrix.table import AGENCIES, Agreement, Outcome, Reader, Relation, Row

T = TypeVar("T")
# Where a refusal may leave a trace: the trail itself, and what a session needs.
TRACES = frozenset(
    {"audit_event", "audit_chain", "django_session", "accounts_submission", "referrals_codeattempt", "tp_cache"}
)
# What this transaction wrote so far, table by table, as the server itself counts it: triggers and cascades too, and
# also what was rolled back.
_COUNTERS = """
    SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@dataclass
class Answer:
    outcome: str
    written: set[str]
    response: Any
    entries: list[tuple[str, str]] = field(default_factory=list)  # of the trail: kind and name


@dataclass
class Told:
    answers: list[Any]
    left: list[str]  # what a job is given, a message says, the trail keeps


@dataclass
class House:
    """Two areas with one of everything, and a browser for everybody."""

    here: Places
    there: Places
    closed: User
    browsers: dict[UUID | None, Client] = field(default_factory=dict)
    sessions: dict[UUID, str] = field(default_factory=dict)
    let_in_at: datetime | None = None

    def let_everybody_in(self, *, anew: bool = False) -> None:
        """Once, and `anew` after half of the time for which a proof counts: how long it takes to ask says nothing."""
        if not anew and self.let_in_at is not None and clock.now() - self.let_in_at < FRESH_FOR / 2:
            return
        self.let_in_at = clock.now()
        for user in [None, *self.here.people.values(), *self.here.colleagues.values(), self.here.stand_in, self.closed]:
            self.let_in(user)

    def user(self, reader: Reader) -> User | None:
        """Whoever asks always belongs to `here`."""
        if reader.kind == "nobody":
            return None
        if reader.kind == "closed":
            return self.closed
        if reader.relation is Relation.STAND_IN:
            return self.here.stand_in
        if reader.relation is Relation.OFF:
            return self.here.colleague(reader.kind)
        return self.here.people[reader.kind]

    def browser(self, user: User | None) -> Client:
        """As it was signed in, whatever an earlier request did to its session."""
        browser = self.browsers[user.pk if user else None]
        browser.cookies.clear()
        if user is not None:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[user.pk]
        return browser

    def let_in(self, user: User | None) -> None:
        browser = Client(raise_request_exception=False)
        if user is not None:
            browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.sessions[user.pk] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.browsers[user.pk if user else None] = browser

    def theirs(self, row: Row, reader: Reader) -> bool:
        user = self.user(reader)
        return user is not None and user.pk in self.here.own.get(row.name, {})

    def expected(self, row: Row, reader: Reader) -> Outcome:
        return row.expected(reader, theirs=self.theirs(row, reader))

    def given(self, row: Row, reader: Reader) -> dict[str, Any]:
        places = self.there if reader.relation is Relation.ELSEWHERE else self.here
        user = self.user(reader)
        own = places.own.get(row.name, {}) if reader.relation is not Relation.ELSEWHERE else {}
        return (own.get(user.pk) if user else None) or places.kwargs(row.name)

    def ask(self, row: Row, reader: Reader) -> Answer:
        places = self.there if reader.relation is Relation.ELSEWHERE else self.here
        self.let_everybody_in()
        with transaction.atomic():
            self._arrange(row, reader)
            before, known = _counters(), set(Event.objects.values_list("pk", flat=True))
            url = address(row.address, self.given(row, reader))
            response = self._send(row, url, places, self.browser(self.user(reader)))
            after = _counters()
            show_areas([self.here.world.area.pk, self.there.world.area.pk])
            entries = list(Event.objects.exclude(pk__in=known).values_list("kind", "name"))
            transaction.set_rollback(True)
        written = {name for name, count in after.items() if count != before.get(name, 0)} - TRACES
        return Answer(_outcome(response), written, response, entries)

    def fetch(self, row: Row, reader: Reader, url: str) -> Any:
        """The bare answer to one request, whose trace is thrown away."""
        places = self.there if reader.relation is Relation.ELSEWHERE else self.here
        self.let_everybody_in()
        with transaction.atomic():
            self._arrange(row, reader)
            response = self._send(row, url, places, self.browser(self.user(reader)))
            transaction.set_rollback(True)
        return response

    def post(self, row: Row, reader: Reader, more: dict[str, str], look: Callable[[], T]) -> T:
        """Send what the row sends, with fields that nobody asked for, and `look` at what it did before it is undone."""
        places = self.there if reader.relation is Relation.ELSEWHERE else self.here
        self.let_everybody_in()
        with transaction.atomic():
            self._arrange(row, reader)
            url = address(row.address, self.given(row, reader))
            answer = self.browser(self.user(reader)).post(url, {**more, **places.post.get(row.name, {})})
            assert answer.status_code < 500, f"{url}: {answer.status_code}"
            seen = look()
            transaction.set_rollback(True)
        return seen

    def told(self, row: Row, reader: Reader) -> Told:
        """All that one request tells: its answer, the pages to which that leads, and what is left to be told later."""
        self.let_everybody_in()
        url, browser = address(row.address, self.given(row, reader)), self.browser(self.user(reader))
        with transaction.atomic():
            self._arrange(row, reader)
            begun = clock.now()
            answers = [self._send(row, url, self.here, browser)]
            while answers[-1].status_code == 302 and answers[-1]["Location"].startswith("/") and len(answers) < 4:
                answers.append(browser.get(answers[-1]["Location"]))
            show_areas([self.here.world.area.pk, self.there.world.area.pk])
            left = list(_left_behind(begun)) if row.method == "POST" else []
            transaction.set_rollback(True)
        return Told(answers, left)

    def _send(self, row: Row, url: str, places: Places, browser: Client) -> Any:
        if row.method == "POST":
            return browser.post(url, places.post.get(row.name, {}))
        return browser.generic(row.method, url)

    def _arrange(self, row: Row, reader: Reader) -> None:
        show_areas([self.here.world.area.pk, self.there.world.area.pk])
        user = self.user(reader)
        if reader.relation is Relation.EXCLUDED and row.of == "case" and user is not None:
            reference = self.given(row, reader).get("reference", self.here.case.reference)
            case = Case.objects.select_related("victim").get(reference=reference)
            here = self.here.world
            declare_conflict(user=user, person=case.victim, words="My cousin.", by=here.supervisor, at=here.now)
        if reader.kind in AGENCIES:
            self._spoil(reader.agreement)

    def _spoil(self, agreement: Agreement) -> None:
        if agreement is Agreement.EXPIRED:
            over()
        if agreement is Agreement.OTHER_PURPOSE:
            for row in list(AgreementRow.objects.filter(signed_at__isnull=False, ended_at__isnull=True)):
                replaced(row, we_may_send=[Category.OUTCOME], they_may_send=[Category.OUTCOME])


def address(pattern: str, given: dict[str, Any]) -> str:
    for name, value in given.items():
        pattern = pattern.replace(f"<{name}>", str(value))
    assert "<" not in pattern, f"Nothing was made for {pattern}"
    return f"/{pattern}"


def _counters() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS)
        return dict(cursor.fetchall())


def _left_behind(since: datetime) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        yield from (row[0] for row in cursor.fetchall())
    for message in Message.objects.filter(queued_at__gte=since):
        yield message.body
    for event in Event.objects.filter(recorded_at__gte=since):
        yield f"{event.kind} {event.name} {event.basis} {event.detail}"


def _outcome(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"] == reverse("sign_in"):
        return Outcome.SIGN_IN
    if response.status_code in {200, 204, 302, 409, 400}:
        return Outcome.IN
    return str(response.status_code)


def agrees(row: Row, expected: Outcome, answer: Answer) -> bool:
    if expected is Outcome.IN:
        # From a public page one may be led to the sign-in page: after signing out, for one.
        return answer.outcome == Outcome.IN or (row.of == "public" and answer.outcome == Outcome.SIGN_IN)
    if expected is Outcome.CLOSED:
        return answer.outcome == Outcome.IN and not answer.written
    if expected is Outcome.NO_SUCH_METHOD:
        return answer.outcome in {"405", Outcome.NOT_THERE, Outcome.SIGN_IN} and not answer.written
    return answer.outcome == expected and not answer.written


def is_entered(row: Row, reader: Reader, answer: Answer) -> bool:
    """Whether the trail says once what this answer showed of a case, or of somebody at the front door: nothing of what
    led elsewhere, one refusal of what is not theirs, and of a file exactly what left, and that it was uncovered."""
    kinds = [kind for kind, _name in answer.entries]
    if answer.outcome == Outcome.SIGN_IN:
        return not kinds
    if answer.outcome == Outcome.NOT_THERE:
        return answer.entries == ([] if reader.kind in {"nobody", "closed"} else [(Kind.REFUSAL, "page.refused")])
    if answer.outcome != Outcome.IN or not (row.of == "case" or "<reference>" in row.address):
        return True
    if answer.response.status_code == 302:
        return row.method == "POST" or not kinds
    if answer.response.has_header("Content-Disposition"):
        return kinds.count(Kind.EXPORT) == 1 and set(kinds) <= {Kind.EXPORT, Kind.ACT, Kind.REVEAL}
    return len(kinds) == 1 and (row.method == "POST" or kinds[0] in {Kind.READING, Kind.ACT})


def agree(house: House, cells: Iterable[tuple[Row, Reader]]) -> None:
    """Fails with every cell that is not as the table says."""
    if wrong := mismatches(house, cells):
        raise AssertionError("\n".join([f"{len(wrong)} answers are not as the table says:", *wrong]))


def mismatches(house: House, cells: Iterable[tuple[Row, Reader]]) -> list[str]:
    """What of these cells is not as the table says, in words."""
    wrong = []
    for row, reader in cells:
        expected, answer = house.expected(row, reader), house.ask(row, reader)
        if not agrees(row, expected, answer):
            who = f"{reader.kind}, {reader.relation}, {reader.agreement}"
            wrote = f", wrote {', '.join(sorted(answer.written))}" if answer.written else ""
            wrong.append(f"{row.method} {row.address} as {who}: {answer.outcome}{wrote}; the table says {expected}")
        elif not is_entered(row, reader, answer):
            who = f"{reader.kind}, {reader.relation}, {reader.agreement}"
            found = ", ".join(f"{kind} {name}" for kind, name in answer.entries) or "nothing"
            wrong.append(f"{row.method} {row.address} as {who}: {answer.outcome}; the trail says {found}")
    return wrong
