"""Pages with invented people, rendered by the real layouts, for tests and for looking at."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from talkingpiece.ui.components import (
    Ball,
    BlockerRow,
    Count,
    Door,
    Entry,
    Fact,
    FrontDoor,
    Gate,
    Link,
    NavItem,
    PersonRow,
    Pledge,
    Row,
    Sealed,
    Stage,
    Step,
    SummaryRow,
    Tag,
    Tick,
    WorkRow,
)
from talkingpiece.ui.forms import (
    CheckboxesField,
    DateField,
    DateTimeField,
    EmailField,
    Form,
    LongTextField,
    NumberField,
    PhoneField,
    RadioField,
    SelectField,
    TextField,
    TickField,
    TimeField,
    YesNoField,
)

LONDON = ZoneInfo("Europe/London")
STAFF_NAV = (
    "My work", "Front door", "Cases", "Meetings", "Agreements", "Staffing", "Planning group", "Figures",
)  # fmt: skip


def staff_request(path: str = "/", current: str = "Cases") -> HttpRequest:
    request = RequestFactory().get(path)
    request.tp_area_name = "Ridgeway"  # type: ignore[attr-defined]
    request.tp_me = "Daniel Okafor, facilitator"  # type: ignore[attr-defined]
    request.tp_sign_out_url = "/sign-out"  # type: ignore[attr-defined]
    request.tp_nav = [  # type: ignore[attr-defined]
        NavItem(f"/{label.lower().replace(' ', '-')}", label, current=label == current) for label in STAFF_NAV
    ]
    request.tp_service = {  # type: ignore[attr-defined]
        "name": "Talking Piece",
        "concern": "Worried about something you saw? Tell Siân Maddox, case supervisor, on extension 204.",
    }
    return request


def public_request(path: str = "/", data: dict[str, Any] | None = None) -> HttpRequest:
    factory = RequestFactory()
    request = factory.get(path) if data is None else factory.post(path, data)
    request.tp_area_name = "Ridgeway"  # type: ignore[attr-defined]
    footer = ("Hide your visit", "Your information", "Accessibility", "Complain or praise", "If you caused harm")
    request.tp_footer = [NavItem(f"/{number}", label) for number, label in enumerate(footer)]  # type: ignore[attr-defined]
    request.tp_service = {  # type: ignore[attr-defined]
        "name": "Talking Piece",
        "phone": "0808 157 0140",
        "hours": "free, Monday to Friday, 9am to 7pm",
        "about": "Talking Piece Ridgeway is an independent charity.",
    }
    return request


def draw(request: HttpRequest, layout: str, body: str, **context: Any) -> str:
    source = '{% extends "ui/' + layout + '.html" %}{% load i18n tp %}' + body
    return str(engines["django"].from_string(source).render(context, request))


class SafeContactForm(Form):
    safe = CheckboxesField(
        label="Which ways of contacting you are safe?",
        help_text="Tick only what is safe. One is enough. We will use nothing else, and you can change it on any day.",
        choices=[
            ("call", "Phone call"),
            ("voicemail", "Voicemail"),
            ("text", "Text message"),
            ("email", "Email"),
            ("post", "Letter"),
            ("none", "None. I will contact you"),
        ],
        hints={
            "call": "We say only a first name. We never say why we are calling.",
            "voicemail": "A short message: “It’s Alex, please call back.”",
            "text": "Texts can show on a locked screen.",
            "email": "From a plain address, with a plain subject.",
            "post": "In a plain envelope, with no logo.",
            "none": "We will give you a code. We will never try to reach you.",
        },
        exclusive="none",
        missing="Choose at least one way, or “None”",
    )
    call_number = PhoneField(label="Which number may we call?")
    call_times = TextField(label="When is it safe?", help_text="For example, weekdays between 10am and 2pm")
    answered = RadioField(
        label="What if someone else answers?",
        choices=[
            ("ring_off", "Say “wrong number” and ring off"),
            ("first_name", "Ask for me, and give a first name only"),
        ],
        small=True,
    )
    text_number = PhoneField(label="Which mobile number?")
    email = EmailField(label="Which email address? Only if nobody else reads it")
    post = LongTextField(label="Which address?", rows=3)

    reveals = {
        "safe": {
            "call": ["call_number", "call_times", "answered"],
            "text": ["text_number"],
            "email": ["email"],
            "post": ["post"],
        }
    }
    required_if_revealed = {
        "call_number": "Enter the phone number",
        "text_number": "Enter the mobile number",
        "email": "Enter the email address",
        "post": "Enter the address",
    }


class EveryFieldForm(Form):
    name = TextField(label="What may we call you?", width="20")
    words = LongTextField(label="In their own words", help_text="Write it as they said it.", rows=4)
    happened_on = DateField(label="When did it happen?", help_text="For example, 27 3 2026")
    start = DateTimeField(label="When does the meeting start?")
    until = TimeField(label="Until when?", help_text="For example, 6pm")
    stance = RadioField(
        label="What did he say?",
        choices=[("yes", "He would like to take part"), ("no", "He said no"), ("later", "He wants time")],
        hints={"later": "Agree when you ask again. There is no hurry."},
    )
    told = YesNoField(label="Was she told?")
    kind = SelectField(label="How did you speak?", choices=[("visit", "Visit"), ("phone", "By telephone")])
    people = NumberField(label="How many people came?", min_value=1, suffix="people")
    agree = TickField(label="I have read this back to her", help_text="Every word, slowly.")


def maya_ball() -> Ball:
    return Ball(
        [
            Fact("Who has the ball", "Tom Adeyemi", "offender manager, probation"),
            Fact("Since", "Tue 10 Nov", "10 working days"),
            Fact("Maya hears from us by", "Thu 26 Nov", "by text, from you"),
            Fact("Owner of the case", "Daniel Okafor", "you, since 8 Sep", Link("hand over", "/hand-over")),
        ]
    )


def maya_steps() -> list[Step]:
    return [
        Step(1, "Planning group", "done", "In remit under rule 7, 3 Sep"),
        Step(2, "Identification", "done", "She came to us, 3 Sep"),
        Step(3, "Staffing", "done", "Daniel and Ruth, 8 Sep"),
        Step(4, "Information sharing", "now", "Probation to answer, 10 working days"),
        Step(5, "Risk", "half", "Maya’s side signed. Callum’s waits for step 4"),
        Step(6, "Engagement", "gate", "Maya is ready. 3 things before Callum"),
        Step(7, "Meetings", "ahead", "Maya leans to a letter first"),
        Step(8, "Offender management", "ahead", "Nothing to report yet"),
    ]


def maya_gate(*, big: bool = False) -> Gate:
    kind = "secondary" if big else "link"
    return Gate(
        heading="To do first" if big else "What blocks us: 3 things before Callum can be approached",
        intro="" if big else "Gate G3. The other 4 conditions are met.",
        big=big,
        blockers=[
            BlockerRow(
                "Probation has not said whether Callum can be approached",
                "Asked on 10 November. 10 working days were promised; that is today.",
                [Door("Send a reminder", "/remind", "primary", post=True)],
                "You or Priya. To answer: Tom Adeyemi, probation",
            ),
            BlockerRow(
                "The legal-contact check is unknown",
                "His licence may forbid contact, also through us. Unknown counts as no.",
                [Door("Record the check", "/check", kind), Door("Ask the liaison officer", "/ask", kind)],
                "To confirm: Helen Croft, liaison officer",
                who_strong="You can ask now.",
            ),
            BlockerRow(
                "Maya has not agreed to the words",
                "She wants to see exactly what we would say to him.",
                [Door("Draft the words with Maya", "/words", kind)],
                "You meet on Thursday 26 November.",
                who_strong="Only Maya can open this one.",
            ),
        ],
    )


def front_page() -> str:
    return draw(
        public_request(),
        "public",
        """{% block title %}Start{% endblock %}
{% block hero %}<div class="tp-hero"><div class="tp-wrap"><div><h1>You speak first</h1>
<p><strong>Has a crime hurt you, or someone you love?</strong> You may have questions that only one person can answer.
You may want that person to know what it did to you.</p>
<p>We can help you say it and hear an answer: face to face, by letter, or through us. Or talk to us first and decide
later.</p><p>It is called restorative justice. It is free, and you choose every step.</p></div>
<div class="tp-hero__pic">{% include "ui/pictures/circle.html" %}</div></div></div>{% endblock %}
{% block main %}{% include "ui/components/doors.html" %}
<p class="govuk-body govuk-!-margin-top-5">Rather talk? Call <a class="govuk-link tp-nowrap" href="tel:08081570140">0808
157 0140</a> (free), or <a class="govuk-link" href="/call">ask us to call you</a> at a time that is safe.</p>
<section class="tp-section" aria-labelledby="pledges"><h2 class="govuk-heading-l" id="pledges">What we promise</h2>
{% include "ui/components/pledges.html" %}</section>
<div class="tp-section tp-cols tp-cols--32"><section><h2 class="govuk-heading-m">What people choose</h2>
<ul class="tp-choices govuk-body"><li><strong>Ask questions.</strong> “Why me?” is the one we hear most.</li>
<li><strong>Write or receive a letter.</strong> Nothing is ever sent to you by surprise.</li></ul></section>
<section><div class="tp-panel tp-panel--mist"><h2 class="govuk-heading-m">Who it is for</h2>
<p class="govuk-body">You, if a crime harmed you, or if someone close to you died because of one.</p></div>
<div class="govuk-!-margin-top-4">
{% include "ui/components/callout.html" with heading="Not safe right now?" text=safety %}</div></section></div>
{% endblock %}""",
        doors=[
            FrontDoor(
                "For yourself",
                "Answer eight short questions, in any order. Skip what you like. About 10 minutes.",
                "Start for yourself",
                "/start",
                primary=True,
            ),
            FrontDoor(
                "For someone else",
                "You work with them or care for them. They must know and agree first.",
                "Refer someone",
                "/refer",
            ),
            FrontDoor(
                "You have a code",
                "Carry on where you stopped, or see where things stand.",
                "Use your code",
                "/code",
                quiet=True,
            ),
        ],
        pledges=[
            Pledge("lock", "We keep it to ourselves", "Nobody learns that you contacted us."),
            Pledge("hand", "You set the pace", "Pause or stop at any time. You need no reason. You can come back."),
            Pledge("phone", "We contact you only in safe ways", "You tell us which. We reply within 2 working days."),
            Pledge("person", "One person is there for you", "You get one name and one number."),
        ],
        safety="Call 999. If you cannot speak, press 55 on a mobile.",
    )


QUESTION = """{% block title %}Question 2 of 8{% endblock %}
{% block back %}{% back_link "/1" %}{% endblock %}
{% block main %}<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">{% error_summary form %}
<form method="post" novalidate>{% form_guards form %}
{% field form "safe" heading=True caption="Question 2 of 8" %}
{% buttons "Save and continue" secondary="Save and come back later" name="later" %}
<p class="govuk-body"><a class="govuk-link" href="/3">Skip this question</a> or
<a class="govuk-link" href="/call">ask us to call you instead</a></p></form></div>
<div class="govuk-grid-column-one-third"><div class="tp-panel tp-panel--linen govuk-!-margin-top-6">
<h2 class="govuk-heading-s">Why we ask</h2><p class="govuk-body tp-small">Some people share a phone. Some people share a
home with somebody who must not know. So we ask about each way by itself.</p></div></div></div>{% endblock %}"""

WRONG_CONTACT = {
    "safe": ["call", "text"],
    "call_number": "01632 96",
    "call_times": "weekdays 10 to 2, never Fridays",
    "answered": "ring_off",
    "text_number": "07700 900 417",
    "email": "kept though not ticked",
}


def question_page(data: dict[str, Any] | None = None) -> str:
    request = public_request("/2", data)
    return draw(request, "public", QUESTION, form=SafeContactForm(data=request.POST if data else None))


def restored_page() -> str:
    form = SafeContactForm(data=public_request("/2", WRONG_CONTACT).POST)
    form.restored = True
    return draw(public_request("/2"), "public", QUESTION, form=form)


def every_field_page(data: dict[str, Any] | None = None) -> str:
    request = staff_request()
    form = EveryFieldForm(data=data)
    return draw(
        request,
        "staff",
        """{% block title %}Log a contact{% endblock %}
{% block crumb %}<a class="govuk-link" href="/cases">Cases</a> / Log a contact{% endblock %}
{% block main %}<div class="govuk-grid-row"><div class="govuk-grid-column-two-thirds">{% error_summary form %}
<h1 class="govuk-heading-l">Log a contact</h1>
<form method="post" novalidate>{% form_guards form %}{% fields form %}
{% buttons "Save" cancel_url="/cases" cancel="Cancel" %}</form></div></div>{% endblock %}""",
        form=form,
    )


CASEFILE = """{% block title %}RDG-26-0142{% endblock %}
{% block crumb %}<a class="govuk-link" href="/cases">Cases</a> / RDG-26-0142{% endblock %}
{% block main %}<div class="tp-cols tp-cols--21 tp-cols--end"><div>
<h1 class="govuk-heading-l govuk-!-margin-bottom-1">Maya Deol</h1>
<p class="govuk-body govuk-!-margin-bottom-3">Burglary of her home, March 2025. <span class="tp-muted">Started by the
victim. Open 82 days, 14 of them paused.</span></p></div>
<div class="tp-acts tp-acts--end tp-noprint govuk-!-margin-bottom-3"><form method="post">{% form_guards %}
<button class="govuk-button govuk-button--secondary">{% icon "pause" %} Pause</button></form>
<a class="govuk-button govuk-button--secondary" role="button" href="/end">End well</a>
<a class="govuk-button" role="button" href="/log">Log a contact</a></div></div>
{% include "ui/components/ball.html" %}
<section class="tp-section tp-section--near" aria-labelledby="steps"><h2 class="govuk-heading-m" id="steps">The eight
steps</h2>{% path steps %}</section>
<div class="tp-section tp-cols tp-cols--21">{% include "ui/components/gate.html" %}
<section class="tp-panel"><h2 class="govuk-heading-m">What you can do now</h2>
{% include "ui/components/work.html" with rows=now two=True %}</section></div>
<div class="tp-section"><p class="govuk-body tp-small tp-muted govuk-!-margin-bottom-2">{% icon "eye" %} You opened both
files {% when opened %}, and that is recorded. Nothing passes the line between them without a named consent.</p>
{% sealed_files %}
{% sealed_file "victim" "Maya’s file" "Victim. Prefers “affected”. Open to Daniel, Ruth and Siân only." %}
{% include "ui/components/rows.html" with rows=victim %}{% endsealed_file %}
{% sealed_file "offender" "Callum’s file" "Offender. Open to Daniel, Ruth and Siân only." %}
{% include "ui/components/rows.html" with rows=offender %}{% endsealed_file %}
{% endsealed_files %}</div>
<section class="tp-section" aria-labelledby="tl"><div class="tp-h"><h2 class="govuk-heading-m" id="tl">What has
happened</h2><p>Newest first · <a class="govuk-link" href="/all">Whole record</a></p></div>
<div class="tp-cols tp-cols--21">{% include "ui/components/timeline.html" %}
<div class="tp-panel tp-panel--mist"><h3 class="govuk-heading-s">What Maya has allowed</h3>
{% include "ui/components/ticks.html" %}</div></div></section>{% endblock %}"""


def casefile_page() -> str:
    return draw(
        staff_request(),
        "staff",
        CASEFILE,
        ball=maya_ball(),
        steps=maya_steps(),
        gate=maya_gate(),
        opened=datetime(2026, 11, 24, 10, 42, tzinfo=LONDON),
        now=[WorkRow("Remind probation", "/a", "today"), WorkRow("Text Maya her update", "/b", "Thu 26 Nov")],
        victim=[
            Row("Needs, in her order", items=["if it was me they picked", "say it out loud, once"], quote=True),
            Row("Safe to contact", "Text, weekdays 10am to 2pm. No calls, no post."),
            Row("Phone", sealed=Sealed("Maya’s phone number", "/reveal", {"field": "phone"})),
            Row("Consents", "5 live, 0 withdrawn", link=Link("see each", "/consents")),
        ],
        offender=[
            Row("What he knows", "Nothing. He must not learn that Maya has contacted us."),
            Row("Whereabouts", sealed=Sealed("where Callum is", "/reveal")),
            Row("Legal contact", tag=Tag("Unknown, so blocked", "gate")),
        ],
        entries=[
            Entry(
                "Asked probation whether Callum can be approached",
                "Marked “do not tell the offender”.",
                "Daniel Okafor",
                "now",
                date(2026, 11, 10),
            ),
            Entry("Risk on Maya’s side signed off", by="Siân Maddox · Maya’s side", side="victim"),
            Entry("Callum’s offender manager named", by="Priya Raman · Callum’s side", side="offender"),
            Entry("Daniel accepted the case", "No conflict of interest.", "8 Sep, from Priya Raman"),
        ],
        ticks=[Tick("Contact her by text"), Tick("Ask probation about Callum", "10 Sep")],
    )


def gate_page() -> str:
    return draw(
        staff_request(),
        "staff",
        """{% block title %}Not yet{% endblock %}
{% block crumb %}<a class="govuk-link" href="/cases">Cases</a> / Approach Callum{% endblock %}
{% block main %}<h1 class="govuk-heading-l">Not yet: three things come before approaching Callum</h1>
<p class="govuk-body tp-measure">Nothing was sent and nobody was told.</p>{% posts 4 7 %}
<div class="tp-cols tp-cols--21 govuk-!-margin-top-4">{% include "ui/components/gate.html" %}
<section class="tp-gate tp-gate--open" aria-labelledby="ok"><h2 class="govuk-heading-m" id="ok">Already in place</h2>
{% include "ui/components/ticks.html" %}</section></div>{% endblock %}""",
        gate=maya_gate(big=True),
        ticks=[Tick("Her wishes are written in her words", "10 Sep"), Tick("Her own view of risk was heard", "21 Oct")],
    )


def work_page() -> str:
    steps = ("Planning group", "Identification", "Staffing", "Information sharing", "Risk", "Engagement")
    return draw(
        staff_request(current="My work"),
        "staff",
        """{% block title %}My work{% endblock %}{% block main %}<h1 class="govuk-heading-l">My work</h1>
