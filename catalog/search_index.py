"""The index that search looks through, made and filled by SQL and kept in step by the database itself.

SQLite: a table of words, written by triggers on the products and so by whatever writes a search text, `update()` and
`bulk_create()` included. Each word is led by the number of its section, so that a word of names is found without
reading the hundred thousand places it also occurs in; whole names are words of their own. PostgreSQL: a trigram index
of the text up to the end of each section, and one of whole names.

On SQLite a migration that remakes the table of products (Django does so to alter a column or to add a constraint)
loses its triggers: let it end with `make_search_index`, which may be called again at any time.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from catalog.matching import ENDS, ENGLISH_NAME_SQL, INDEX, JOINT, NAME_SQL, SECTIONS, UP_TO_SQL, WHOLE_NAME

# Beginnings of so many signs, the section's number included, are kept ready; longer ones are few words each.
_PREFIXES = "2 3 4 5 6"
_TRIGGERS = ("product_search_insert", "product_search_update", "product_search_delete")
# The whole text has had its index since migration 0003.
_POSTGRESQL_INDEXES = {
    "product_search_name": f"(({NAME_SQL}) text_pattern_ops)",
    "product_search_english_name": f"(({ENGLISH_NAME_SQL}))",
    **{f"product_search_{number}": f"USING gin (({sql}) gin_trgm_ops)" for number, sql in enumerate(UP_TO_SQL[:-1], 1)},
}


def make_search_index(editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index anew from the search texts as they are."""
    drop_search_index(editor)
    if editor.connection.vendor == "postgresql":
        for name, what in _POSTGRESQL_INDEXES.items():
            editor.execute(f"CREATE INDEX {name} ON catalog_product {what}")
        editor.execute("ANALYZE catalog_product")  # before, the planner knows nothing of what the indexes hold
    else:
        for statement in _sqlite_statements():
            editor.execute(statement)


def drop_search_index(editor: BaseDatabaseSchemaEditor) -> None:
    """Take the index away; search does not work without it on SQLite."""
    if editor.connection.vendor == "postgresql":
        for name in _POSTGRESQL_INDEXES:
            editor.execute(f"DROP INDEX IF EXISTS {name}")
    else:
        for name in _TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        editor.execute(f"DROP TABLE IF EXISTS {INDEX}")


def _sqlite_statements() -> list[str]:
    add = f"INSERT INTO {INDEX} (rowid, words) VALUES (new.id, {_words('new.search_text')});"  # noqa: S608  made of constants
    # A table that keeps no texts has to be told what it forgets.
    remove = f"INSERT INTO {INDEX} ({INDEX}, rowid, words) VALUES ('delete', old.id, {_words('old.search_text')});"  # noqa: S608
    changed = "UPDATE OF search_text ON catalog_product WHEN old.search_text IS NOT new.search_text"
    events = ("INSERT ON catalog_product", changed, "DELETE ON catalog_product")
    bodies = (add, f"{remove} {add}", remove)
    return [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='', tokenize='ascii', prefix='{_PREFIXES}')",
        f"INSERT INTO {INDEX} (rowid, words) SELECT id, {_words('search_text')} FROM catalog_product ORDER BY id",  # noqa: S608
        *(
            f"CREATE TRIGGER {name} AFTER {event} BEGIN {body} END"
            for name, event, body in zip(_TRIGGERS, events, bodies, strict=True)
        ),
    ]


def _words(text: str) -> str:
    """SQL for what the index keeps of a text: each word led by its section's number, and the two whole names."""
    starts = ["1", *(f"instr({text}, ' {end}') + 2" for end in ENDS)]
    ends = [*(f"instr({text}, ' {end}')" for end in ENDS), f"length({text}) + 1"]
    sections = [f"substr({text}, {start}, {end} - ({start}))" for start, end in zip(starts, ends, strict=True)]
    words = [f"replace({sql}, ' ', ' {number}')" for number, sql in zip(SECTIONS, sections, strict=True)]
    names = [f"' {WHOLE_NAME}' || replace(trim({sql}), ' ', '{JOINT}')" for sql in sections[:2]]
    return " || ".join(words + names)
