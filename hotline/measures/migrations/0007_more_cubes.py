from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("measures", "0006_foreseen_waits")]

    operations = [
        # Every day is rolled up anew, into the new cubes too.
        migrations.RunSQL("DELETE FROM measures_rolledday", migrations.RunSQL.noop),
    ]
