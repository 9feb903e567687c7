"""What allauth asks of us about second factors: their secrets sealed by the root key, our name, our address."""

from __future__ import annotations

import base64

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from talkingpiece.protection.root_key import root_aead, sealing_aead
from talkingpiece.protection.third_party import SECOND_FACTORS

_BOUND_TO = SECOND_FACTORS[2]


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        sealed: bytes = sealing_aead().encrypt(text.encode(), _BOUND_TO)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        opened: bytes = root_aead().decrypt(base64.b64decode(encrypted_text), _BOUND_TO)
        return opened.decode()

    def get_totp_issuer(self) -> str:
        return str(settings.TP_PUBLIC_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": str(settings.TP_PUBLIC_NAME)}
