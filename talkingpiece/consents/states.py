from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Item(TextChoices):
    """One thing that somebody can agree to, by itself (practice.md §6.2)."""

    CONTACT = "contact", _("Contact me in the ways I called safe")
    HOLD_NOTES = "hold_notes", _("Keep notes about my health and how I am")
    APPROACH = "approach", _("Approach the other person, and say exactly this")
    ASK_AGENCY = "ask_agency", _("Ask an agency about the other person")
    SHARE = "share", _("Tell somebody what I choose")
    REFERRER = "referrer", _("Let whoever told you of me see how far it came")
    MODE = "mode", _("This way of communicating")
    ATTEND = "attend", _("Take part on this date")
    AGREEMENT = "agreement", _("Who receives what we agreed")
    ASK_LATER = "ask_later", _("Ask me later how it was")
    PAROLE = "parole", _("Tell the Parole Board that it took place")
    RESEARCH = "research", _("Use what I said for research, without my name")


class Answer(TextChoices):
    GIVEN = "given", _("Yes")
    REFUSED = "refused", _("No")


class Method(TextChoices):
    WRITTEN = "written", _("In writing")
    SPOKEN = "spoken", _("Spoken, written down by us")
    TELEPHONE = "telephone", _("By telephone")
    INTERPRETER = "interpreter", _("Through an interpreter")
    ONLINE = "online", _("On our public form")


class ToldTo(TextChoices):
    """To whom somebody may let us tell things, besides agencies."""

    OTHER_SIDE = "other_side", _("The other person")
    SUPPORTER = "supporter", _("The person who supports them")
    COURT = "court", _("A court")
    THOSE_THERE = "those_there", _("Those who sit in a circle with them")
