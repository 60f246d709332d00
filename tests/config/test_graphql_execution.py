"""Execution, on a small schema: loaders ask once per level, errors empty the nearest place that may be null."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import graphene
import pytest
from graphql import ExecutionResult, execute, parse

from config.graphql.execution import LoadingContext
from geography.graph import Loader, attach, load, then

ASKED: list[list[int]] = []


class Doubles(Loader):
    """Gives twice the key; 13 raises."""

    def batch_load(self, keys: list[int]) -> list[int]:
        ASKED.append(keys)
        if 13 in keys:
            raise ValueError("unlucky")
        return [key * self.options.get("times", 2) for key in keys]


class Node(graphene.ObjectType):
    value = graphene.Int()
    double = graphene.Field(lambda: Node)
    times = graphene.Int(by=graphene.Int(required=True))
    text = graphene.String()
    sure = graphene.Field(graphene.NonNull(lambda: Node))
    children = graphene.List(graphene.NonNull(lambda: Node))
    maybe_children = graphene.List(lambda: Node)

    @staticmethod
    def resolve_value(root: int, info: Any) -> int:
        return root

    @staticmethod
    def resolve_double(root: int, info: Any) -> Any:
        return load(info, Doubles, root)

    @staticmethod
    def resolve_times(root: int, info: Any, by: int) -> Any:
        return load(info, Doubles, root, times=by)

    @staticmethod
    def resolve_text(root: int, info: Any) -> Any:
        return then(load(info, Doubles, root), lambda double: then(load(info, Doubles, double), str))

    @staticmethod
    def resolve_sure(root: int, info: Any) -> Any:
        return load(info, Doubles, root)

    @staticmethod
    def resolve_children(root: int, info: Any) -> list[int]:
        return [root + 1, root + 2, root + 3]

    resolve_maybe_children = resolve_children


class Change(graphene.Mutation):
    node = graphene.Field(Node)

    @staticmethod
    def mutate(root: None, info: Any) -> Change:
        ASKED.append([])
        return Change(node=1)


class Query(graphene.ObjectType):
    node = graphene.Field(Node, value=graphene.Int(default_value=1))

    @staticmethod
    def resolve_node(root: None, info: Any, value: int) -> int:
        return value


class Mutation(graphene.ObjectType):
    change = Change.Field()


SCHEMA = graphene.Schema(query=Query, mutation=Mutation)


def answer(query: str, **variables: Any) -> ExecutionResult:
    ASKED.clear()
    return execute(
        SCHEMA.graphql_schema,
        parse(query),
        context_value=SimpleNamespace(loaders={}),
        variable_values=variables,
        execution_context_class=LoadingContext,
    )


def data(query: str, **variables: Any) -> Any:
    result = answer(query, **variables)
    assert result.errors is None
    return result.data


def test_rows_of_a_list_ask_a_loader_once():
    shown = data("{ node { children { double { value } } } }")
    assert shown == {"node": {"children": [{"double": {"value": double}} for double in (4, 6, 8)]}}
    assert ASKED == [[2, 3, 4]]


def test_each_level_asks_once_and_nothing_is_asked_twice():
    data("{ node { children { double { children { double { value } } } } } }")
    assert ASKED == [[2, 3, 4], [5, 6, 7, 8, 9, 10, 11]]


def test_aliases_and_fragments_share_a_loader():
    data(
        "{ node { a: double { ...f } b: double { ...f } children { double { value } } } } fragment f on Node { value }"
    )
    assert ASKED == [[1, 2, 3, 4]]


def test_other_options_are_another_loader():
    assert data("{ node { a: times(by: 3) b: times(by: 5) c: times(by: 3) } }")["node"] == {"a": 3, "b": 5, "c": 3}
    assert ASKED == [[1], [1]]


def test_fields_stay_in_the_order_in_which_they_are_asked_for():
    assert list(data("{ node { text a: value double { value } b: value } }")["node"]) == ["text", "a", "double", "b"]


def test_one_promise_may_lead_to_another():
    assert data("{ node { text } }") == {"node": {"text": "4"}}


def test_arguments_come_from_variables_and_defaults():
    assert data("query ($v: Int = 7) { node(value: $v) { value } }") == {"node": {"value": 7}}
    assert data("query ($v: Int) { node(value: $v) { value } }", v=3) == {"node": {"value": 3}}
    assert data("{ node { value } }") == {"node": {"value": 1}}


def test_skipped_fields_are_left_out():
    assert data("{ node { value @skip(if: true) double @include(if: false) { value } } }") == {"node": {}}


def test_a_loader_that_fails_empties_the_fields_that_asked_it():
    result = answer("{ node(value: 10) { value children { double { value } } } }")
    assert result.data == {"node": {"value": 10, "children": [{"double": None}] * 3}}
    assert [error.path for error in result.errors or []] == [["node", "children", n, "double"] for n in range(3)]


def test_what_would_be_made_of_a_value_is_not_made_of_the_error_of_a_loader_that_failed_before():
    problem = ValueError("unlucky")
    assert then(problem, str) is problem


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ node(value: 13) { sure { value } } }", {"node": None}),
        ("{ node(value: 12) { value children { sure { value } } } }", {"node": {"value": 12, "children": None}}),
    ],
)
def test_an_error_where_null_is_not_allowed_empties_the_place_above(query: str, expected: Any):
    result = answer(query)
    assert result.data == expected
    assert len(result.errors or []) == 1


def test_items_that_may_be_null_are_emptied_one_by_one():
    result = answer("{ node(value: 12) { maybeChildren { value sure { value } } } }")
    assert result.data == {"node": {"maybeChildren": [None, None, None]}}
    assert len(result.errors or []) == 3


def test_a_mutation_is_answered_whole_before_the_next_begins():
    assert data("mutation { a: change { node { double { value } } } b: change { node { double { value } } } }") == {
        "a": {"node": {"double": {"value": 2}}},
        "b": {"node": {"double": {"value": 2}}},
    }
    assert ASKED == [[], [1], []]


def test_attaching_a_field_twice_is_refused():
    with pytest.raises(ValueError, match="Node has a field value already"):
        attach(Node, "value", graphene.Field(graphene.Int))
