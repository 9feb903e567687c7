import django.db.models.deletion
from django.db import migrations, models

from talkingpiece.protection.operations import SealReference


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_outside_supervisor'),
        ('risk', '0002_seal'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assessment',
            name='risk_signature_whole',
        ),
        migrations.AddField(
            model_name='assessment',
            name='returned_outside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.outsidesupervisor'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='signed_outside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.outsidesupervisor'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True), ('signed_outside__isnull', True), ('valid_until__isnull', True)), models.Q(('signed_by__isnull', False), ('signed_outside__isnull', True), ('signed_at__isnull', False), ('valid_until__isnull', False)), models.Q(('signed_by__isnull', True), ('signed_outside__isnull', False), ('signed_at__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='risk_signature_whole'),
        ),
        SealReference("Assessment", "returned_outside"),
        SealReference("Assessment", "signed_outside"),
    ]
