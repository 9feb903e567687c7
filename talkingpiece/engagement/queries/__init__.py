"""What rooms above may ask of this one. Standing facts only."""

from talkingpiece.engagement.queries.contacts import (
    contacts_with,
    due_contacts,
    last_contact,
    visits_ahead,
    visits_of,
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

__all__ = [
    "Prepared",
    "ReadyFacts",
    "Somebody",
    "approaches_of",
    "contacts_with",
    "due_contacts",
    "engagement",
    "everybody",
    "last_approach",
    "last_approaches",
    "last_contact",
    "needs",
    "needs_of",
    "person_in",
    "preparations_of",
    "prepared",
    "prepared_many",
    "sheet_for",
    "sheets_given",
    "somebody",
    "stance_of",
    "stances",
    "supervisor_agreement",
    "supervisor_for",
    "victim_ready_facts",
    "visits_ahead",
    "visits_of",
    "voices",
    "works_on",
]
