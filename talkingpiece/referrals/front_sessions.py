"""Sessions of the public door: Django's own, in another table (referrals.FrontSession)."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as OnDatabase

from talkingpiece.referrals.models import FrontSession


class SessionStore(OnDatabase):
    @classmethod
    def get_model_class(cls) -> type[FrontSession]:
        return FrontSession
