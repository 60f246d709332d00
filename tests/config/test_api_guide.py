"""docs/api.md: what it shows can be asked, and what it says of limits is so."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from graphql import parse, validate

from accounts.enums import TokenScope
from config.graphql import limits
from config.schema import schema
from geography.graph import RequestErrorCode

GUIDE = (settings.BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```graphql\n(.*?)```", GUIDE, re.DOTALL)


def test_the_guide_shows_queries():
    assert len(QUERIES) >= 5


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_of_the_guide_is_valid(query):
    assert validate(schema.graphql_schema, parse(query)) == []


def test_the_limits_are_those_of_the_code():
    table = GUIDE[GUIDE.index("## Limits") : GUIDE.index("## Who asks")]
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", table)]
    assert numbers == [
        limits.MAX_BODY_BYTES,
        limits.MAX_QUERY_LENGTH,
        limits.MAX_TOKENS,
        limits.MAX_FIELDS_WRITTEN,
        limits.MAX_DEPTH,
        limits.MAX_ALIASES,
        limits.MAX_ROWS,
        limits.MAX_MUTATIONS,
        limits.MAX_COST,
    ]
    assert limits.MAX_ROWS == limits.MAX_LIST_VALUES


def test_codes_and_scopes_it_names_exist():
    known = {code.name for code in RequestErrorCode._meta.enum} | {scope.name for scope in TokenScope}
    enums = {name for kind in schema.graphql_schema.type_map.values() for name in getattr(kind, "values", {})}
    named = {word for word in re.findall(r"`([A-Z][A-Z_]{3,})`", GUIDE) if word != "POST"}
    assert named <= known | enums, named - known - enums


def test_every_file_it_leads_to_exists():
    for path in re.findall(r"\]\(([^)]+)\)", GUIDE):
        assert (settings.BASE_DIR / "docs" / path).resolve().is_file(), path
