"""What delivery costs at first: illustrative fees in the order of Vietnamese carriers' (2026); the operator changes the rows."""

from django.db import migrations

# (up to km, first fee, step fee, days at least, days at most); the first 500 g, then each further 500 g.
BANDS = [
    (30, 16_000, 2_500, 1, 2),
    (100, 20_000, 3_000, 1, 3),
    (300, 25_000, 4_000, 2, 4),
    (700, 30_000, 5_500, 3, 5),
    (1_200, 34_000, 7_000, 3, 6),
    (4_000, 38_000, 9_000, 4, 9),
]
STEP_GRAMS = 500


def add_bands(apps, schema_editor):
    rates = apps.get_model("shop", "DeliveryRate").objects.using(schema_editor.connection.alias)
    for up_to_km, first_fee, step_fee, days_min, days_max in BANDS:
        rates.update_or_create(
            up_to_km=up_to_km,
            defaults={
                "first_grams": STEP_GRAMS,
                "first_fee": first_fee,
                "step_grams": STEP_GRAMS,
                "step_fee": step_fee,
                "days_min": days_min,
                "days_max": days_max,
            },
        )


def remove_bands(apps, schema_editor):
    rates = apps.get_model("shop", "DeliveryRate").objects.using(schema_editor.connection.alias)
    rates.filter(up_to_km__in=[band[0] for band in BANDS]).delete()


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [migrations.RunPython(add_bands, remove_bands)]
