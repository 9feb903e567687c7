from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Means(TextChoices):
    CALL = "call", _("Telephone")
    TEXT = "text", _("Text")
    EMAIL = "email", _("Email")
    POST = "post", _("Letter")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video call")


class Direction(TextChoices):
    OUT = "out", _("We tried to reach them")
    IN = "in", _("They reached us")


class Outcome(TextChoices):
    SPOKE = "spoke", _("We spoke")
    NO_ANSWER = "no_answer", _("No answer")
    NOT_NOW = "not_now", _("Answered, but it was a bad moment")
    SOMEBODY_ELSE = "somebody_else", _("Somebody else answered")
    LEFT_WORD = "left_word", _("Left a message, as they allow")
    SENT = "sent", _("Sent, as they allow")
    CAME_BACK = "came_back", _("It came back")


class VisitState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    NOT_HELD = "not_held", _("Did not happen")


class Travel(TextChoices):
    FOOT = "foot", _("On foot or by bicycle")
    PUBLIC = "public", _("Bus or train")
    OWN_CAR = "own_car", _("Own car")
    SERVICE_CAR = "service_car", _("The service’s car")
    TAXI = "taxi", _("Taxi")


class PaidBy(TextChoices):
    SERVICE = "service", _("The service pays")
    CLAIMED = "claimed", _("I claim it back")
    NOBODY = "nobody", _("It costs nothing")


class CheckIn(TextChoices):
    """What a worker says with one tap while they are out."""

    ARRIVED = "arrived", _("Arrived")
    LEFT = "left", _("Left")
    HOME = "home", _("Home")


class CallOutWhat(TextChoices):
    """What is done, step by step, when somebody is not home by the minute that they named."""

    WORKER = "worker", _("Ring the worker")
    COMPANY = "company", _("Ring the co-worker, and whoever the worker named")
    POLICE = "police", _("Ring the police, and give them the address of the visit")


class CallOutAnswer(TextChoices):
    HOME = "home", _("Reached. Everybody is home or safe")
    MORE_TIME = "more_time", _("Reached. They are well and need another half an hour")
    HELP = "help", _("Reached. They need help now")
    NOT_REACHED = "not_reached", _("Not reached")
    DONE = "done", _("Done, and they know everything they need")


class CallOutEnd(TextChoices):
    HOME = "home", _("Everybody is home")
    MORE_TIME = "more_time", _("They need more time")
    NOT_HELD = "not_held", _("The visit did not happen")


class VisitAnswer(TextChoices):
    """What a prison says to a request for a legal visit."""

    GRANTED = "granted", _("Yes, at this time")
    ANOTHER = "another", _("Not then. Another date is possible")
    REFUSED = "refused", _("No")


class AskedBy(TextChoices):
    SYSTEM = "system", _("Here: it goes onto their list")
    PHONE = "phone", _("I have asked by telephone")
    EMAIL = "email", _("I have asked by email")


VISIT_TRANSITIONS: dict[str, frozenset[str]] = {
    VisitState.PLANNED: frozenset({VisitState.HELD, VisitState.NOT_HELD}),
    VisitState.HELD: frozenset(),
    VisitState.NOT_HELD: frozenset(),
}


class VoiceKind(TextChoices):
    WISH = "wish", _("Wish")
    FEAR = "fear", _("Fear")
    DEAL_BREAKER = "deal_breaker", _("Deal-breaker")
    RISK_VIEW = "risk_view", _("Their own view of the risk")
    SUPPORT = "support", _("Who and what supports them")


class Reply(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_NOW = "not_now", _("Not now")


class Stance(TextChoices):
    """Responsibility is a spectrum (practice.md §5.3)."""

    FULL = "full", _("Takes full responsibility")
    BASIC = "basic_facts", _("Accepts the basic facts")
    PARTIAL = "partial", _("“I was there, but it was not only me”")
    MINIMISES = "minimises", _("Makes it smaller than it was")
    NO_RECALL = "no_recall", _("Says they cannot remember")
    DENIES = "denies", _("Denies it")
    NOT_ASKED = "not_asked", _("Not asked yet")


ACKNOWLEDGES = frozenset({Stance.FULL, Stance.BASIC})
NEEDS_EXCEPTION = frozenset({Stance.PARTIAL, Stance.MINIMISES, Stance.NO_RECALL})
