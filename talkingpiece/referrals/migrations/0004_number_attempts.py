from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0003_front_session'),
    ]

    operations = [
        migrations.AddField(
            model_name='codeattempt',
            name='number',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='referral',
            name='code_locked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='codemessage',
            name='kind',
            field=models.CharField(choices=[('call_me', 'Please call me'), ('pause', 'Please wait until I say so'), ('stop', 'Please stop'), ('change', 'Please reach me in another way'), ('not_safe', 'I am not safe now'), ('tries', 'Somebody tried this number many times')], max_length=10),
        ),
    ]
