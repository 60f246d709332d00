"""What was recognised last is found without looking at every certificate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_search_index")]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(fields=["-valid_from", "-id"], name="certificate_newest"),
        ),
    ]
