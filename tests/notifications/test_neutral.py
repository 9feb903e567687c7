"""What is seen of a message by whoever holds the telephone: sender, subject, beginning, links, names of files."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.urls import get_resolver

from talkingpiece.documents.exports import Shape, declared
from talkingpiece.notifications import papers as letters
from talkingpiece.notifications.ports import Email, Outgoing
from talkingpiece.notifications.wording import TEMPLATES, compose, tell_tale_words
from talkingpiece.offender_management import papers as reports
from talkingpiece.people.states import Channel

# As the plan of security lists them; the linter's own stems must find each.
FORBIDDEN = (
    "restorative", "victim", "offender", "crime", "police", "probation", "prison", "court", "meeting", "support",
)  # fmt: skip
WORDS = {"day": "Thursday 26 November"}


def sent(name: str) -> mail.EmailMessage:
    out = Outgoing("1", Channel.EMAIL, "maya@example.org", str(TEMPLATES[name].subject), compose(name, WORDS))
    Email().send(out)
    [message] = mail.outbox
    return message


@pytest.mark.parametrize("word", FORBIDDEN)
def test_the_linter_knows_every_word_that_tells(word: str) -> None:
    assert tell_tale_words(f"About your {word}") == [word]


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_that_a_locked_screen_shows_says_what_we_are(name: str) -> None:
    message = sent(name)
    for shown in map(str, (message.subject, message.body[:120], message.body)):
        assert tell_tale_words(shown, [settings.TP_PUBLIC_NAME, "Ridgeway", "Maya"]) == []
    sender = re.sub(r"[@.]", " ", message.from_email).removesuffix("example org")
    assert tell_tale_words(sender, [settings.TP_PUBLIC_NAME]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_is_plain_text_without_a_link_a_file_or_an_older_message(name: str) -> None:
    message = sent(name)
    assert type(message) is mail.EmailMessage  # no second form of it, in which a picture could be asked for
    assert message.content_subtype == "plain"
    assert message.attachments == []
    assert not re.search(r"://|www\.|<[a-z]", str(message.body))
    assert not any(line.startswith(">") for line in message.body.splitlines())
    assert not {"In-Reply-To", "References", "List-Unsubscribe"} & set(message.extra_headers)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_names_of_files_say_nothing() -> None:
    for name in (letters.FILE_NAME, reports.FILE_NAME, "paper.pdf"):
        assert tell_tale_words(re.sub(r"\.\w+$", "", name), [settings.TP_PUBLIC_NAME]) == []
    papers = [export for _r, _v, export in declared(get_resolver().url_patterns) if export.shape is Shape.PAPER]
    assert len(papers) >= 3
