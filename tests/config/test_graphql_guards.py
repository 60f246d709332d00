"""Queries that would cost too much are refused before anything is executed: no query of the database, little time."""

from __future__ import annotations

import time

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client, override_settings
from graphql import get_introspection_query

from config.graphql import limits, timeouts
from config.graphql.documents import Queries
from config.schema import schema
from geography.graph import GraphError
from shop.models import Cart
from tests.graph import ask, data_of

LONGEST_SECONDS = 1.0
LIST = "communes { edges { node { name } } }"


def code_of(client: Client, query: str, *, status: int = 400, **variables: object) -> str:
    """The code with which a query is refused, quickly and without asking the database."""
    began = time.process_time()
    answer = ask(client, query, status=status, **variables)
    assert time.process_time() - began < LONGEST_SECONDS
    assert set(answer) == {"errors"}
    return answer["errors"][0]["extensions"]["code"]


@pytest.fixture(autouse=True)
def _no_query(request: pytest.FixtureRequest, db: None, django_assert_num_queries):
    """Whatever is refused here has asked the database nothing."""
    if "executes" in request.keywords:
        yield
        return
    with django_assert_num_queries(0):
        yield


def nested(depth: int) -> str:
    """Units and the units around them, `depth` fields deep."""
    return '{ unit(code: "91") ' + "{ parent " * (depth - 2) + "{ name }" + " }" * (depth - 2) + " }"


HOSTILE = {
    "20,000 fields": ("{" + " me { email }" * 20_000 + "}", 413, "TOO_LONG"),
    "20,000 letters": ("{ me { email } } #" + "x" * 20_000, 413, "TOO_LONG"),
    "2,001 tokens": ("{" + " a" * 2_000 + "}", 413, "TOO_LONG"),
    "comments": ("#\n" * 500 + "{ me { email } }", 413, "TOO_LONG"),
    "one name 900 times": ("{ me {" + " email" * 900 + " } }", 400, "TOO_COMPLEX"),
    "one name in 600 selections": ("{" + " ... { me { email } }" * 150 + "}", 400, "TOO_COMPLEX"),
    "600 fields": ("{" + " ".join(f"a{n}: __typename" for n in range(600)) + "}", 400, "TOO_COMPLEX"),
    "50 aliases": ("{" + " ".join(f"a{n}: {LIST}" for n in range(50)) + "}", 400, "TOO_MANY_ALIASES"),
    "aliases in a fragment": (
        "{ ...f ...f ...f ...f } fragment f on Query {" + " ".join(f"a{n}: __typename" for n in range(10)) + "}",
        400,
        "TOO_MANY_ALIASES",
    ),
    "deep": (nested(13), 400, "TOO_DEEP"),
    "deep in fragments": (
        '{ unit(code: "91") { ...a } } '
        "fragment a on AdministrativeUnit { parent { parent { parent { parent { parent { ...b } } } } } } "
        "fragment b on AdministrativeUnit { parent { parent { parent { parent { parent { parent { name } } } } } } }",
        400,
        "TOO_DEEP",
    ),
    "braces": ("{ unit" * 900 + "}" * 900, 400, "TOO_DEEP"),
    "100 braces": ("{ unit" * 100 + "}" * 100, 400, "BAD_QUERY"),
    "lists in lists": ("{ unit(code: " + "[" * 900 + "]" * 900 + ") { name } }", 400, "TOO_DEEP"),
    "a cycle": ("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", 400, "BAD_QUERY"),
    "a fragment of itself": ("{ ...a } fragment a on Query { __typename ...a }", 400, "BAD_QUERY"),
}


