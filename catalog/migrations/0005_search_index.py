"""An index of words on SQLite, and of the sections of search texts on PostgreSQL, for ranking without reading all."""

from django.db import migrations

from catalog.search_index import drop_search_index, make_search_index


def make(apps, schema_editor):
    make_search_index(schema_editor)


def drop(apps, schema_editor):
    drop_search_index(schema_editor)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_product_prices")]

    operations = [migrations.RunPython(make, drop)]
