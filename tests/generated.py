"""Queries made up from the schema itself, for tests that ask everything of everything."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_enum_type,
    is_leaf_type,
    is_non_null_type,
    is_object_type,
)

ROWS = 6
"""How many rows every list is asked for."""
MOST_FIELDS = 4


class Made(NamedTuple):
    """A query, and how many objects and lists it asks for, each of which may need a query of its own."""

    text: str
    objects: int


class QueryMaker:
    """Makes queries; the same seed makes the same ones."""

    def __init__(self, schema: GraphQLSchema, values: Mapping[str, Sequence[str]], *, seed: int) -> None:
        """`values` are what arguments may be: by "field.argument", else by "argument"."""
        self._schema = schema
        self._values = values
        self._random = random.Random(seed)
        self._objects = 0

    def make(self, field: str, depth: int) -> Made:
        """A query of one field of Query, so many objects deep."""
        assert self._schema.query_type is not None
        self._objects = 1
        definition = self._schema.query_type.fields[field]
        inside = self._selection(get_named_type(definition.type), depth)
        return Made(f"{{ {self._call(field, definition)} {inside} }}", self._objects)

    def _selection(self, kind: Any, depth: int) -> str:
        fields: dict[str, GraphQLField] = kind.fields
        leaves = [name for name, field in fields.items() if is_leaf_type(get_named_type(field.type))]
        objects = [name for name, field in fields.items() if is_object_type(get_named_type(field.type))]
        chosen = [self._call(name, fields[name]) for name in self._some(leaves, MOST_FIELDS)]
        if "edges" in fields:
            objects, chosen = ["edges"], chosen[:1]
        elif list(fields) == ["cursor", "node"]:
            objects = ["node"]
        elif depth <= 0:
            objects = []
        for name in self._some(objects, 2):
            inner: GraphQLObjectType = get_named_type(fields[name].type)  # type: ignore[assignment]
            is_frame = name in ("edges", "node")
            self._objects += not is_frame
            chosen.append(f"{self._call(name, fields[name])} {self._selection(inner, depth - (not is_frame))}")
        return f"{{ {' '.join(chosen) or '__typename'} }}"

    def _some(self, names: list[str], most: int) -> list[str]:
        return self._random.sample(names, min(len(names), self._random.randint(1, most))) if names else []

    def _call(self, name: str, field: GraphQLField) -> str:
        arguments = {
            key: value
            for key, argument in field.args.items()
            if (value := self._value(name, key, argument.type)) is not None
            and (is_non_null_type(argument.type) or key == "first" or self._random.random() < 0.2)
        }
        written = ", ".join(f"{key}: {value}" for key, value in arguments.items())
        return f"{name}({written})" if written else name

    def _value(self, field: str, argument: str, kind: Any) -> str | None:
        if argument == "first":
            return str(ROWS)
        known = self._values.get(f"{field}.{argument}") or self._values.get(argument)
        if known:
            return f'"{self._random.choice(list(known))}"'
        named = get_named_type(kind)
        return self._random.choice(list(named.values)) if is_enum_type(named) else None  # type: ignore[union-attr]
