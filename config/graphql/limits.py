"""What one request may ask for, in plain numbers; docs/decisions/graphql.md says how they were chosen."""

# The body, in bytes, before it is read as JSON.
MAX_BODY_BYTES = 100_000
# The text of the query: characters, tokens of the language, comments.
MAX_QUERY_LENGTH = 20_000
MAX_TOKENS = 2_000
MAX_COMMENTS = 200
# Fields and fragments as written, and how often one name may be written in one selection: comparing such fields with
# one another is what costs most in validation.
MAX_FIELDS_WRITTEN = 500
MAX_SAME_NAME = 10
# Fields inside fields, and fields under another name, both with fragments put in their places.
MAX_DEPTH = 12
MAX_ALIASES = 30
# Fields of a mutation, each of which is a change of its own.
MAX_MUTATIONS = 5
# Rows of one list, and values in one list of a variable.
MAX_ROWS = 100
MAX_LIST_VALUES = 100
# Rows a list is taken to have that has no `first`: 34 provinces, but mostly two or three packs, pictures or days.
ROWS_OF_A_PLAIN_LIST = 10
# A query may cost this much: each field of each row 1, and once for every object that is asked for (it may need a
# query of its own, for all rows together) OBJECT_COST, or LIST_COST where it takes arguments, as lists do.
MAX_COST = 10_000
OBJECT_COST = 20
LIST_COST = 100
# Parsed and validated queries that are kept: characters of all their texts together.
MAX_KEPT_CHARACTERS = 100_000
MAX_KEPT_LENGTH = 5_000
# What the database may take: for one statement on PostgreSQL, for one request on SQLite.
DATABASE_SECONDS = 5
