import django.db.models.deletion
from django.db import migrations, models

from talkingpiece.protection.operations import KeepHistory, SealReference


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_forms"),
        ("referrals", "0007_seal_said_no"),
    ]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="said_to_be",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        SealReference("Referral", "said_to_be"),
        KeepHistory("Referral"),
    ]
