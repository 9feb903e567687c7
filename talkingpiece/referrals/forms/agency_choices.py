"""The choices of an agency's form, said of somebody else: "they", where the public form says "you"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from talkingpiece.consents.states import Method
from talkingpiece.people.states import Channel, IfAnswered
from talkingpiece.referrals.forms.contact import NONE
from talkingpiece.referrals.states import CaseStage, Hope, MayKnow, SafeNow

WAYS = [
    (Channel.CALL, _("Phone call")),
    (Channel.VOICEMAIL, _("Voicemail")),
    (Channel.TEXT, _("Text message")),
    (Channel.EMAIL, _("Email")),
    (Channel.POST, _("Letter")),
    (NONE, _("None. They will contact the service")),
]
ANSWERED = [
    (IfAnswered.RING_OFF, _("Say “wrong number” and ring off")),
    (IfAnswered.FIRST_NAME, _("Ask for them, and give a first name only")),
    (IfAnswered.OPEN, _("Anybody who answers may know who is calling")),
]
STAGES = [
    (CaseStage.UNREPORTED, _("They did not report it")),
    (CaseStage.REPORTED, _("The police know of it")),
    (CaseStage.COURT, _("It is going through court")),
    (CaseStage.SENTENCED, _("Somebody was sentenced")),
    (CaseStage.FINISHED, _("The sentence is over")),
    (CaseStage.NOT_KNOWN, _("Not known")),
]
HOPES = [
    (Hope.ASK, _("Ask questions")),
    (Hope.SAY, _("Say what it did to them")),
    (Hope.SORRY, _("Hear the other person say sorry")),
    (Hope.SAFE, _("Feel safer")),
    (Hope.CHANGE, _("Help the other person change")),
    (Hope.RULES, _("Agree what happens if they meet by chance")),
    (Hope.UNSURE, _("They do not know yet")),
]
SAFE_NOW = [(SafeNow.YES, _("Yes")), (SafeNow.NO, _("No")), (SafeNow.NOT_SURE, _("Not sure"))]
MAY_KNOW = [
    (MayKnow.NOTHING, _("Nothing more. They said so, or nobody asked them")),
    (MayKnow.DECISION, _("Whether the service took it up, and why not")),
    (MayKnow.STAGE, _("Whether the service took it up, and how far it has come")),
]
HOW = [
    (Method.SPOKEN, _("In person")),
    (Method.TELEPHONE, _("On the telephone")),
    (Method.WRITTEN, _("In writing")),
    (Method.INTERPRETER, _("Through an interpreter")),
]
