from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "talkingpiece.referrals"
    label = "referrals"
