import django.db.models.deletion
import talkingpiece.protection.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from talkingpiece.protection.operations import SealTable


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('cases', '0002_seal'),
        ('protection', '0002_seal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MoreReveals',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('more', models.PositiveIntegerField()),
                ('why', talkingpiece.protection.fields.EncryptedTextField()),
                ('given_at', models.DateTimeField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'day'], name='cases_more_reveals_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('user', models.F('given_by')), _negated=True), name='cases_more_reveals_by_another')],
            },
        ),
        SealTable("MoreReveals"),
    ]
