"""What rooms above may ask of this one. Standing facts only."""

from talkingpiece.engagement.queries.contacts import (
    contacts_with,
    due_contacts,
    last_contact,
)
from talkingpiece.engagement.queries.legal_visits import (
    asked_of,
    legal_visits_of,
    moved_since,
    visits_to_chase,
)
from talkingpiece.engagement.queries.listening import (
    ReadyFacts,
    needs,
    needs_of,
    sheets_given,
    victim_ready_facts,
    voices,
)
from talkingpiece.engagement.queries.offender import (
    approaches_of,
    last_approach,
    last_approaches,
    stance_of,
    stances,
    supervisor_agreement,
)
from talkingpiece.engagement.queries.people import (
    AUDIENCES,
    Somebody,
    engagement,
    everybody,
    person_in,
    sheet_for,
    somebody,
    supervisor_for,
    works_on,
)
from talkingpiece.engagement.queries.preparation import Prepared, preparations_of, prepared, prepared_many
from talkingpiece.engagement.queries.visits import (
    due_step,
    is_out,
    not_home,
    open_call_out,
    out_in,
    steps_of,
    visits_ahead,
    visits_of,
)

__all__ = [
    "AUDIENCES",
    "Prepared",
    "ReadyFacts",
    "Somebody",
    "approaches_of",
    "asked_of",
    "contacts_with",
    "due_contacts",
    "due_step",
    "engagement",
    "everybody",
    "is_out",
    "last_approach",
    "last_approaches",
    "last_contact",
    "legal_visits_of",
    "moved_since",
    "needs",
    "needs_of",
    "not_home",
    "open_call_out",
    "out_in",
    "person_in",
    "preparations_of",
    "prepared",
    "prepared_many",
    "sheet_for",
    "sheets_given",
    "somebody",
    "stance_of",
    "stances",
    "steps_of",
    "supervisor_agreement",
    "supervisor_for",
    "victim_ready_facts",
    "visits_ahead",
    "visits_of",
    "visits_to_chase",
    "voices",
    "works_on",
]
