import django.db.models.deletion
import talkingpiece.protection.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('areas', '0001_initial'),
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('protection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BroughtList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('format', models.CharField(choices=[('xlsx', 'Excel'), ('ods', 'OpenDocument'), ('csv', 'CSV')], max_length=4)),
                ('state', models.CharField(choices=[('waiting', 'Not brought in yet'), ('brought', 'Brought in'), ('destroyed', 'Destroyed unused')], default='waiting', max_length=10)),
                ('digest', models.BinaryField()),
                ('file_name', talkingpiece.protection.fields.EncryptedTextField(null=True)),
                ('sheets', talkingpiece.protection.fields.EncryptedJSONField(null=True)),
                ('answers', talkingpiece.protection.fields.EncryptedJSONField(null=True)),
                ('uploaded_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('cases', models.PositiveIntegerField(default=0)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['area', '-uploaded_at'], name='records_lists')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('closed_at__isnull', False), ('sheets__isnull', True)), _connector='OR'), name='records_closed_list_holds_nothing'), models.UniqueConstraint(condition=models.Q(('state', 'destroyed'), _negated=True), fields=('area', 'digest'), name='records_same_file_once')],
            },
        ),
        migrations.CreateModel(
            name='BroughtRow',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('line', models.PositiveIntegerField()),
                ('mark', models.BinaryField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('brought_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='records.broughtlist')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('area', 'mark'), name='records_line_once')],
            },
        ),
        migrations.CreateModel(
            name='TakenOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('side', models.CharField(choices=[('victim', 'victim'), ('offender', 'offender')], max_length=8)),
                ('kind', models.CharField(choices=[('way', 'A way to reach them'), ('consent', 'What they agreed to'), ('risk', 'Risk was assessed'), ('legal', 'Orders and conditions'), ('supervisor', 'Who supervises the offender'), ('stage', 'How far it had come'), ('contact', 'The last contact'), ('agreement', 'What was agreed'), ('next_step', 'The next step')], max_length=10)),
                ('words', talkingpiece.protection.fields.EncryptedTextField()),
                ('as_of', models.DateField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_on', models.DateField(blank=True, null=True)),
                ('settled_how', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('holds', models.BooleanField(blank=True, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('brought_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.broughtlist')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['area', 'case'], name='records_taken_over_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='records_takenover_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('holds', None), ('settled_at__isnull', True), ('settled_by__isnull', True), ('settled_on__isnull', True)), models.Q(('holds__isnull', False), ('settled_at__isnull', False), ('settled_by__isnull', False), ('settled_on__isnull', False)), _connector='OR'), name='records_settled_whole')],
            },
        ),
    ]
