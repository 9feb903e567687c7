"""May this letter leave the house? Asked when it is released, and again when somebody takes it to the post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from talkingpiece.cases.legal_queries import has_died
from talkingpiece.cases.protected import protected_from
from talkingpiece.cases.queries import open_pause
from talkingpiece.consents.states import Item
from talkingpiece.core.blockers import Blocker, Text, Verdict, condition, digest, verdict
from talkingpiece.documents.leaks import leaks_of
from talkingpiece.documents.payloads import LetterPaper, texts
from talkingpiece.notifications.models import Letter
from talkingpiece.notifications.papers import FILE_NAME, definition, paper_of, sent_paper
from talkingpiece.notifications.queries import addressee, post_to, said_no_contact, said_we_may_write
from talkingpiece.notifications.wording import tell_tale_words
from talkingpiece.people.queries import contact_hold
from talkingpiece.protection.classes import Side


@dataclass(frozen=True)
class LetterFacts:
    letter_id: str
    person_id: str
    called: str
    side: str
    of_the_case: bool
    died: bool
    said_yes: bool  # to being written to at all; always true on the victim's side
    said_no: bool
    paused: bool
    by_hand: bool
    post_safe: bool
    missing: tuple[str, ...]  # labels of what is not filled in yet
    leaks: tuple[str, ...]  # have to go
    common_words: tuple[str, ...]  # somebody has to answer for each
    tell_tale: tuple[str, ...]  # on paper that somebody else may open
    paper_digest: str


def facts_for_letter(letter: Letter, at: datetime) -> LetterFacts:
    on, case = timezone.localdate(at), letter.case
    to = addressee(case, letter.person_id)
    point = post_to(letter.person_id)
    same_point = letter.point_id is None or (point is not None and point.pk == letter.point_id)
    paper = sent_paper(letter) if letter.paper else paper_of(letter, point, on=on)
    leaks, common = _leaks(letter, paper)
    concealed = bool(letter.person.conceal_from) and not letter.by_hand
    return LetterFacts(
        letter_id=str(letter.pk),
        person_id=str(letter.person_id),
        called=letter.person.called,
        side=letter.side,
        of_the_case=to is not None,
        died=has_died(letter.person_id),
        said_yes=letter.side == Side.VICTIM or (to is not None and said_we_may_write(case, to.answers_for, on)),
        said_no=said_no_contact(case.pk, letter.person_id),
        paused=letter.side == Side.VICTIM and open_pause(case.pk) is not None,
        by_hand=letter.by_hand,
        post_safe=point is not None and same_point and contact_hold(letter.person_id) is None,
        missing=_missing(letter),
        leaks=leaks,
        common_words=tuple(word for word in common if word not in letter.answered),
        tell_tale=_tell_tale(paper) if concealed else (),
        paper_digest=digest(paper.model_dump(mode="json")),
    )


def _missing(letter: Letter) -> tuple[str, ...]:
    fields = definition(letter).fields
    return tuple(_(one.label) for one in fields if one.required and not str(letter.fields.get(one.key, "")).strip())


def _leaks(letter: Letter, paper: LetterPaper) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ours = (letter.recorded_by.name if letter.recorded_by else "", letter.case.area.name)
    found = leaks_of(paper, FILE_NAME, protected_from(letter.case, letter.person, known_names=ours))
    hard = dict.fromkeys(one.words for one in found if not one.may_be_answered)
    soft = dict.fromkeys(one.words for one in found if one.may_be_answered)
    return tuple(hard), tuple(soft)


def _tell_tale(paper: LetterPaper) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for text in texts(paper) for word in tell_tale_words(text)))


def blockers_to_release(facts: LetterFacts) -> Verdict:
    name, letter = {"name": facts.called}, (facts.letter_id,)
    side = Side.VICTIM if facts.side == Side.VICTIM else Side.OFFENDER
    conditions = [
        condition(
            facts.of_the_case,
            _("%(name)s is of this case") % name,
            _blocker(
                "gone_from_case", _("%(name)s is no longer of this case") % name, _("Nobody writes to them."), side
            ),
        ),
        condition(
            not facts.died,
            _("%(name)s can be written to at all") % name,
            _blocker("died", _("%(name)s has died") % name, _("Nobody is written to."), side),
        ),
        condition(
            facts.said_yes,
            _("%(name)s can be written to") % name,
            _blocker(
                "not_approached",
                _("Nobody on this side has said that we may write"),
                _("They are written to only after the approach, and after their own yes to being contacted."),
                Side.VICTIM,
                remedy=_("Ask whether we may be in touch"),
                door="consents:ask",
                args=(facts.person_id, Item.CONTACT.value),
            ),
        ),
        condition(
            not facts.said_no,
            _("%(name)s has not asked us to stop") % name,
            _blocker(
                "said_no",
                _("%(name)s does not want to be contacted") % name,
                _("A no ends every contact from us, at once. They can always reach us."),
                side,
            ),
        ),
        condition(
            not facts.paused,
            _("%(name)s has not paused") % name,
            _blocker("paused", _("The case is paused"), _("While they pause, nothing moves."), Side.VICTIM),
        ),
        condition(
            facts.by_hand or facts.post_safe,
            _("It is handed over in person") if facts.by_hand else _("%(name)s called this address safe") % name,
            _blocker(
                "post_not_safe",
                _("%(name)s has not called post safe, or not this address") % name,
                _("A letter that somebody else opens cannot be taken back. You can hand it over in person."),
                side,
                remedy=_("Change how it goes"),
                door="notifications:change",
                args=letter,
            ),
        ),
        condition(
            not facts.missing,
            _("Everything is filled in"),
            _blocker(
                "missing",
                _("Still to fill in: %(what)s") % {"what": " ".join(facts.missing)},
                "",
                side,
                remedy=_("Fill it in"),
                door="notifications:change",
                args=letter,
            ),
        ),
        condition(
            not facts.leaks,
            _("Nothing in it says who or where somebody of the other side is"),
            _blocker(
                "leaks",
                _("These words have to go: %(words)s") % {"words": ", ".join(facts.leaks)},
                _("They would tell %(name)s who or where somebody of the other side is.") % name,
                Side.SERVICE,
                remedy=_("Take these words out"),
                door="notifications:change",
                args=letter,
            ),
        ),
        condition(
            not facts.common_words,
            _("No word in it can be mistaken for a name"),
            _blocker(
                "common_words",
                _("Is this a name or a word? %(words)s") % {"words": ", ".join(facts.common_words)},
                _("Somebody of the other side is called that. Say why it is no name here, or take it out."),
                Side.SERVICE,
                remedy=_("Answer for it"),
                door="notifications:letter",
                args=letter,
            ),
        ),
        condition(
            not facts.tell_tale,
            _("Whoever opens it by mistake does not learn what we are"),
            _blocker(
                "tell_tale",
                _("Somebody must not know of us, and this would tell them: %(words)s")
                % {"words": ", ".join(facts.tell_tale)},
                _("Use other words, or hand it over in person."),
                side,
                remedy=_("Change it"),
                door="notifications:change",
                args=letter,
            ),
        ),
    ]
    return verdict(conditions)


def _blocker(
    code: str, message: Text, why: Text, side: Side, *, remedy: Text = "", door: str = "", args: tuple[str, ...] = ()
) -> Blocker:
    who = _("You can do this now.") if door else _("Nobody but them can change this.")
    return Blocker(code=code, message=message, why=why, remedy=remedy, who=who, side=side, door=door, door_args=args)
