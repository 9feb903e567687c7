import django.db.models.deletion
import talkingpiece.protection.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('cases', '0008_changes_and_permissions'),
        ('protection', '0003_wrapping_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutsideSupervisor',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(choices=[('risk', 'A risk assessment'), ('approach', 'Approaching an offender')], max_length=10)),
                ('about_id', models.UUIDField()),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('content_digest', models.CharField(max_length=64)),
                ('name', talkingpiece.protection.fields.EncryptedTextField()),
                ('organisation', talkingpiece.protection.fields.EncryptedTextField()),
                ('email', talkingpiece.protection.fields.EncryptedTextField()),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('yes', 'Yes'), ('no', 'Not as it is')], max_length=10)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
            ],
            options={
                'indexes': [models.Index(fields=['question', 'about_id'], name='cases_outside_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True)), models.Q(('answered_at__isnull', False), ('withdrawn_at__isnull', True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='cases_outside_answered_once')],
            },
        ),
        SealTable("OutsideSupervisor"),
    ]
