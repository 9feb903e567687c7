import django.db.models.deletion
import talkingpiece.protection.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from talkingpiece.protection.operations import SealReference, SealTable


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('cases', '0007_passing_by_nobody'),
        ('protection', '0002_seal'),
        ('risk', '0002_seal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideSupervisor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('content_digest', models.CharField(max_length=64)),
                ('name', talkingpiece.protection.fields.EncryptedTextField()),
                ('organisation', talkingpiece.protection.fields.EncryptedTextField()),
                ('email', talkingpiece.protection.fields.EncryptedTextField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('sign', 'I sign it off'), ('return', 'I give it back')], max_length=10)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='assessment',
            name='risk_signature_whole',
        ),
        migrations.AddField(
            model_name='outsidesupervisor',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area'),
        ),
        migrations.AddField(
            model_name='outsidesupervisor',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='outsidesupervisor',
            name='assessment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_outside', to='risk.assessment'),
        ),
        migrations.AddField(
            model_name='outsidesupervisor',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='returned_outside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='risk.outsidesupervisor'),
        ),
        migrations.AddField(
            model_name='assessment',
            name='signed_outside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='risk.outsidesupervisor'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True), ('signed_outside__isnull', True), ('valid_until__isnull', True)), models.Q(('signed_by__isnull', False), ('signed_outside__isnull', True), ('signed_at__isnull', False), ('valid_until__isnull', False)), models.Q(('signed_by__isnull', True), ('signed_outside__isnull', False), ('signed_at__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='risk_signature_whole'),
        ),
        migrations.AddConstraint(
            model_name='outsidesupervisor',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), ('withdrawn_at__isnull', True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='risk_outside_answered_once'),
        ),
        SealTable("OutsideSupervisor"),
        SealReference("Assessment", "returned_outside"),
        SealReference("Assessment", "signed_outside"),
    ]
