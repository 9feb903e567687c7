"""Generated cases beside the stories."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from talkingpiece.cases.models import Case, Ending
from talkingpiece.cases.states import COMPLETED
from talkingpiece.core import clock
from talkingpiece.demo.crowd.deck import ALL, deal
from talkingpiece.demo.crowd.fill import fill
from talkingpiece.demo.crowd.life import number_of
from talkingpiece.demo.making import ensure
from talkingpiece.referrals.models import Referral
from tests.demo.conftest import in_sight

DAYS = [
    datetime(2026, 1, 2, 8, 30, tzinfo=UTC),  # between the holidays
    datetime(2026, 4, 6, 11, 0, tzinfo=UTC),  # Easter Monday
    datetime(2026, 3, 29, 1, 30, tzinfo=UTC),  # the clocks have gone forward
    datetime(2026, 12, 27, 23, 50, tzinfo=UTC),  # a Sunday, late
    datetime(2027, 2, 28, 6, 5, tzinfo=UTC),
]


def test_the_deck_is_always_dealt_alike_and_nobody_in_it_shares_a_number() -> None:
    assert deal() == deal()
    assert len(deal()) == ALL == 50
    assert len({number_of(one) for one in deal()}) == ALL
    assert [one.days_ago for one in deal()] == sorted((one.days_ago for one in deal()), reverse=True)


def test_filling_adds_what_is_missing_and_no_more(committed_db, monkeypatch) -> None:
    for stories in ("TWELVE", "TOGETHER", "WORKING_DAY", "AT_THE_DOOR"):
        monkeypatch.setattr(f"talkingpiece.demo.making.{stories}", ())
    ensure(clock.now())

    assert fill(clock.now(), cases=1) == 1
    assert fill(clock.now(), cases=3) == 2
    said = StringIO()
    call_command("demo", "fill", "--cases", "3", stdout=said)

    assert said.getvalue().startswith("0 ")
    with in_sight():
        assert Referral.objects.count() == 3


def test_there_is_nothing_to_fill_before_the_demo_is_made(committed_db) -> None:
    with pytest.raises(CommandError, match="demo ensure"):
        call_command("demo", "fill")


@pytest.mark.nightly
@pytest.mark.parametrize("now", DAYS, ids=lambda day: f"{day:%d-%b-%Y}")
def test_the_demo_can_be_made_on_any_day_of_the_year(db, settings, now: datetime) -> None:
    settings.TP_MODE = "demo"
    assert ensure(now)
    stories = Referral.objects.count()
    fill(now, cases=20)

    assert Referral.objects.count() == stories + 20
    assert not Case.objects.filter(opened_at__gt=now).exists()


@pytest.mark.nightly
def test_fifty_look_like_life(committed_db, settings) -> None:
    settings.TP_MODE = "demo"
    ensure(clock.now())
    assert fill(clock.now()) == ALL

    with in_sight():
        ended = Counter(Ending.objects.values_list("reason", flat=True))
        owned = Case.objects.filter(members__role="owner")
        owners = set(owned.values_list("members__user__name", flat=True))
    met = sum(ended[reason] for reason in COMPLETED)
    assert met / ended.total() < 0.15
    assert owners >= {"Daniel Okafor", "Ruth Penhaligon", "Amina Yusuf"}
    call_command("audit", "verify", stdout=StringIO())
