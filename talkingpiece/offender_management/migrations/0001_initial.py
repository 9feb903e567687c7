import django.contrib.postgres.fields
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
        ('information_sharing', '0001_initial'),
        ('people', '0001_initial'),
        ('protection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OutcomeReport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('status', models.CharField(choices=[('not_progressed', 'Not going ahead'), ('explored', 'Being talked about'), ('indirect', 'Words passed through us'), ('direct', 'Took part in a meeting'), ('circle', 'Took part in a circle')], max_length=14)),
                ('sentences', talkingpiece.protection.fields.EncryptedJSONField()),
                ('written', talkingpiece.protection.fields.EncryptedJSONField()),
                ('left_out', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('version', models.PositiveIntegerField(default=1)),
                ('paper', talkingpiece.protection.fields.EncryptedJSONField(null=True)),
                ('pdf_digest', models.CharField(blank=True, max_length=64)),
                ('released_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_at', models.DateTimeField(blank=True, null=True)),
                ('stopped_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('first_read_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.agency')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='offender_management.outcomereport')),
                ('disclosure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='information_sharing.disclosure')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.responsible')),
                ('stopped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['recipient', '-released_at'], name='offender_management_received')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='offender_management_outcomereport_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('disclosure__isnull', True), ('pdf_digest', ''), ('released_at__isnull', True), ('released_by__isnull', True)), models.Q(('disclosure__isnull', False), ('released_at__isnull', False), ('released_by__isnull', False), models.Q(('pdf_digest', ''), _negated=True)), _connector='OR'), name='offender_management_release_whole'), models.CheckConstraint(condition=models.Q(('stopped_at__isnull', True), ('released_at__isnull', True), _connector='OR'), name='offender_management_stopped_or_released'), models.CheckConstraint(condition=models.Q(('first_read_at__isnull', True), ('released_at__isnull', False), _connector='OR'), name='offender_management_read_after_release'), models.UniqueConstraint(condition=models.Q(('error_at__isnull', True), ('released_at__isnull', True), ('stopped_at__isnull', True)), fields=('responsible',), name='offender_management_one_draft')],
            },
        ),
        migrations.CreateModel(
            name='Showing',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('about', models.CharField(choices=[('offender', 'the offender'), ('victim', 'the victim'), ('both', 'both')], max_length=8)),
                ('shown_digest', models.CharField(max_length=64)),
                ('means', models.CharField(blank=True, choices=[('call', 'Telephone'), ('text', 'Text'), ('email', 'Email'), ('post', 'Letter'), ('in_person', 'In person'), ('video', 'Video call')], max_length=10)),
                ('heard', models.CharField(choices=[('fine', 'These may be told'), ('change', 'Something is to be changed first'), ('objects', 'Some of these must not be told'), ('not_safe', 'They cannot be shown them safely')], max_length=8)),
                ('objects_to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='offender_management.outcomereport')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='offender_management_showing_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('heard', 'objects'), models.Q(('objects_to', []), _negated=True)), models.Q(models.Q(('heard', 'objects'), _negated=True), ('objects_to', [])), _connector='OR'), name='offender_management_objection_whole'), models.CheckConstraint(condition=models.Q(models.Q(('heard', 'not_safe'), ('means', '')), models.Q(models.Q(('heard', 'not_safe'), _negated=True), models.Q(('means', ''), _negated=True)), _connector='OR'), name='offender_management_shown_how')],
            },
        ),
    ]
