import django.db.models.deletion
from django.db import migrations, models

from talkingpiece.protection.operations import SealReference


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_outside_supervisor'),
        ('engagement', '0002_seal'),
    ]

    operations = [
        migrations.AddField(
            model_name='supervisoragreement',
            name='outside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.outsidesupervisor'),
        ),
        migrations.AddConstraint(
            model_name='supervisoragreement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outside__isnull', True), ('recorded_by__isnull', False)), models.Q(('outside__isnull', False), ('recorded_by__isnull', True)), _connector='OR'), name='engagement_one_supervisor_answers'),
        ),
        SealReference("SupervisorAgreement", "outside"),
    ]
