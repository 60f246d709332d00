"""Each product with the lowest and the highest price of its packs on offer, to sort and filter long lists by."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    Variant = apps.get_model("catalog", "Variant")
    packs = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
    apps.get_model("catalog", "Product").objects.update(
        price_from=Subquery(packs.order_by("price").values("price")[:1]),
        price_to=Subquery(packs.order_by("-price").values("price")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_postgresql_overlap_and_search")]

    operations = [
        migrations.AddField(
            model_name="product",
            name="price_from",
            field=models.PositiveBigIntegerField(
                editable=False,
                help_text="the lowest price of a pack on offer, in đồng; kept by the operations",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="price_to",
            field=models.PositiveBigIntegerField(editable=False, help_text="the highest one", null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["status", "price_from", "id"], name="product_price"),
        ),
        migrations.AddIndex(
            model_name="product",
            index=models.Index(fields=["status", "name", "id"], name="product_name"),
        ),
    ]
