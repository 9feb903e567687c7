from talkingpiece.accounts.services.changes import decide_change, propose_reset, propose_role
from talkingpiece.accounts.services.factors import (
    add_app,
    add_passkey,
    choose_password,
    end_all_sessions,
    remove_factor,
    renew_codes,
)
from talkingpiece.accounts.services.invitations import accept_invitation, invite, make_link
from talkingpiece.accounts.services.people import (
    NotForMachines,
    RolesClash,
    add_user,
    end_leave,
    end_role,
    forget_old_forms,
    give_role,
    write_departure,
    write_leave,
)
from talkingpiece.accounts.services.signing_in import record_arrival, record_failure, record_proof, record_session_ended

__all__ = [
    "NotForMachines",
    "RolesClash",
    "accept_invitation",
    "decide_change",
    "end_role",
    "invite",
    "make_link",
    "propose_reset",
    "propose_role",
    "add_app",
    "add_passkey",
    "add_user",
    "choose_password",
    "end_all_sessions",
    "end_leave",
    "forget_old_forms",
    "give_role",
    "record_arrival",
    "record_failure",
    "record_proof",
    "record_session_ended",
    "remove_factor",
    "renew_codes",
    "write_departure",
    "write_leave",
]