<p class="govuk-body tp-muted">{% long_date today %}. You are coordinating 38 open cases.</p>
{% include "ui/components/counts.html" %}
<div class="tp-cols tp-cols--21"><div><div class="tp-h"><h2 class="govuk-heading-m">Today</h2>
<p><a class="govuk-link" href="/add">Add something</a></p></div>
{% include "ui/components/work.html" with rows=work %}</div>
<section><h2 class="govuk-heading-m">Your 38 cases by step</h2>{% stages stages %}</section></div>{% endblock %}""",
        today=date(2026, 11, 24),
        counts=[
            Count(4, "due today", "/due"),
            Count(6, "promises this week", "/week"),
            Count(9, "waiting on others", "/waiting"),
            Count(1, "offered to you"),
            Count(0, "without an owner", good=True),
        ],
        work=[
            WorkRow(
                "Call back: wants to talk before deciding",
                "/1",
                "9:30am",
                "Grace Achebe, RDG-26-0171",
                "Safe to call 9am to 11am only. No voicemail.",
            ),
            WorkRow("Answer owed", "/2", "21 days", "Maya Deol, RDG-26-0142", late=True, tag=Tag("escalate", "gate")),
        ],
        stages=[Stage(f"{n} {name}", 3 * n % 11, f"/{n}") for n, name in enumerate(steps, start=1)],
    )


def people_page() -> str:
    return draw(
        staff_request(),
        "agency",
        """{% block title %}Sign in{% endblock %}{% block main %}
