import django.db.models.deletion
import talkingpiece.protection.fields
import uuid
from django.conf import settings
from django.db import migrations, models

from talkingpiece.protection.operations import SealReference, SealTable

# What was told stays as it was told. Only when the person was told, once, and that it was entered in error come later.
STANDS = """
CREATE OR REPLACE FUNCTION tp_disclosure_stands() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE later text[] := '{person_told_at,error_at,error_by_id,error_why}';
BEGIN
  IF TG_OP = 'DELETE' OR to_jsonb(NEW) - later IS DISTINCT FROM to_jsonb(OLD) - later
    OR (OLD.person_told_at IS NOT NULL AND NEW.person_told_at IS DISTINCT FROM OLD.person_told_at)
    OR (OLD.error_at IS NOT NULL AND NEW.error_at IS DISTINCT FROM OLD.error_at)
  THEN
    RAISE EXCEPTION 'A disclosure is never changed. Another one corrects it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $body$;
CREATE TRIGGER tp_disclosure_stands BEFORE UPDATE OR DELETE ON information_sharing_disclosure
  FOR EACH ROW EXECUTE FUNCTION tp_disclosure_stands();
"""
FALLS = """
DROP TRIGGER tp_disclosure_stands ON information_sharing_disclosure;
DROP FUNCTION tp_disclosure_stands();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('areas', '0001_initial'),
        ('cases', '0007_passing_by_nobody'),
        ('information_sharing', '0002_seal'),
        ('protection', '0003_wrapping_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DisclosureReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('words', talkingpiece.protection.fields.EncryptedTextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('rest', models.CharField(choices=[('whole', 'This answers every question'), ('more_time', 'I need more time for the questions that I left empty'), ('cannot_say', 'I cannot say anything on the questions that I left empty'), ('refused', 'We do not answer this request')], max_length=12)),
                ('answers', talkingpiece.protection.fields.EncryptedJSONField()),
                ('words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('more_time_until', models.DateField(blank=True, null=True)),
                ('said_name', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('said_post', talkingpiece.protection.fields.EncryptedTextField(default='')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RequestLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('name', talkingpiece.protection.fields.EncryptedTextField()),
                ('email', talkingpiece.protection.fields.EncryptedTextField()),
                ('made_at', models.DateTimeField()),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('used_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='informationrequest',
            name='information_sharing_answer_whole',
        ),
        migrations.RemoveConstraint(
            model_name='informationrequest',
            name='information_sharing_closed_only_after_chasing',
        ),
        migrations.AddField(
            model_name='disclosure',
            name='approved_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='information_sharing.disclosure'),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='recipient_kind',
            field=models.CharField(blank=True, choices=[('police', 'Police'), ('safeguarding', 'Children’s or adults’ safeguarding'), ('health', 'Ambulance, hospital or crisis team'), ('supervision', 'Probation or a prison'), ('other', 'Somebody else')], max_length=12),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='escalated_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='informationrequest',
            name='refused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='disclosure',
            name='purpose',
            field=models.CharField(choices=[('ask_agency', 'To ask an agency'), ('legal_visit', 'To ask for a legal visit'), ('outcome_report', 'To report what came of it'), ('duty_or_harm', 'Because of a duty or a risk of harm'), ('package', 'To share what was agreed')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='informationrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('view', '')), models.Q(('answered_at__isnull', False), ('refused_at__isnull', True), models.Q(('view', ''), _negated=True)), _connector='OR'), name='information_sharing_answer_whole'),
        ),
        migrations.AddConstraint(
            model_name='informationrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('chased_count__gt', 0), ('closed_at__isnull', False), ('closed_by__isnull', False)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('refused_at__isnull', False)), _connector='OR'), name='information_sharing_closed_only_after_chasing'),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area'),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='disclosure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='information_sharing.disclosure'),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='error_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey'),
        ),
        migrations.AddField(
            model_name='disclosurereview',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reply',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area'),
        ),
        migrations.AddField(
            model_name='reply',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='reply',
            name='error_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reply',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey'),
        ),
        migrations.AddField(
            model_name='reply',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reply',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='information_sharing.informationrequest'),
        ),
        migrations.AddField(
            model_name='requestlink',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area'),
        ),
        migrations.AddField(
            model_name='requestlink',
            name='key',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey'),
        ),
        migrations.AddField(
            model_name='requestlink',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='requestlink',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='information_sharing.informationrequest'),
        ),
        migrations.AddField(
            model_name='reply',
            name='link',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='information_sharing.requestlink'),
        ),
        migrations.AddConstraint(
            model_name='disclosurereview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='information_sharing_disclosurereview_error_whole'),
        ),
        migrations.AddConstraint(
            model_name='requestlink',
            constraint=models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('request',), name='information_sharing_one_link'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='information_sharing_reply_error_whole'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('more_time_until__isnull', False), ('rest', 'more_time')), models.Q(models.Q(('rest', 'more_time'), _negated=True), ('more_time_until__isnull', True)), _connector='OR'), name='information_sharing_more_time_until_when'),
        ),
        migrations.AddConstraint(
            model_name='reply',
            constraint=models.CheckConstraint(condition=models.Q(('recorded_by__isnull', False), ('link__isnull', False), _connector='OR'), name='information_sharing_reply_by_somebody'),
        ),
        SealTable("DisclosureReview"),
        SealTable("RequestLink"),
        SealTable("Reply"),
        SealReference("Disclosure", "corrects"),
        migrations.RunSQL(STANDS, FALLS),
    ]
