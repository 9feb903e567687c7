"""Three running cases that came out of a spreadsheet last week. One was gone through, one half, one not at all."""

from __future__ import annotations

from datetime import date

from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story
from talkingpiece.records.states import TakenKind

FILE = "RJ cases Wexbourne FINAL (3).csv"


def tell(s: Story) -> Tale:
    days = s.days
    rows = (
        {
            "reference": "WX-31",
            "called": "Solveig",
            "full_name": "Solveig Aarnes",
            "phone": "07700 900861",
            "safe_times": "weekdays 9am to 5pm",
            "conceal_from": "",
            "category": "Burglary of a home",
            "what_happened": "Burglary of her cottage while she was at a funeral.",
            "offender": "Wayne Tully",
            "sentence": "Community order",
            "facilitator": s.ridgeway.daniel.email,
            "referred_on": _written(days.day(132)),
            "stage": "Seen twice, offender not asked",
            "last_contact": _written(days.workday(30)),
            "consents": "Agreed that we write to her",
            "orders": "",
            "next_step": "Ring about the letter",
        },
        {
            "reference": "WX-34",
            "called": "Terrence",
            "full_name": "Terrence Oduya",
            "phone": "01632 960862",
            "safe_times": "after 6pm",
            "conceal_from": "His employer",
            "category": "Violence",
            "what_happened": "Assault in a car park.",
            "offender": "Gethin Marsh",
            "sentence": "Suspended sentence",
            "facilitator": s.ridgeway.ruth.email,
            "referred_on": _written(days.day(96)),
            "stage": "Offender said yes on the phone",
            "last_contact": _written(days.workday(41)),
            "consents": "Said in September that Gethin may be asked",
            "orders": "Restraining order, end not known",
            "next_step": "Preparation visit",
        },
        {
            "reference": "WX-40",
            "called": "Bronagh",
            "full_name": "Bronagh Lacey",
            "phone": "07700 900863",
            "safe_times": "any time",
            "conceal_from": "",
            "category": "Fraud or theft",
            "what_happened": "Her market stall was emptied by somebody who had helped on it.",
            "offender": "",
            "sentence": "",
            "facilitator": s.ridgeway.amina.email,
            "referred_on": _written(days.day(58)),
            "stage": "New",
            "last_contact": _written(days.workday(50)),
            "consents": "",
            "orders": "",
            "next_step": "First talk",
        },
    )
    yield days.work(7, "15:20")
    solveig, terrence, _bronagh = s.brings_list(FILE, rows)
    yield days.work(5, "10:50")
    s.asks_again(solveig, "Rang her. It is all as it was; she had wondered where we were.")
    yield days.work(4, "18:25")
    s.asks_again(
        terrence,
        "Spoke with him after six. Another number is better, and his yes was for a letter, not for a call.",
        kinds={TakenKind.WAY, TakenKind.CONTACT, TakenKind.STAGE, TakenKind.CONSENT},
        gone={TakenKind.CONSENT},
    )


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
