"""Tables of other people's apps: what they may hold, and why they have no row-level policy."""

from __future__ import annotations

from talkingpiece.protection.classes import DataClass

THIRD_PARTY: dict[str, tuple[DataClass, str]] = {
    "django_migrations": (DataClass.S0, "names of migrations"),
    "django_session": (DataClass.K, "signed-in sessions; the key of a draft, never its content"),
    "django_content_type": (DataClass.S0, "names of models"),
    "auth_permission": (DataClass.S0, "unused: rights are acts, see accounts"),
    "auth_group": (DataClass.S0, "unused"),
    "auth_group_permissions": (DataClass.S0, "unused"),
    "account_emailaddress": (DataClass.S0, "unused: an account has one address, see accounts"),
    "account_emailconfirmation": (DataClass.S0, "unused"),
    "mfa_authenticator": (DataClass.K, "second factors; their secrets sealed by the root key"),
    "usersessions_usersession": (DataClass.K, "signed-in sessions of an account: network address, browser, when"),
    "tp_cache": (DataClass.K, "counts of tries by network address; codes that were used, for a minute"),
    "procrastinate_jobs": (DataClass.S0, "names of jobs with ids as their only arguments (tested)"),
    "procrastinate_events": (DataClass.S0, "when a job changed its state"),
    "procrastinate_periodic_defers": (DataClass.S0, "when a periodic job was last deferred"),
    "procrastinate_workers": (DataClass.S0, "heartbeats of workers"),
}

# Second factors: a column of another app's JSON in which our adapter seals some values by the root key, as base64.
SECOND_FACTORS = ("mfa.Authenticator", "data", b"tp.second_factor")