<h1 class="govuk-heading-l">Who would you like to be?</h1>
{% include "ui/components/people.html" with people=first %}
<form method="post">{% form_guards %}{% include "ui/components/people.html" with people=rest %}</form>
{% include "ui/components/summary.html" with rows=rows %}{% endblock %}""",
        first=[PersonRow("Maya Deol", "victim", "Her own page, by code.", "Open", "/maya", seat="first", primary=True)],
        rest=[
            PersonRow("Priya Raman", "coordinator", "38 cases", "Sign in as", submit=("as", "1"), initials="PR"),
            PersonRow(
                "Tom Adeyemi",
                "offender manager",
                "Owes an answer since 10 November",
                "Sign in as",
                submit=("as", "2"),
                initials="TA",
                seat="agency",
            ),
        ],
        rows=[
            SummaryRow("We may contact you", "Yes, by text", "weekdays 10am to 2pm", "/c", "how we may contact you"),
            SummaryRow("Reference", "RDG-26-0142"),
        ],
    )


def standing_page() -> str:
    return draw(
        public_request(),
        "public",
        """{% block title %}Where things stand{% endblock %}{% block main %}
<h1 class="govuk-heading-xl govuk-!-margin-bottom-3">Where things stand</h1>
<p class="govuk-body-l">Hello Maya. This is what is happening, and what is not.</p>
{% include "ui/components/ball.html" %}
<div class="tp-section tp-cols tp-cols--32"><div><h2 class="govuk-heading-m">You can do this at any time</h2>
<div class="tp-panel"><div class="tp-acts govuk-!-margin-bottom-3"><button class="govuk-button govuk-button--secondary">
{% icon "pause" %} Pause everything</button><button class="govuk-button govuk-button--secondary">{% icon "stop" %}
Stop</button></div><p class="govuk-body">You need no reason, and nobody is told why.</p></div>
<h2 class="govuk-heading-m govuk-!-margin-top-6">What you have decided</h2>
{% include "ui/components/summary.html" %}</div>
<section class="tp-panel tp-panel--linen"><h2 class="govuk-heading-m">So far</h2>
{% include "ui/components/timeline.html" %}</section></div>{% endblock %}""",
        ball=Ball(
            [
                Fact("Whose turn it is", "Daniel Okafor", "He is waiting for an answer from another organisation."),
                Fact("Since", "Tuesday 10 November", "2 weeks. This part often takes 2 to 4."),
                Fact("You will hear from Daniel by", "Thursday 26 November", "Even if there is no news. By text."),
            ],
            big=True,
        ),
        rows=[SummaryRow("We may contact you", "Yes, by text", url="/c", change="how we may contact you")],
        entries=[Entry("You wrote to us", by="3 September", side="victim")],
    )


EVERY_FIELD_WRONG = {
    "happened_on_day": "31",
    "happened_on_month": "February",
    "happened_on_year": "2026",
    "start_day": "4",
    "start_month": "Dec",
    "start_year": "2026",
    "start_time": "6",
    "until": "teatime",
    "people": "some",
}

PAGES = {
    "front": front_page,
    "question": question_page,
    "question-wrong": lambda: question_page(WRONG_CONTACT),
    "restored": restored_page,
    "fields": every_field_page,
    "fields-wrong": lambda: every_field_page(EVERY_FIELD_WRONG),
    "casefile": casefile_page,
    "gate": gate_page,
    "work": work_page,
    "people": people_page,
    "standing": standing_page,
}
