from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """How far it came, as an offender manager may know it. One word for every way in which it came to nothing."""

    NOT_PROGRESSED = "not_progressed", _("Not going ahead")
    EXPLORED = "explored", _("Being talked about")
    INDIRECT = "indirect", _("Words passed through us")
    DIRECT = "direct", _("Took part in a meeting")
    CIRCLE = "circle", _("Took part in a circle")


class Recipient(TextChoices):
    """As whom somebody reads what we tell. What each may ever hear is a table: `allowed.ALLOWED`."""

    COMMUNITY = "community", _("the offender manager in the community")
    PRISON_MANAGER = "prison_manager", _("the offender manager in the prison")
    PRISON = "prison", _("the prison")
    LIAISON = "liaison", _("the victim liaison officer")
    PAROLE_BOARD = "parole_board", _("the Parole Board")
    COURT = "court", _("the court")


# They have no account here: it is addressed in words, and handed over on paper.
ON_PAPER = frozenset({Recipient.PAROLE_BOARD, Recipient.COURT})


class Kind(TextChoices):
    """Of what somebody is told. All but a question can be sent as a report."""

    EXPLORING = "exploring", _("Being talked about")
    PERMISSION = "permission", _("A permission is needed")
    DATES = "dates", _("Appointments")
    ACTIONS = "actions", _("To be done")
    COMPLETED = "completed", _("Done")
    ENDED = "ended", _("Not going ahead")
    OUTCOME = "outcome", _("What came of it")
    QUESTION = "question", _("Asked of you")


class About(TextChoices):
    """Whose sentence it is: who is shown it, and may object to it."""

    OFFENDER = "offender", _("the offender")
    VICTIM = "victim", _("the victim")
    BOTH = "both", _("both")


class Heard(TextChoices):
    """What somebody said when their sentences were read to them."""

    FINE = "fine", _("These may be told")
    CHANGE = "change", _("Something is to be changed first")
    OBJECTS = "objects", _("Some of these must not be told")
    NOT_SAFE = "not_safe", _("They cannot be shown them safely")


class Taken(TextChoices):
    """What became of objectives that were suggested for the plan."""

    ADOPTED = "adopted", _("I adopt them for the plan")
    LEFT = "left", _("I leave them")


class MadeSure(TextChoices):
    """What came of looking, after somebody outside said that a thing is done."""

    DONE = "done", _("It is done")
    NOT_YET = "not_yet", _("It is not done yet")
