"""Data classes and sides (docs/security.md): what a field holds, and on whose side of the wall it lies."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class DataClass(StrEnum):
    V0 = "V0"  # that a victim has contacted the service at all
    V1 = "V1"  # where and how to reach a person
    V2 = "V2"  # a victim's account, needs, health
    O1 = "O1"  # who the offender is, until when
    O2 = "O2"  # offence data and the offender's account
    R1 = "R1"  # risk, orders, licence conditions
    C1 = "C1"  # consent
    M1 = "M1"  # where and when people meet
    A1 = "A1"  # the trail and the agreements
    K = "K"  # keys and authenticators
    N1 = "N1"  # what a worker writes for themselves alone
    S0 = "S0"  # the service's own: reference data, counters, staff at work


class Side(StrEnum):
    """Whose file a thing belongs to. OWN: the side of the person it speaks of."""

    VICTIM = "victim"
    OFFENDER = "offender"
    JOINT = "joint"
    SERVICE = "service"
    OWN = "own"


class Tag(NamedTuple):
    data_class: DataClass
    side: Side


# A model's TAGS: each tag with the names of the fields that carry it, separated by blanks.
Tags = dict[Tag, str]

NOTHING_PERSONAL = Tag(DataClass.S0, Side.SERVICE)
EXISTENCE = Tag(DataClass.V0, Side.VICTIM)
WHEREABOUTS = Tag(DataClass.V1, Side.OWN)
VICTIM_ACCOUNT = Tag(DataClass.V2, Side.VICTIM)
OFFENDER_IDENTITY = Tag(DataClass.O1, Side.OFFENDER)
OFFENDER_ACCOUNT = Tag(DataClass.O2, Side.OFFENDER)
RISK = Tag(DataClass.R1, Side.SERVICE)
CONSENT = Tag(DataClass.C1, Side.OWN)
LOGISTICS = Tag(DataClass.M1, Side.JOINT)
PROOF = Tag(DataClass.A1, Side.SERVICE)
KEYS = Tag(DataClass.K, Side.SERVICE)
OWN_NOTES = Tag(DataClass.N1, Side.OWN)
# What a worker writes about either party; the row's person or side says which.
OWN_ACCOUNT = Tag(DataClass.V2, Side.OWN)

# Text of these classes is never stored in clear.
ENCRYPTED_CLASSES = frozenset(
    {DataClass.V1, DataClass.V2, DataClass.O1, DataClass.O2, DataClass.R1, DataClass.M1, DataClass.N1}
)
