from django.db import migrations

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_seal"),
        ("people", "0002_seal"),
        ("protection", "0002_seal"),
        ("referrals", "0001_initial"),
    ]

    operations = [
        SealTable("Draft"),
        SealTable("Referral"),
        SealTable("ReferralToken"),
        SealTable("CodeMessage"),
        SealTable("CodeAttempt"),
        SealTable("Invitation"),
        SealTable("IntakeDraft"),
        SealTable("OffenderEnquiry"),
        SealTable("EnquiryToken"),
    ]
