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
        ('engagement', '0001_initial'),
        ('people', '0001_initial'),
        ('protection', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asking',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('means', models.CharField(choices=[('call', 'Telephone'), ('text', 'Text'), ('email', 'Email'), ('post', 'Letter'), ('in_person', 'In person'), ('video', 'Video call')], max_length=10)),
                ('answered', models.BooleanField()),
                ('felt_safe', models.CharField(blank=True, choices=[('fully', 'Yes'), ('partly', 'Partly'), ('not', 'No'), ('cannot_say', 'I cannot say')], max_length=10)),
                ('would_again', models.CharField(blank=True, choices=[('fully', 'Yes'), ('partly', 'Partly'), ('not', 'No'), ('cannot_say', 'I cannot say')], max_length=10)),
                ('words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='evaluation_asking_error_whole')],
            },
        ),
        migrations.CreateModel(
            name='NeedMet',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('happened_at', models.DateTimeField()),
                ('happened_vaguely', models.CharField(choices=[('exact', 'Exact'), ('day', 'Day'), ('about', 'About')], default='exact', max_length=5)),
                ('recorded_at', models.DateTimeField()),
                ('error_at', models.DateTimeField(blank=True, null=True)),
                ('error_why', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('met', models.CharField(choices=[('fully', 'Yes'), ('partly', 'Partly'), ('not', 'No'), ('cannot_say', 'I cannot say')], max_length=10)),
                ('words', talkingpiece.protection.fields.EncryptedTextField(default='')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='areas.area')),
                ('asking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='evaluation.asking')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('error_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='protection.datakey')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='engagement.need')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('error_at__isnull', True), ('error_by__isnull', True)), models.Q(('error_at__isnull', False), ('error_by__isnull', False)), _connector='OR'), name='evaluation_needmet_error_whole'), models.UniqueConstraint(fields=('asking', 'need'), name='evaluation_need_once')],
            },
        ),
    ]
