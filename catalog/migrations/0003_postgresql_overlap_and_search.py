"""What only PostgreSQL can hold: no two certificates of a product in force on one day, and an index for search.

On SQLite catalog.operations checks the overlap under the database's write lock, and audit_invariants proves it.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

STATEMENTS = {
    """
    ALTER TABLE catalog_certificate ADD CONSTRAINT certificate_no_overlap EXCLUDE USING gist (
        product_id WITH =,
        daterange(valid_from, LEAST(valid_until + 1, revoked_on, superseded_on), '[)') WITH &&
    ) WHERE (valid_from IS NOT NULL)
    """: "ALTER TABLE catalog_certificate DROP CONSTRAINT certificate_no_overlap",
    """
    CREATE INDEX product_search_text ON catalog_product USING gin (search_text gin_trgm_ops)
    """: "DROP INDEX product_search_text",
}


def run(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


def add(apps, schema_editor):
    run(schema_editor, STATEMENTS.keys())


def remove(apps, schema_editor):
    run(schema_editor, STATEMENTS.values())


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_groups_and_sets")]

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunPython(add, remove),
    ]
