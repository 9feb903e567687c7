"""What people of the generated cases say and what their workers write."""

from __future__ import annotations

from dataclasses import dataclass

from talkingpiece.cases.states import OffenceCategory, SentenceType


@dataclass(frozen=True)
class Harm:
    category: str
    happened: str  # in the words of whoever came to us
    neutral: str  # one sentence for the file; the month is put behind it
    sentence: str
    length: str


HARMS: tuple[Harm, ...] = (
    Harm(
        OffenceCategory.BURGLARY,
        "Somebody went through our house while we were on holiday. They read my letters.",
        "Burglary of a home, nobody in",
        SentenceType.CUSTODY,
        "2 years 4 months",
    ),
    Harm(
        OffenceCategory.BURGLARY,
        "They took the car keys from beside my bed. I was in the bed.",
        "Burglary of a home at night",
        SentenceType.CUSTODY,
        "3 years",
    ),
    Harm(
        OffenceCategory.VIOLENCE,
        "He broke my nose in the taxi queue. I had said: after you.",
        "Assault in a taxi queue",
        SentenceType.SUSPENDED,
        "12 months, suspended for 18 months",
    ),
    Harm(
        OffenceCategory.VIOLENCE,
        "I am a bus driver. He punched me through the little window.",
        "Assault on a bus driver",
        SentenceType.COMMUNITY,
        "18 months, 150 hours",
    ),
    Harm(
        OffenceCategory.ROBBERY,
        "He took my handbag so hard that my arm came out.",
        "Robbery of a handbag in the street",
        SentenceType.CUSTODY,
        "2 years 8 months",
    ),
    Harm(
        OffenceCategory.ROBBERY,
        "Three boys on bicycles. They wanted my phone, and then my shoes.",
        "Robbery by a group in a park",
        SentenceType.COMMUNITY,
        "24 months, 200 hours",
    ),
    Harm(
        OffenceCategory.DAMAGE,
        "He drove his van into my front wall because of the parking.",
        "Damage to a house with a van",
        SentenceType.COMMUNITY,
        "12 months, 100 hours",
    ),
    Harm(
        OffenceCategory.FRAUD,
        "She said that she was from the bank. I gave her everything that I had put by.",
        "Fraud by telephone",
        SentenceType.SUSPENDED,
        "18 months, suspended for two years",
    ),
    Harm(
        OffenceCategory.DRIVING,
        "He went through the red light. I walk with a stick now, and I am thirty.",
        "Serious injury by dangerous driving",
        SentenceType.CUSTODY,
        "2 years",
    ),
    Harm(
        OffenceCategory.HATE,
        "They wrote on our door what they think of us. My husband painted over it twice.",
        "Racially aggravated damage to a home",
        SentenceType.COMMUNITY,
        "12 months, with a programme",
    ),
)

HOPES = (
    "I want to know why it was us.",
    "I would like to see his face when I say it.",
    "I want it to stop going round in my head.",
    "I want him to know what it cost.",
    "I do not know yet. I only want to ask what is possible.",
    "I want to hear that he is not coming back.",
    "If it keeps one other person from it, good.",
)
NEEDS = (
    ("To know why it was me", "ask_why"),
    ("To say what it did to my children", "say_impact"),
    ("To hear sorry, and believe it", "apology"),
    ("To sleep with the light off", "safety"),
    ("That he gets help and does it to nobody else", "help_change"),
    ("To know what to do if we meet in town", "contact_rules"),
    ("To be the one who asks, for once", "ask_why"),
    ("To go to that street again", "safety"),
)
WISHES = (
    "Short, and with a door that I can see.",
    "I would rather write than talk.",
    "I want to speak first.",
    "Not before my exams are over.",
    "Somebody I know must sit next to me.",
)
FEARS = (
    "That I cry, and he thinks that he has won.",
    "That it makes it worse at home.",
    "That he finds out where we live now.",
    "That I feel nothing.",
    "That he is nicer than I want him to be.",
)
SUPPORT = (
    "My sister.",
    "The woman from Victim Support. She has been there from the start.",
    "My partner, and the dog.",
    "Nobody, and that is all right.",
    "A friend at work who knows.",
)
TALKS = (
    "A good hour. There were long silences, and they were needed.",
    "Came with a list, and did not look at it.",
    "Spoke about everything else first. Then, at the door, about it.",
    "Calm, exact, and tired of being told to move on.",
    "Laughed a good deal. Stopped laughing once.",
)
NO_ANSWERS = (
    "Rang out.",
    "No answer, no message: there is to be none.",
    "Engaged, twice.",
    "Somebody lifted and put down again.",
)
MOVED_ON = (
    "Would like to leave it where it is now. Listening was what was needed, it seems.",
    "Has begun to sleep again. Thanked us, and would like to stop here.",
    "Said: I got what I came for, somebody asked me.",
)
WITHDREW = (
    "The family would rather that it rested. Said it kindly, and is sure.",
    "Does not want to think about it any more, and that is enough.",
    "A new job, a new town. Would like to close the door.",
)
DECLINES = (
    "No. I would not know what to say.",
    "No, thank you. I wish them well.",
    "I am not able to. Please do not ask me again.",
    "My solicitor says no, and I think so too.",
)
DENIALS = ("I was there, I did not touch anybody.", "They got the wrong one. I said so in court.")
AGREES = (
    "Yes. I have been waiting for somebody to ask me that.",
    "Yes, if they are sure.",
    "I owe them that. Yes.",
)
OTHER_HELP = (
    "Victim Support, for the nights. Our number, for any day.",
    "A counsellor through the doctor; the letter is written.",
    "The walking group on Thursdays.",
    "Nothing wanted. The number is on the fridge, they said.",
)
