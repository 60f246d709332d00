"""The committed schema: fresh, described throughout, and kept to what was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    is_specified_scalar_type,
    validate_schema,
)

from config.management.commands import write_schema
from config.schema import schema

TYPES: dict[str, GraphQLNamedType] = {
    name: kind
    for name, kind in schema.graphql_schema.type_map.items()
    if not name.startswith("__") and not is_specified_scalar_type(kind)
}
OBJECTS = [kind for kind in TYPES.values() if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)]


def parts(kind: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    """The parts of a type with their descriptions."""
    yield kind.name, kind.description
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{kind.name}.{name}", value.description) for name, value in kind.values.items())
    elif isinstance(kind, GraphQLInputObjectType):
        yield from ((f"{kind.name}.{name}", field.description) for name, field in kind.fields.items())
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            yield f"{kind.name}.{name}", field.description
            yield from ((f"{kind.name}.{name}({key})", given.description) for key, given in field.args.items())


def test_the_schema_keeps_the_rules_of_graphql():
    assert validate_schema(schema.graphql_schema) == []


def test_the_committed_schema_is_fresh(settings):
    assert write_schema.SCHEMA_FILE.read_text(encoding="utf-8") == write_schema.schema_text(), "Run: make schema"
    call_command("write_schema", check=True)


def test_a_stale_schema_is_noticed_and_written_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(write_schema, "SCHEMA_FILE", tmp_path / "schema.graphql")
    with pytest.raises(CommandError, match="make schema"):
        call_command("write_schema", check=True)
    call_command("write_schema")
    call_command("write_schema", check=True)


def test_everything_has_a_description():
    silent = [name for kind in TYPES.values() for name, said in parts(kind) if not (said or "").strip()]
    assert silent == []


def test_the_schema_reads_the_same_in_every_language():
    """It is one file, in English, whoever asks."""
    with translation.override("vi"):
        in_vietnamese = write_schema.schema_text()
    with translation.override("en"):
        assert write_schema.schema_text() == in_vietnamese


def test_amounts_are_never_plain_numbers():
    money = re.compile("price|total(?!Count)|amount|fee", re.IGNORECASE)
    plain = [
        f"{kind.name}.{name}"
        for kind in OBJECTS
        for name, field in kind.fields.items()
        if money.search(name) and getattr(get_named_type(field.type), "name", "") in {"Int", "Float"}
    ]
    assert plain == []


def test_every_long_list_has_a_size():
    """What is asked for by `first` takes at least a default, so that its cost is known."""
    without = [
        f"{kind.name}.{name}"
        for kind in OBJECTS
        for name, field in kind.fields.items()
        if "first" in field.args and not isinstance(field.args["first"].default_value, int)
    ]
    assert without == []


def test_connections_are_what_relay_says():
    for kind in OBJECTS:
        if kind.name.endswith("Connection"):
            assert {"edges", "pageInfo"} <= set(kind.fields)
            edge = get_named_type(kind.fields["edges"].type)
            assert {"cursor", "node"} <= set(edge.fields)  # type: ignore[union-attr]


def test_each_change_answers_with_typed_errors():
    mutations = schema.graphql_schema.mutation_type
    assert mutations is not None
    for name, field in mutations.fields.items():
        errors = get_named_type(field.type).fields["errors"]  # type: ignore[union-attr]
        assert is_list_type(get_nullable_type(errors.type)), name
        assert set(get_named_type(errors.type).fields) >= {"field", "message", "code"}, name
        assert isinstance(get_named_type(get_named_type(errors.type).fields["code"].type), GraphQLEnumType), name


def test_what_may_be_refused_may_be_null():
    """Or one refusal would empty the whole answer: what a change before it has done, too."""
    graph = schema.graphql_schema
    roots = [*graph.query_type.fields.items(), *graph.mutation_type.fields.items()]
    changes = set(graph.mutation_type.fields)
    never_null = {name for name, field in roots if is_non_null_type(field.type)}
    assert never_null & changes == set()
    assert {name for name, field in roots if "after" in field.args} & never_null == set()


def test_every_scalar_says_what_it_is_made_of():
    ours = {kind.name for kind in TYPES.values() if isinstance(kind, GraphQLScalarType)}
    assert ours <= {"Date", "DateTime", "Dong", "Time", "Decimal"}
