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
        ('protection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('approach', models.CharField(max_length=30)),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('submitted', 'Waiting for a signature'), ('signed', 'Signed off'), ('returned', 'Given back'), ('superseded', 'Replaced by a newer one')], default='draft', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('decision', models.CharField(blank=True, choices=[('proceed', 'Go ahead'), ('proceed_with_plan', 'Go ahead with this plan'), ('indirect_only', 'Indirect only: no meeting'), ('pause', 'Pause'), ('do_not_proceed', 'Do not go ahead')], max_length=20)),
                ('reasons', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('plan', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('returned_words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('sign_words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='risk_assessment_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned'])), fields=('case', 'approach'), name='risk_one_open_assessment'), models.UniqueConstraint(condition=models.Q(('state', 'signed')), fields=('case', 'approach'), name='risk_one_signed_assessment'), models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), models.Q(('signed_by', models.F('assessor')), _negated=True), _connector='OR'), name='risk_assessor_is_not_signer'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True), ('valid_until__isnull', True)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), ('valid_until__isnull', False)), _connector='OR'), name='risk_signature_whole')],
            },
        ),
        migrations.CreateModel(
            name='FactorView',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('factor', models.CharField(max_length=40)),
                ('about', models.CharField(choices=[('victim', 'The victim'), ('offender', 'The offender'), ('relationship', 'Between them'), ('supporters', 'Supporters'), ('process', 'How we do it'), ('aftermath', 'Afterwards')], max_length=12)),
                ('present', models.CharField(choices=[('no', 'No'), ('possible', 'Possibly'), ('yes', 'Yes'), ('not_known', 'Not known')], default='not_known', max_length=10)),
                ('concern', models.CharField(choices=[('none', 'No concern'), ('some', 'Some concern'), ('significant', 'Significant concern'), ('stop', 'Stop: red flag')], default='none', max_length=12)),
                ('victim_view', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('offender_view', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('note', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('source', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('mitigation', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('residual', models.CharField(blank=True, choices=[('acceptable', 'Acceptable'), ('acceptable_with_plan', 'Acceptable with the plan'), ('not_acceptable', 'Not acceptable')], max_length=20)),
                ('owner_words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('review_by', models.DateField(blank=True, null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='factors', to='risk.assessment')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'factor'), name='risk_factor_once')],
            },
        ),
        migrations.CreateModel(
            name='RedFlag',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('side', models.CharField(choices=[('victim', 'victim'), ('offender', 'offender'), ('joint', 'joint'), ('service', 'service'), ('own', 'own')], max_length=8)),
                ('kind', models.CharField(choices=[('threats', 'Threats or inducement'), ('breach', 'An order was breached'), ('proceedings', 'Live proceedings or an appeal on the facts'), ('stalking', 'Stalking or continuing abuse'), ('coercion', 'The victim is under pressure'), ('self_harm', 'Imminent self-harm'), ('child', 'A child may be at risk'), ('locating', 'The offender is looking for the victim'), ('new_crime', 'A new serious crime was disclosed'), ('conflict', 'A facilitator has a conflict of interest')], max_length=12)),
                ('words', talkingpiece.protection.fields.EncryptedTextField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answer', models.CharField(blank=True, choices=[('mitigated', 'It is dealt with, and we can go on'), ('stays', 'It stays: nothing goes ahead')], max_length=10)),
                ('answer_words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='risk_redflag_error_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='risk_flag_answer_whole')],
            },
        ),
    ]
