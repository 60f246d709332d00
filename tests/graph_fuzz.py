"""Random operations over a GraphQL schema: valid ones, built along its types, and others broken afterwards."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

# Nobody types these, but programs send them.
AWKWARD = [
    "",
    " ",
    "x" * 500,
    "đ",
    "'; DROP TABLE x; --",
    "%",
    "_%_",
    "\u200b",
    "🌶️",
    "‮abc",
    "0",
    "-1",
    "../..",
    "\\",
    '"',
]
NUMBERS = [0, 1, 2, 3, 5, 10, 100, -1, 101, 2**31 - 1, -(2**31)]
DAYS = ["2026-11-21", "2025-06-30", "1900-01-01", "9999-12-31", "2026-02-30", "mai"]
CHARACTERS = '{}()[]:!$@.,"#&|= \n\t' + "aeđ1\\\u200b"


@dataclass
class Operation:
    """One operation, as it is sent."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)


class Generator:
    """Makes operations by a seed; `names` are what there is, by the argument or field that takes it."""

    def __init__(self, schema: GraphQLSchema, *, seed: int, names: dict[str, list[Any]], awkward: float = 0.15) -> None:
        """`awkward` of 0 to 1 is how often a value is one nobody means."""
        self._schema = schema
        self._random = random.Random(seed)
        self._names = names
        self._awkward = awkward
        self._definitions: list[str] = []
        self._variables: dict[str, Any] = {}
        self._aliases = 0

    def query(self, *, depth: int = 6, roots: int = 2) -> Operation:
        """A valid query of some root fields."""
        assert self._schema.query_type is not None
        return self._operation("query", self._schema.query_type, depth, roots)

    def mutation(self, *, depth: int = 4, roots: int = 1) -> Operation:
        """A valid mutation."""
        assert self._schema.mutation_type is not None
        return self._operation("mutation", self._schema.mutation_type, depth, roots)

    def broken(self, operation: Operation) -> Operation:
        """The operation with some characters changed, or with variables of the wrong kind."""
        text, variables = list(operation.query), dict(operation.variables)
        if variables and self._random.random() < 0.5:
            name = self._random.choice(list(variables))
            variables[name] = self._random.choice([None, {}, [], "x", 1.5, True, [[[]]], {"a": {}}, 10**30])
            if self._random.random() < 0.2:
                del variables[name]
            return Operation(operation.query, variables)
        for _ in range(self._random.randint(1, 4)):
            place = self._random.randrange(len(text))
            text[place : place + self._random.randint(0, 3)] = self._random.choice(CHARACTERS)
        return Operation("".join(text), variables)

    def _operation(self, kind: str, root: GraphQLObjectType, depth: int, roots: int) -> Operation:
        self._definitions, self._variables, self._aliases = [], {}, 0
        chosen = self._random.sample(list(root.fields), k=min(roots, len(root.fields)))
        body = " ".join(self._field(name, root.fields[name], depth) for name in chosen)
        head = f"({', '.join(self._definitions)})" if self._definitions else ""
        return Operation(f"{kind} Fuzz{head} {{ {body} }}", self._variables)

    def _selection(self, kind: Any, depth: int) -> str:
        """Some fields of a type; only plain ones at the end of the depth."""
        leaves = [name for name, given in kind.fields.items() if is_leaf_type(get_named_type(given.type))]
        branches = [name for name in kind.fields if name not in leaves] if depth > 1 else []
        wanted = self._random.sample(leaves, k=min(len(leaves), self._random.randint(1, 3)))
        wanted += self._random.sample(branches, k=min(len(branches), self._random.choice([1, 1, 2])))
        parts = [self._field(name, kind.fields[name], depth - 1) for name in wanted] or ["__typename"]
        if self._random.random() < 0.1:
            parts.append(f"... on {kind.name} {{ __typename }}")
        return " ".join(parts)

    def _field(self, name: str, definition: GraphQLField, depth: int) -> str:
        arguments = [
            f"{key}: {self._written(key, given)}"
            for key, given in definition.args.items()
            if is_required_argument(given) or self._random.random() < 0.4
        ]
        inner = get_named_type(definition.type)
        text = name + (f"({', '.join(arguments)})" if arguments else "")
        if definition.args or self._random.random() < 0.05:
            self._aliases += 1
            text = f"a{self._aliases}: {text}"
        return text if is_leaf_type(inner) else f"{text} {{ {self._selection(inner, depth)} }}"

    def _written(self, name: str, given: GraphQLArgument) -> str:
        """An argument in a variable, which can say anything without being escaped."""
        variable = f"v{len(self._variables)}"
        self._definitions.append(f"${variable}: {given.type}")
        self._variables[variable] = self._value(name, given.type)
        return f"${variable}"

    def _value(self, name: str, kind: GraphQLInputType) -> Any:
        if isinstance(kind, GraphQLNonNull):
            return self._value(name, kind.of_type)
        if isinstance(kind, GraphQLList):
            return [self._value(name, kind.of_type) for _ in range(self._random.randint(0, 3))]
        if isinstance(kind, GraphQLInputObjectType):
            return {
                key: self._value(key, given.type)
                for key, given in kind.fields.items()
                if is_required_input_field(given) or self._wants(given)
            }
        if isinstance(kind, GraphQLEnumType):
            return self._random.choice(list(kind.values))
        return self._scalar(name, kind.name)

    def _wants(self, given: GraphQLInputField) -> bool:
        return given.default_value is Undefined and self._random.random() < 0.6

    def _scalar(self, name: str, kind: str) -> Any:
        is_awkward = self._random.random() < self._awkward
        if name == "first":
            return self._random.choice(NUMBERS) if is_awkward else self._random.randint(1, 6)
        if kind == "Boolean":
            return self._random.random() < 0.5
        if kind in {"Int", "Dong"}:
            return self._random.choice(NUMBERS) if is_awkward else self._random.randint(1, 5)
        if kind == "Float":
            return self._random.choice([0.0, 10.5, -91.0, 1e300])
        if kind in {"Date", "DateTime"}:
            return self._random.choice(DAYS) if is_awkward else DAYS[0]
        known = self._names.get(name) or [any_name for names in self._names.values() for any_name in names]
        return self._random.choice(AWKWARD) if is_awkward else self._random.choice(known)
