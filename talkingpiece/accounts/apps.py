from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    name = "talkingpiece.accounts"
    label = "accounts"

    def ready(self) -> None:
        from talkingpiece.accounts.proof import stamp_at_sign_in
        from talkingpiece.accounts.sessions import stamp_beginning

        user_logged_in.connect(stamp_at_sign_in, dispatch_uid="accounts.stamp_at_sign_in")
        user_logged_in.connect(stamp_beginning, dispatch_uid="accounts.stamp_beginning")
