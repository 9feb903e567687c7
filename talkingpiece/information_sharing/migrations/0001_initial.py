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
        ('agreements', '0001_initial'),
        ('areas', '0001_initial'),
        ('cases', '0001_initial'),
        ('consents', '0001_initial'),
        ('protection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('recipient_words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('purpose', models.CharField(choices=[('ask_agency', 'To ask an agency'), ('legal_visit', 'To ask for a legal visit'), ('outcome_report', 'To report what came of it'), ('duty_or_harm', 'Because of a duty or a risk of harm')], max_length=20)),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('identity', 'Who the offender is'), ('suitability', 'Whether the offender could be approached'), ('risk', 'Known risks and how they are managed'), ('conditions', 'Orders and licence conditions'), ('dates', 'Release, parole and transfer dates'), ('location', 'Where the offender is held'), ('outcome', 'What came of it'), ('safety', 'That somebody is in danger, and from what'), ('whereabouts', 'Where somebody is, or how to reach them'), ('account', 'What somebody told us')], max_length=20), size=None)),
                ('ground', models.CharField(choices=[('agreement', 'An agreement in force'), ('consent', 'A specific consent'), ('duty', 'A legal duty, or a risk of serious harm')], max_length=10)),
                ('duty', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('sent', talkingpiece.protection.fields.EncryptedJSONField()),
                ('sent_digest', models.CharField(max_length=64)),
                ('person_told', models.CharField(choices=[('told', 'Told'), ('unsafe', 'Not told: it would not be safe'), ('to_tell', 'To be told'), ('agreed', 'They know: they agreed to it')], max_length=8)),
                ('person_told_at', models.DateTimeField(blank=True, null=True)),
                ('not_told_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('manager_told_at', models.DateTimeField(blank=True, null=True)),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.agency')),
                ('agreement', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agreements.agreement')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('consent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='consents.consent')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='information_sharing_disclosure_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('agreement__isnull', False), ('ground', 'agreement')), models.Q(('consent__isnull', False), ('ground', 'consent')), models.Q(('ground', 'duty'), ('manager_told_at__isnull', False)), _connector='OR'), name='information_sharing_ground_named')],
            },
        ),
        migrations.CreateModel(
            name='InformationRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('questions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('suitable', 'Could they be approached, and how?'), ('stance', 'What have they said about what they did?'), ('attitude', 'How do they speak of the people they harmed?'), ('risk', 'What risks should we know of?'), ('health', 'Does anything make it hard to talk or understand?'), ('conditions', 'Which orders and licence conditions restrict contact?'), ('dates', 'Which dates lie ahead: release, parole, transfer?')], max_length=12), size=None)),
                ('message', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('do_not_tell', models.BooleanField(default=True)),
                ('due_at', models.DateTimeField()),
                ('chased_at', models.DateTimeField(blank=True, null=True)),
                ('chased_count', models.PositiveSmallIntegerField(default=0)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('view', models.CharField(blank=True, choices=[('support', 'I support an approach'), ('conditions', 'I support it, with conditions'), ('object', 'I object, for this reason')], max_length=12)),
                ('answers', talkingpiece.protection.fields.EncryptedJSONField(null=True)),
                ('reason', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('addressed_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.agency')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('disclosure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='information_sharing.disclosure')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.responsible')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['addressed_to', 'answered_at'], name='information_sharing_desk')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='information_sharing_informationrequest_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('view', '')), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('view', ''), _negated=True)), _connector='OR'), name='information_sharing_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('chased_count__gt', 0), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='information_sharing_closed_only_after_chasing')],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('whom', models.CharField(choices=[('offender_manager', 'the offender manager'), ('liaison', 'the victim liaison officer')], max_length=20)),
                ('outcome', models.CharField(choices=[('consulted', 'Consulted'), ('none', 'There is none')], max_length=10)),
                ('words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.responsible')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='information_sharing_consultation_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('responsible__isnull', False), ('whom', 'offender_manager')), models.Q(('responsible__isnull', True), ('whom', 'liaison')), _connector='OR'), name='information_sharing_consulted_about_whom')],
            },
        ),
    ]
