from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Part(models.TextChoices):
    """A part of a module, in the order of its pages."""

    ABOUT = "about", _("About this module")
    NOTES = "notes", _("Trainer’s notes")
    SLIDES = "slides", _("Slides outline")
    ROLE_PLAYS = "role-plays", _("Role-play briefs")
    HANDOUTS = "handouts", _("Handouts")
    ASSESSMENT = "assessment", _("Assessment")
    RUBRIC = "rubric", _("Rubric")


# What stands in the file of a module under a heading of its own; the rest is above the first, and in the rubric.
WRITTEN = (Part.NOTES, Part.SLIDES, Part.ROLE_PLAYS, Part.HANDOUTS, Part.ASSESSMENT)


class How(models.TextChoices):
    """In which way an area differs from a part."""

    ADDED = "added", _("Add words of our own after it")
    OMITTED = "omitted", _("Leave it out")


class Level(models.TextChoices):
    """What was seen, for one criterion of a rubric."""

    NOT_YET = "not_yet", _("Not yet")
    SECURE = "secure", _("Secure")
    STRONG = "strong", _("Strong")
