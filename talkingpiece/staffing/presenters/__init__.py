from talkingpiece.staffing.presenters.offers import (
    Allocation,
    Choice,
    NotNow,
    OfferPage,
    allocation,
    hint,
    offer_page,
    people_choices,
    timeline,
)
from talkingpiece.staffing.presenters.pile import PileCase, pile_of
from talkingpiece.staffing.presenters.rota import RotaPage, rota_page
from talkingpiece.staffing.presenters.team import leave_rows, team_rows

__all__ = [
    "Allocation",
    "Choice",
    "NotNow",
    "OfferPage",
    "PileCase",
    "RotaPage",
    "allocation",
    "hint",
    "leave_rows",
    "offer_page",
    "people_choices",
    "pile_of",
    "rota_page",
    "team_rows",
    "timeline",
]
