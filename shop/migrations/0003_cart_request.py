"""What programs have asked of a cart under a key, so that asking again changes nothing twice."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0002_delivery_rates")]

    operations = [
        migrations.CreateModel(
            name="CartRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="chosen by the program, once for each change it means", max_length=100
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of what was asked, to know the same request again", max_length=64
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "cart",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="requests", to="shop.cart"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("cart", "key"), name="cart_request_key_once")],
            },
        ),
    ]
