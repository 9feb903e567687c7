from talkingpiece.notifications.services.letters import (
    StaleLetter,
    answer_finding,
    begin_letter,
    change_letter,
    record_gone,
    release_letter,
    stop_letter,
)
from talkingpiece.notifications.services.messages import (
    queue_message,
    send_message,
    settle_by_hand,
    stop_messages,
)

__all__ = [
    "StaleLetter",
    "answer_finding",
    "begin_letter",
    "change_letter",
    "queue_message",
    "record_gone",
    "release_letter",
    "send_message",
    "settle_by_hand",
    "stop_letter",
    "stop_messages",
]
