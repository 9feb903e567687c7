"""Halina Wrona, hate crime: she speaks Polish, and is prepared with an interpreter and with her sister."""

from __future__ import annotations

from talkingpiece.cases.states import CompanionPart, LegalResult, OffenceCategory, SentenceType
from talkingpiece.consents.states import Item, Method
from talkingpiece.demo.calendar import month_words
from talkingpiece.demo.live import Tale
from talkingpiece.demo.telling import Story, safe
from talkingpiece.engagement.states import Means, Outcome, Reply, Stance
from talkingpiece.information_sharing.states import Question, View
from talkingpiece.referrals.states import CaseStage, Hope

WORDS = "Somebody from the market would like to know why you shouted what you shouted. You can say no."
POLISH = "Polish"


def tell(s: Story) -> Tale:
    days, ridgeway = s.days, s.ridgeway
    shouted = days.day(240)

    yield days.ago(88, "20:05")
    s.comes(
        "Halina",
        safe("text", "07700 900866", "14:00-20:00", note="In Polish. Her sister reads it to her."),
        happened="Krzyczał na mnie na targu, co sobotę, i przewrócił mój stragan z chlebem.",
        stage=CaseStage.SENTENCED,
        hopes=[Hope.ASK, Hope.SAFE],
        language=POLISH,
        interpreter=True,
    )
    yield days.work(87, "10:40")
    s.accepted(
        full_name="Halina Wrona",
        category=OffenceCategory.HATE,
        words=f"Shouted at in the market, and her bread stall overturned, {month_words(shouted)}.",
        happened_on=shouted,
    )
    s.offers(ridgeway.daniel, "Ruth speaks Polish and could be second. Halina would still like an interpreter.")
    yield days.work(86, "09:20")
    s.takes("With an interpreter, then Ruth has both ears free.")
    s.is_joined_by(ridgeway.ruth)
    marek = s.is_accompanied_by(
        "Marek",
        CompanionPart.INTERPRETER,
        full_name="Marek Zielak",
        words="Of the county’s interpreters. He knows neither of them.",
        independent=True,
    )
    beata = s.is_accompanied_by("Beata", full_name="Beata Wrona", words="Her sister. She sells next to her.")
    s.responsible_for_harm("Craig", full_name="Craig Dunmore", agency=ridgeway.probation, manager=ridgeway.tom)
    s.sentence(SentenceType.COMMUNITY, length="18 months", sentenced_on=days.workday(150))
    yield days.work(79, "15:00")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "With Marek, in the bakery. She talks fast; he asked her to breathe.")
    s.listens(
        [("To know why me", "ask_why", 1), ("To stand at my stall on Saturdays", "safety", 2)],
        language=POLISH,
        wish="I say it in Polish. He should hear it as I say it.",
        support="Beata.",
        risk_view="That he smiles.",
    )
    s.agrees(Item.CONTACT, method=Method.INTERPRETER, language=POLISH)
    yield days.work(77, "11:30")
    s.asks_manager([Question.SUITABLE, Question.STANCE])
    yield days.work(66, "16:20")
    s.manager_answers(
        View.SUPPORT,
        {
            Question.SUITABLE: "Yes. He has stopped drinking, and is ashamed of it all.",
            Question.STANCE: "He says that he did it. He does not know why her.",
        },
    )
    yield days.work(64, "10:10")
    s.reads_answer()
    s.consulted_liaison("There is no liaison officer in this case.", there_is_one=False)
    s.legal_check(LegalResult.CLEAR, "Court result, read with Tom Adeyemi. No order names her")
    yield days.work(57, "15:00")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "The words, in both languages, side by side on one sheet.")
    s.agrees(Item.APPROACH, wording=WORDS, target=str(s.responsible.pk), method=Method.INTERPRETER, language=POLISH)
    s.supervisor_next_door_agrees("A hate crime, so we look twice. She is steady, and has her sister. Agreed.")
    yield days.work(50, "11:00")
    s.approaches(Means.IN_PERSON)
    yield days.work(41, "14:15")
    s.replies(Reply.YES, "The bread woman? I would not smile. Yes.")
    s.informed(s.offender)
    s.agrees("contact", person=s.offender)
    s.stance(Stance.FULL, "I shouted, every week. I pushed it over.")
    yield days.work(40, "15:00")
    s.contact(Means.IN_PERSON, Outcome.SPOKE, "Told her, with Marek. She asked him to say it again.", told=True)
    s.agrees("mode", target="conference", method=Method.INTERPRETER, language=POLISH)
    yield days.work(22, "15:00")
    s.prepares(s.victim, ready=False, note="Sentence by sentence, so that Marek can follow.")
    s.agrees(Item.CONTACT, person=marek.person)
    s.prepares(marek.person, ready=True, note="He says “I” when she says “I”. Nothing is softened, on either side.")
    yield days.work(8, "15:30")
    s.agrees(Item.CONTACT, person=beata.person, language=POLISH, method=Method.INTERPRETER)
    s.prepares(beata.person, ready=False, note="She would like to answer for her sister. We practised not to.")
    yield days.working_days_ago(3, "14:10")
    s.plans_visit(
        days.ahead(4, "15:00"), "In the bakery, after closing", "The last talk before a date", with_user=ridgeway.ruth
    )
    yield days.working_days_ago(2, "16:00")
    s.writes_letter(
        "next", by_hand=True, steps="We come to the bakery, with Marek. We talk about what you want to say."
    )
