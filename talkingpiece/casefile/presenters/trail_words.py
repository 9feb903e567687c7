"""The entries of the trail in plain words: what somebody did, never to whom."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talkingpiece.audit.models import Event, Kind
from talkingpiece.cases.states import Purpose
from talkingpiece.core.blockers import Text

# What an entry is about, by the first word of its name.
SUBJECTS: dict[str, Text] = {
    "account": gettext_lazy("an account"),
    "act": gettext_lazy("an act"),
    "action": gettext_lazy("what an agency reported as done"),
    "agency_link": gettext_lazy("a link for an agency"),
    "agency_referral": gettext_lazy("a referral of an agency"),
    "agency_view": gettext_lazy("what an agency would see"),
    "agreement": gettext_lazy("an agreement"),
    "agreements": gettext_lazy("what was agreed at a meeting"),
    "anchor": gettext_lazy("a copy of the end of the trail"),
    "approach": gettext_lazy("the approach to the offender"),
    "area": gettext_lazy("the opening of the area for meetings"),
    "call": gettext_lazy("a telephone intake"),
    "call_out": gettext_lazy("the search for a worker who was not home"),
    "case": gettext_lazy("the case"),
    "casefile": gettext_lazy("the whole case"),
    "cases": gettext_lazy("the list of cases"),
    "change": gettext_lazy("what changed for the offender"),
    "certificate": gettext_lazy("a certificate of training"),
    "course": gettext_lazy("a course"),
    "code": gettext_lazy("a code of a receipt"),
    "code_message": gettext_lazy("a message left with a code"),
    "client": gettext_lazy("a system of an agency"),
    "companion": gettext_lazy("somebody who takes part beside them"),
    "conflict": gettext_lazy("a conflict of interest"),
    "consent": gettext_lazy("a consent"),
    "consents": gettext_lazy("the consents"),
    "consultation": gettext_lazy("a consultation of another agency"),
    "contact": gettext_lazy("a contact"),
    "contact_point": gettext_lazy("a way of contact"),
    "disclosure": gettext_lazy("something told to another agency"),
    "duty": gettext_lazy("the duty rota"),
    "endpoint": gettext_lazy("an address of an agency’s system"),
    "enquiry": gettext_lazy("an enquiry of an offender"),
    "event": gettext_lazy("word to an agency’s system that something is new"),
    "evidence": gettext_lazy("evidence of the eight steps"),
    "facilitator": gettext_lazy("the register of facilitators"),
    "fact": gettext_lazy("a fact that was entered in error"),
    "feed": gettext_lazy("what an agency is told"),
    "figure": gettext_lazy("the cases behind a figure"),
    "figures": gettext_lazy("the figures"),
    "file": gettext_lazy("a file that was asked for"),
    "front_door": gettext_lazy("the front door"),
    "glass": gettext_lazy("an opening in an emergency"),
    "information": gettext_lazy("what somebody was informed of"),
    "information_request": gettext_lazy("a request to another agency"),
    "intake_draft": gettext_lazy("an unfinished referral"),
    "keys": gettext_lazy("the keys"),
    "leave": gettext_lazy("a leave"),
    "learner": gettext_lazy("how somebody did in a course"),
    "legal_contact": gettext_lazy("orders and other bars to contact"),
    "legal_visit": gettext_lazy("a visit to a prison"),
    "letter": gettext_lazy("a letter"),
    "letters": gettext_lazy("the letters"),
    "list": gettext_lazy("a list of earlier cases"),
    "listening": gettext_lazy("what somebody said"),
    "looked": gettext_lazy("who looked at what"),
    "meeting": gettext_lazy("a meeting"),
    "member": gettext_lazy("who works on the case"),
    "message": gettext_lazy("a message"),
    "module": gettext_lazy("a module of the training pack"),
    "need": gettext_lazy("a need"),
    "number": gettext_lazy("a number of prison or probation"),
    "offender": gettext_lazy("the offender’s part"),
    "offer": gettext_lazy("an offer of the case"),
    "outside_supervisor": gettext_lazy("a question to a supervisor outside"),
    "page": gettext_lazy("a page"),
    "paper": gettext_lazy("a paper that came in"),
    "people": gettext_lazy("two records of one person"),
    "people_alike": gettext_lazy("records of people who look alike"),
    "people_compared": gettext_lazy("two records side by side"),
    "permission": gettext_lazy("a permission"),
    "person": gettext_lazy("somebody of the case"),
    "point": gettext_lazy("a way of contact"),
    "preparation": gettext_lazy("a preparation"),
    "proposal": gettext_lazy("a proposal of a seat"),
    "red_flag": gettext_lazy("a red flag"),
    "referral": gettext_lazy("a referral"),
    "digest": gettext_lazy("how much waits for somebody in an agency"),
    "package": gettext_lazy("what an organisation is told"),
    "report": gettext_lazy("a report of the outcome"),
    "request_link": gettext_lazy("a link to a request"),
    "responsible": gettext_lazy("the offender’s details"),
    "restriction": gettext_lazy("an order or a condition"),
    "reveals": gettext_lazy("the day’s number of things to uncover"),
    "risk": gettext_lazy("a look at the risk"),
    "risk_assessment": gettext_lazy("a look at the risk"),
    "risk_factor": gettext_lazy("a factor of the risk"),
    "role": gettext_lazy("a role"),
    "safeguard": gettext_lazy("the safeguards of somebody under 18"),
    "sentence": gettext_lazy("the sentence"),
    "capacity": gettext_lazy("the numbers of the staff that the work needs"),
    "extract": gettext_lazy("a list of an agency"),
    "no": gettext_lazy("that somebody would rather not be asked"),
    "outlook": gettext_lazy("the next eighteen months, played through"),
    "pair": gettext_lazy("two records that may be of one person"),
    "pairs": gettext_lazy("records that may be of one person"),
    "practice": gettext_lazy("supervision and practice of a worker"),
    "reflection": gettext_lazy("a note of one’s own"),
    "rehearsal": gettext_lazy("practice with a synthetic case"),
    "row": gettext_lazy("a row of a list"),
    "rows": gettext_lazy("rows of lists"),
    "plan": gettext_lazy("a plan of who could take which case"),
    "staffing_need": gettext_lazy("what is needed of whoever works with them"),
    "stance": gettext_lazy("what the offender thinks of it"),
    "study": gettext_lazy("a course taken alone"),
    "supervisor": gettext_lazy("the agreement of a supervisor"),
    "taken_over": gettext_lazy("what was taken over from an earlier record"),
    "trail": gettext_lazy("who looked at the case"),
    "trainer": gettext_lazy("who trains what"),
    "victim": gettext_lazy("the victim’s part"),
    "visit": gettext_lazy("a visit"),
    "voice": gettext_lazy("what somebody said"),
    "ways": gettext_lazy("the ways of contact"),
}
# A page that says nothing more of what it read: of which room of the case, by the first word of its address's name.
ROOMS: dict[str, Text] = {
    "casefile": gettext_lazy("the whole case"),
    "cases": gettext_lazy("the people and the pace of the case"),
    "consents": gettext_lazy("what people agreed to"),
    "engagement": gettext_lazy("talking with people"),
    "evaluation": gettext_lazy("asking people how it was"),
    "information_sharing": gettext_lazy("what agencies ask and are told"),
    "meetings": gettext_lazy("meetings"),
    "notifications": gettext_lazy("letters"),
    "offender_management": gettext_lazy("reports of the outcome"),
    "records": gettext_lazy("earlier records"),
    "risk": gettext_lazy("the risk"),
    "staffing": gettext_lazy("who works on the case"),
}
REASONS: dict[str, Text] = {
    "not_found": gettext_lazy("there is no such thing, or it is not theirs"),
    "excluded": gettext_lazy("a conflict of interest"),
    "role": gettext_lazy("their role does not do this"),
    "class": gettext_lazy("their role does not see this"),
    "not_member": gettext_lazy("they do not work on it"),
    "side": gettext_lazy("it lies in the other side’s file"),
    "no_ground": gettext_lazy("no agreement allows it"),
    "purpose": gettext_lazy("they gave no purpose"),
    "closed": gettext_lazy("it is over"),
    "erased": gettext_lazy("it was erased"),
}
_EMERGENCY: dict[str, Text] = {
    "glass.broken": gettext_lazy("Opened the case in an emergency"),
    "glass.closed": gettext_lazy("Closed it again, after an emergency"),
    "glass.reviewed": gettext_lazy("Looked at an opening in an emergency, and wrote it down"),
}


def subject(event: Event) -> Text:
    """Empty for a name that nobody gave words to."""
    if event.name == "page.read" and (room := ROOMS.get(str(event.detail.get("page", "")).split(":")[0])):
        return _("a page about %(room)s") % {"room": room}
    return SUBJECTS.get(event.name.split(".")[0], "")


def said(event: Event) -> str:
    """One line for whoever looks after the trail."""
    if event.name in _EMERGENCY:
        return str(_EMERGENCY[event.name])
    about = str(subject(event) or _("something else"))
    match event.kind:
        case Kind.READING:
            return _("Read: %(about)s") % {"about": about}
        case Kind.REVEAL:
            purpose = dict(Purpose.choices).get(event.basis, "")
            words = _("Uncovered: %(about)s") % {"about": about}
            return f"{words} ({purpose})" if purpose else words
        case Kind.REFUSAL:
            return _refused(event, about)
        case Kind.EXPORT:
            return _("Took away a file: %(about)s") % {"about": about}
        case Kind.SEARCH:
            return _("Searched: %(about)s") % {"about": about}
        case Kind.SIGN_IN:
            return _("Signed in")
    return _("Wrote or changed: %(about)s") % {"about": about}


def _refused(event: Event, about: str) -> str:
    reason = REASONS.get(str(event.detail.get("reason", "")), "")
    words = _("Was refused: %(about)s") % {"about": about}
    return f"{words} ({reason})" if reason else words
