import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from talkingpiece.protection.operations import KeepHistory, SealReference


class Migration(migrations.Migration):
    dependencies = [
        ("identification", "0006_seal_pairs"),
        ("people", "0005_forms"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="pair", name="identification_pair_of_two"),
        migrations.AlterField(
            model_name="pair",
            name="left",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="identification.extractrow",
            ),
        ),
        migrations.AddField(
            model_name="pair",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddConstraint(
            model_name="pair",
            constraint=models.CheckConstraint(
                condition=(
                    Q(left__isnull=False, other__isnull=True)
                    & (Q(right__isnull=False, person__isnull=True) | Q(right__isnull=True, person__isnull=False))
                )
                | Q(left__isnull=True, other__isnull=False, right__isnull=True, person__isnull=False, kind="across"),
                name="identification_pair_of_two",
            ),
        ),
        SealReference("Pair", "other"),
        KeepHistory("Pair"),
    ]
