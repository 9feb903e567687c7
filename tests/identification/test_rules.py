"""Rules hold or do not, all are named, what a victim said comes first, and how grave it was keeps nobody out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkingpiece.identification.profile import Identification
from talkingpiece.identification.rules import MODEL_RULES, NEVER_EXCLUDES, Condition, ScreenRule
from talkingpiece.identification.screening import FIRST, REMIT, RowFacts, screen
from talkingpiece.identification.states import Scheme, Victim, Wish
from talkingpiece.linkage.screening import RULES
from talkingpiece.referrals.profile import Remit
from talkingpiece.referrals.remit import RemitFacts, remit_of

GOOD = {"victim": Victim.PERSON, "contact": "agency"}


def failing(**facts: object) -> list[str]:
    return [one.id for one in screen(RowFacts(**{**GOOD, **facts}), MODEL_RULES).failing]  # type: ignore[arg-type]


def cautions(**facts: object) -> list[str]:
    return [one.id for one in screen(RowFacts(**{**GOOD, **facts}), MODEL_RULES).cautions]  # type: ignore[arg-type]


def test_a_person_whom_an_agency_may_ask_passes() -> None:
    assert failing() == []


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"said_no": True}, "said_no"),
        ({"wish": Wish.DECLINED}, "wish_no"),
        ({"wish": Wish.DO_NOT_CONTACT}, "wish_no"),
        ({"scheme": Scheme.OPTED_OUT}, "scheme_out"),
        ({"victim": ""}, "no_victim"),
        ({"victim": "", "adds_to": True}, "adds_to"),
        ({"covered": False}, "not_covered"),
        ({"known": "open"}, "known_here"),
        ({"contact": "none"}, "no_first_contact"),
        ({"contact": "service"}, "no_way"),
        ({"victim": Victim.DECEASED}, "victim_died"),
    ],
)
def test_each_rule_keeps_a_row_out_by_its_name(facts: dict[str, object], rule: str) -> None:
    assert failing(**facts) == [rule]


def test_what_the_remit_keeps_out_is_kept_out_here_with_its_reason() -> None:
    remit = remit_of(RemitFacts(stage="contested_proceedings"), Remit())
    [found] = screen(RowFacts(**GOOD, remit=remit), MODEL_RULES).failing  # type: ignore[arg-type]
    assert found.id == "remit:court_not_decided"
    assert found.reason == remit.reason
    assert found.review_on == date(2027, 11, 1)


def test_every_failing_rule_is_named_and_the_victims_word_first() -> None:
    found = failing(said_no=True, scheme=Scheme.OPTED_OUT, known="open", covered=False, victim=Victim.DECEASED)
    assert found == ["said_no", "scheme_out", "not_covered", "known_here", "victim_died"]


facts = st.builds(
    RowFacts,
    victim=st.sampled_from(["", *Victim.values]),
    wish=st.sampled_from(Wish.values),
    scheme=st.sampled_from(["", *Scheme.values]),
    offence=st.sampled_from(["burglary", "homicide", "sexual", "domestic", "unknown"]),
    flags=st.frozensets(st.sampled_from(["MAPP", "RVAD", "AVIS", "ASFO"])),
    responsibility=st.sampled_from(["", "full", "none"]),
    restricted=st.sampled_from(["", "yes"]),
    interpreter=st.sampled_from(["", "yes"]),
    orders=st.sampled_from(["", "yes", "no"]),
    days_left=st.none() | st.integers(0, 5000),
    said_no=st.booleans(),
    covered=st.booleans(),
    contact=st.sampled_from(["asked", "agency", "service", "none"]),
    way=st.booleans(),
    known=st.sampled_from(["no", "open", "before", "maybe"]),
)


@given(facts)
def test_how_grave_it_was_and_what_the_offender_is_decide_nothing(one: RowFacts) -> None:
    mild = RowFacts(
        **{**one.__dict__, "offence": "burglary", "flags": frozenset(), "responsibility": "full", "restricted": "",
           "interpreter": "", "orders": "no", "days_left": None}
    )  # fmt: skip
    assert [f.id for f in screen(one, MODEL_RULES).failing] == [f.id for f in screen(mild, MODEL_RULES).failing]


@given(facts)
def test_whoever_said_no_never_passes(one: RowFacts) -> None:
    no = RowFacts(**{**one.__dict__, "said_no": True})
    assert screen(no, ()).failing[0].id == "said_no"


@pytest.mark.parametrize("fact", sorted(NEVER_EXCLUDES))
def test_an_area_cannot_make_a_rule_that_excludes_for_a_wrong_reason(fact: str) -> None:
    with pytest.raises(ValidationError):
        ScreenRule(
            id="x",
            effect="exclude",
            when=(Condition(fact=fact, any_of=("yes",)),),  # type: ignore[arg-type]
            reason="x",
            review_on=date(2027, 1, 1),
        )


def test_an_area_cannot_replace_a_rule_of_every_area() -> None:
    rule = MODEL_RULES[0].model_copy(update={"id": "said_no"})
    with pytest.raises(ValidationError):
        Identification(rules=(rule,))


def test_rules_need_a_day_on_which_they_are_looked_at_again() -> None:
    with pytest.raises(ValidationError):
        ScreenRule.model_validate(
            {"id": "x", "effect": "caution", "when": [{"fact": "orders", "any_of": ["yes"]}], "reason": "x"}
        )
    assert set(FIRST) & {rule.id for rule in MODEL_RULES} == set()


def test_care_is_said_by_name() -> None:
    assert cautions(offence="sexual", flags=frozenset({"MAPP"}), days_left=100, orders="yes") == [
        "order_restricts",
        "sensitive",
        "mappa",
        "little_time",
    ]
    assert cautions(known="maybe") == ["maybe_known"]


# What a file of crimes says, and a list of an agency does not: there it is asked of the offender's row, or of a pair.
ONLY_OF_FILES = {"no_offender", "not_supervised", "conflict_check"}


def test_one_word_for_one_rule_on_the_page_and_in_the_command() -> None:
    """`talkingpiece identify screen` and the rows of lists name a rule by one id, and begin its reason alike."""
    page = {code: reason for code, (reason, _remedy) in FIRST.items()}
    page |= {f"{REMIT}{rule.code}": rule.reason for rule in Remit().rules} | {one.id: one.reason for one in MODEL_RULES}
    command = {rule.id: rule.says for rule in RULES}
    assert set(command) - set(page) == ONLY_OF_FILES
    both = set(command) & set(page)
    assert {code for code in both if not page[code].startswith(command[code].rstrip("."))} == set()
    # Nor does one id mean another thing in the other place: not a fact of a row either.
    assert not ONLY_OF_FILES & set(RowFacts.__dataclass_fields__)
