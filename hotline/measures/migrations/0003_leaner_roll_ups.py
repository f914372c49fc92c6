from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_roll_ups")]

    operations = [
        # What was rolled up before is rolled up anew.
        migrations.RunSQL("DELETE FROM measures_rolledday", migrations.RunSQL.noop),
        migrations.RunSQL("DELETE FROM measures_inquiryroll", migrations.RunSQL.noop),
        migrations.RemoveIndex("inquiryroll", "inquiry_roll"),
        migrations.RemoveField("inquiryroll", "start"),
        migrations.AddField(
            "inquiryroll",
            "first_day",
            models.IntegerField(default=0, help_text="Counted from the first day of the year 1"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "inquiryroll", models.Index(fields=["line", "cube", "first_day"], name="inquiry_roll")
        ),
    ]
