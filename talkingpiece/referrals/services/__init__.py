from talkingpiece.referrals.services.accepting import (
    Acceptance,
    OffenderEntry,
    SentenceEntry,
    accept_referral,
    offender_tokens,
)
from talkingpiece.referrals.services.agency_answers import change_may_know, record_asked
from talkingpiece.referrals.services.agency_drafts import (
    begin_agency_draft,
    begin_link_draft,
    expire_agency_draft,
    keep_agency_draft,
    throw_agency_draft,
)
from talkingpiece.referrals.services.agency_links import invite_agency, withdraw_link
from talkingpiece.referrals.services.agency_sending import (
    FromAgency,
    send_agency_referral,
    send_by_link,
    send_by_system,
)
from talkingpiece.referrals.services.calls import (
    CallGone,
    Saved,
    begin_call,
    drop_call,
    expire_call,
    save_call,
    send_call,
)
from talkingpiece.referrals.services.code_messages import count_attempt, leave_message, pass_on_word, unlock_code
from talkingpiece.referrals.services.drafts import expire_draft, save_page
from talkingpiece.referrals.services.enquiries import (
    Asked,
    apply_rule,
    end_enquiry,
    hold_enquiry_again,
    look_at_referral,
    meet_enquiry,
    name_offender,
    record_enquiry,
)
from talkingpiece.referrals.services.making import Answers, Source, follow_up, make_referral, referral_from
from talkingpiece.referrals.services.referrer import note_seen
from talkingpiece.referrals.services.said_no import note_no
from talkingpiece.referrals.services.sending import (
    note_acknowledged,
    send_referral,
    settle_acknowledgement,
)
from talkingpiece.referrals.services.triage import (
    answer_danger,
    hold_referral,
    read_messages,
    record_call,
    reopen_referral,
    reveal_way,
    signpost_referral,
    uncover_way,
)
from talkingpiece.referrals.services.whose_turn import reply_due

__all__ = [
    "Asked",
    "CallGone",
    "apply_rule",
    "end_enquiry",
    "hold_enquiry_again",
    "look_at_referral",
    "meet_enquiry",
    "name_offender",
    "record_enquiry",
    "Saved",
    "begin_call",
    "drop_call",
    "expire_call",
    "save_call",
    "send_call",
    "Acceptance",
    "Answers",
    "FromAgency",
    "OffenderEntry",
    "SentenceEntry",
    "Source",
    "accept_referral",
    "answer_danger",
    "count_attempt",
    "expire_draft",
    "follow_up",
    "pass_on_word",
    "referral_from",
    "hold_referral",
    "leave_message",
    "make_referral",
    "note_acknowledged",
    "note_no",
    "offender_tokens",
    "read_messages",
    "record_call",
    "reopen_referral",
    "reply_due",
    "begin_agency_draft",
    "begin_link_draft",
    "change_may_know",
    "expire_agency_draft",
    "invite_agency",
    "keep_agency_draft",
    "note_seen",
    "record_asked",
    "send_agency_referral",
    "send_by_link",
    "send_by_system",
    "throw_agency_draft",
    "withdraw_link",
    "reveal_way",
    "uncover_way",
    "unlock_code",
    "save_page",
    "send_referral",
    "settle_acknowledgement",
    "signpost_referral",
]
