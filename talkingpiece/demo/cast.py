"""Whom one can be in the practice service, and what waits for each of them: said at the door, and nowhere else."""

from __future__ import annotations

_WAITS = {
    "Priya Raman": "Looks after the front door, where somebody is not sure that she is safe; has a call half-written",
    "Daniel Okafor": "Is out on a visit; waits for probation in Maya’s case",
    "Ruth Penhaligon": "Is asked to take a new case, and stands in for Amina",
    "Amina Yusuf": "Is away until next week, and then visits Mr Pryce",
    "Owen Sethi": "Is on duty at the front door from Monday",
    "Siân Maddox": "Has a risk plan to sign and a red flag to answer",
    "Tom Adeyemi": "Owes an answer on Callum; was sent a report",
    "Leila Haddad": "Is asked to let two visitors in",
    "Hanna Lindqvist": "Referred two people, and hears what each lets her",
    "Graham Ellis": "Referred somebody whom nobody has asked yet",
    "Ngozi Balogun": "Sees who is away and what was promised, and opens no case",
    "Isla Brandt": "Sees figures, and nobody behind them",
    "Marit Solheim": "Looks at who opened a case that was not theirs, and why",
}


def address_of(name: str) -> str:
    return f"{name.lower().replace('â', 'a').replace(' ', '.')}@example.org"


# By address.
LINES = {address_of(name): line for name, line in _WAITS.items()}