@pytest.mark.parametrize(("query", "status", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_refused(stranger, query, status, code):
    assert code_of(stranger, query, status=status) == code


def test_fragments_that_double_are_counted_whole(stranger):
    doubling = " ".join(
        f"fragment f{n} on Query {{ ...f{n + 1} x: __typename ... on Query {{ ...f{n + 1} }} }}" for n in range(25)
    )
    assert code_of(stranger, f"{{ ...f0 }} {doubling} fragment f25 on Query {{ __typename }}") == "TOO_MANY_ALIASES"


def test_the_cost_counts_rows_by_first_in_a_variable(stranger):
    wide = " ".join(["name", "code", *(f"... @skip(if: true) {{ {name} }}" for name in ("slug", "kind"))])
    query = "query ($n: Int) { " + " ".join(
        f"a{n}: communes(first: $n) {{ edges {{ node {{ {wide} parent {{ name }} }} }} }}" for n in range(20)
    )
    assert code_of(stranger, query + "}", n=100) == "TOO_COMPLEX"


def test_more_than_five_changes_at_once_are_refused(stranger):
    five = " ".join(f"a{n}: signOut {{ errors {{ code }} }}" for n in range(limits.MAX_MUTATIONS))
    assert code_of(stranger, f"mutation {{ {five} b: signOut {{ errors {{ code }} }} }}") == "TOO_MANY_MUTATIONS"
    more = "mutation { ...f } fragment f on Mutation { %s ... { b: signOut { errors { code } } } }"
    assert code_of(stranger, more % five) == "TOO_MANY_MUTATIONS"
    assert len(data_of(stranger, f"mutation {{ {five} }}")) == limits.MAX_MUTATIONS


@pytest.mark.parametrize("query", ["{ __schema { types { name } } }", '{ __type(name: "Query") { name } }'])
def test_the_schema_is_shown_to_no_stranger(stranger, query):
    assert code_of(stranger, query) == "INTROSPECTION_OFF"
    assert code_of(stranger, f"query {{ ...f }} fragment f on Query {query}") == "INTROSPECTION_OFF"


@pytest.mark.executes
def test_the_schema_and_graphiql_are_shown_to_staff_alone(sign_in, lan, officer_da_nang, operator):
    assert code_of(sign_in(lan), get_introspection_query()) == "INTROSPECTION_OFF"
    for user in (officer_da_nang, operator):
        client = sign_in(user)
        assert len(data_of(client, get_introspection_query())["__schema"]["types"]) > 20
        page = client.get("/graphql/")
        assert (page.status_code, page.templates[0].name) == (200, "graphiql.html")
        assert "unsafe-eval" not in page["Content-Security-Policy"]
        assert "https://" not in page.content.decode().replace("http://testserver", "")
    assert sign_in(lan).get("/graphql/").status_code == 405


@pytest.mark.executes
def test_a_query_that_staff_introspected_by_is_not_kept_for_strangers(stranger, sign_in, operator):
    query = '{ __type(name: "Query") { name } }'
    assert data_of(sign_in(operator), query) == {"__type": {"name": "Query"}}
    assert code_of(stranger, query) == "INTROSPECTION_OFF"


def test_developers_see_the_schema_without_signing_in(stranger):
    with override_settings(DEBUG=True):
        assert data_of(stranger, '{ __type(name: "Query") { name } }') == {"__type": {"name": "Query"}}
        assert stranger.get("/graphql/").status_code == 200


def test_queries_are_parsed_once_and_the_oldest_make_place():
    queries = Queries(schema.graphql_schema)
    first = queries.read("{ __typename }", may_introspect=False)
    assert queries.read("{ __typename }", may_introspect=False) is first
    for number in range(limits.MAX_KEPT_CHARACTERS // 1_000 + 1):
        queries.read("{ __typename }".ljust(1_000) + f"# {number}", may_introspect=False)
    assert queries.read("{ __typename }", may_introspect=False) is not first
    assert queries._characters <= limits.MAX_KEPT_CHARACTERS


def test_a_very_long_query_is_not_kept():
    queries = Queries(schema.graphql_schema)
    text = "{ __typename }".ljust(limits.MAX_KEPT_LENGTH + 1)
    assert queries.read(text, may_introspect=False) is not queries.read(text, may_introspect=False)


def test_a_kept_query_is_weighed_with_each_ones_variables(stranger):
    query = "query ($n: Int = 1) { communes(first: $n) { edges { node { name } } } }"
    document = Queries(schema.graphql_schema).read(query, may_introspect=False)
    operation = document.operation(None)
    document.check(operation, {})
    for refused in (0, 101, 100_000):
        with pytest.raises(GraphError, match="100"):
            document.check(operation, {"n": refused})
    document.check(operation, {"n": None})
    assert {key: shape.per_row for key, shape in document._shapes.items()} == {
        (None, (False, None)): 4,
        (None, (True, None)): 42,
    }


@pytest.mark.executes
def test_no_statement_begins_when_the_time_of_its_request_is_over(db, stranger, monkeypatch):
    """Many short statements may not take longer together than one."""
    monkeypatch.setattr(timeouts, "DATABASE_SECONDS", 0)
    answer = ask(stranger, "mutation { createCart { cart { token } } }")
    assert answer["data"] == {"createCart": None}
    assert answer["errors"][0]["extensions"] == {"code": "BUSY"}
    assert not Cart.objects.exists()


@pytest.mark.executes
def test_the_database_is_stopped_when_it_takes_too_long(monkeypatch):
    """A query without an end is broken off, and reads as busy."""
    monkeypatch.setattr(timeouts, "DATABASE_SECONDS", 0.05)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with pytest.raises(OperationalError), transaction.atomic(), timeouts.limited_database():
        connection.cursor().execute(endless)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
