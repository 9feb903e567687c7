from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a synthetic case stands when the group takes it up, in the order of the way."""

    FIRST_CONTACT = "first_contact", _("First contact: she wrote to us, and nobody has spoken with her")
    ASSESSMENT = "assessment", _("Assessment: she was listened to, and the risk is to be thought through")
    PREPARATION = "preparation", _("Preparation: both said yes, and neither is prepared")
    MEETING = "meeting", _("Meeting: it is booked and begins within the hour")
    ENDING = "ending", _("Ending without a meeting: he said no, and she is to be told")
    FOLLOW_UP = "follow_up", _("Follow-up: they met three days ago")


class Play(models.TextChoices):
    """What the trainer lets somebody of the case say or do."""

    VICTIM_WORDS = "victim_words", _("Robin says yes to what we may say to Jamie")
    VICTIM_MEETS = "victim_meets", _("Robin would like to meet him")
    VICTIM_NOT_YET = "victim_not_yet", _("Robin: not yet, please wait")
    VICTIM_AGAIN = "victim_again", _("Robin is ready to go on")
    VICTIM_RISK = "victim_risk", _("Robin says what worries her")
    VICTIM_TAKES_BACK = "victim_takes_back", _("Robin takes back the last thing that she agreed to")
    VICTIM_STOPS = "victim_stops", _("Robin stops everything")
    OFFENDER_YES = "offender_yes", _("Jamie says yes to being in touch")
    OFFENDER_NOT_YET = "offender_not_yet", _("Jamie: not now")
    OFFENDER_NO = "offender_no", _("Jamie says no")
    OFFENDER_MEETS = "offender_meets", _("Jamie would like to meet her")
    OFFENDER_RISK = "offender_risk", _("Jamie says what worries him")
    OFFENDER_TAKES_BACK = "offender_takes_back", _("Jamie takes back the last thing that he agreed to")
    MANAGER_SUPPORTS = "manager_supports", _("The offender manager supports an approach")
    MANAGER_OBJECTS = "manager_objects", _("The offender manager objects")
    MANAGER_NOT_YET = "manager_not_yet", _("The offender manager needs more time")


# What they say where the trainer types nothing.
WORDS = {
    Play.VICTIM_WORDS: _("Somebody whose home you broke into would like to ask you one question. You can say no."),
    Play.VICTIM_MEETS: _("I would like to look at him when he answers."),
    Play.VICTIM_NOT_YET: _("Not yet. It is the month in which it happened."),
    Play.VICTIM_AGAIN: "",
    Play.VICTIM_RISK: _("That I say nothing at all, and go home with it."),
    Play.VICTIM_TAKES_BACK: _("I have changed my mind."),
    Play.VICTIM_STOPS: "",
    Play.OFFENDER_YES: _("I thought that she would never want to hear from me. Yes."),
    Play.OFFENDER_NOT_YET: _("Not now. I am moved next month. Ask me then."),
    Play.OFFENDER_NO: _("No. I cannot look at her."),
    Play.OFFENDER_MEETS: _("If she wants to see me, I will come."),
    Play.OFFENDER_RISK: _("That she forgives me, and I have to live with it."),
    Play.OFFENDER_TAKES_BACK: _("I said yes too fast."),
    Play.MANAGER_SUPPORTS: _("He keeps his appointments, and speaks of it himself."),
    Play.MANAGER_OBJECTS: _("He has been in crisis since last week. Please wait."),
    Play.MANAGER_NOT_YET: _("I have to ask the wing."),
}
