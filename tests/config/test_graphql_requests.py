"""What `/graphql/` refuses before anything is executed, always in JSON, and that nothing is changed by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from config.graphql import limits

PATH = "/graphql/"
CHECK = "{ __typename }"


def send(client: Client, body: object, content_type: str = "application/json", **headers: str) -> Any:
    """The response to a body, which is written as JSON unless it is text or bytes."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(PATH, data, content_type=content_type, headers=headers)


def refusal(response: Any) -> tuple[int, str]:
    """The status and the code of the one error."""
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    assert set(answer) == {"errors"}
    [error] = answer["errors"]
    assert error["message"]
    return response.status_code, error["extensions"]["code"]


def test_a_guest_without_cookies_is_answered_and_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = send(Client(enforce_csrf_checks=True), {"query": CHECK})
    assert (response.status_code, response.json()) == (200, {"data": {"__typename": "Query"}})
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_post_is_answered(stranger, method):
    response = getattr(stranger, method)(PATH, {"query": "mutation { signOut { errors { code } } }"})
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    if method != "head":
        assert refusal(response) == (405, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
@pytest.mark.parametrize("size", [10, 5_000_000])
def test_only_json_is_read(stranger, content_type, size):
    assert refusal(send(stranger, "x" * size, content_type)) == (415, "BAD_REQUEST")


def test_a_body_that_does_not_say_how_long_it_is_is_refused(stranger):
    response = send(stranger, {"query": CHECK}, **{"Transfer-Encoding": "chunked"})
    assert refusal(response) == (411, "BAD_REQUEST")


@pytest.mark.parametrize("size", [limits.MAX_BODY_BYTES + 1, 5_000_000])
def test_a_long_body_is_refused(stranger, size):
    assert refusal(send(stranger, json.dumps({"query": CHECK}).ljust(size))) == (413, "TOO_LONG")


def test_a_body_at_the_limit_is_read(db, stranger):
    assert send(stranger, json.dumps({"query": CHECK}).ljust(limits.MAX_BODY_BYTES)).status_code == 200


def test_a_long_address_is_refused(stranger):
    response = stranger.post(f"{PATH}?x={'x' * 5_000}", "{}", content_type="application/json")
    assert refusal(response) == (414, "TOO_LONG")


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "{",
        "null",
        "7",
        '"text"',
        "{}",
        '{"query": ""}',
        '{"query": "  "}',
        '{"query": 7}',
        '{"query": ["{ __typename }"]}',
        '{"query": "{ __typename }", "variables": []}',
        '{"query": "{ __typename }", "variables": "x"}',
        '{"query": "{ __typename }", "operationName": 7}',
        '{"query": "{ __typename }", "variables": {"a": NaN}}',
        '{"query": "{ __typename }", "variables": {"a": ' + "9" * 5_000 + "}}",
        '{"query": "{ __typename }", "operationName": "' + "x" * 300 + '"}',
        b"\xff\xfe{}",
        "[" * 20_000,
        '{"a":' * 20_000,
        [{"query": CHECK}, {"query": CHECK}],
        [],
    ],
)
def test_what_is_no_request_is_refused(stranger, body):
    assert refusal(send(stranger, body)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "{ __typename \0 }"},
        {"query": '{ certificate(code: "\\u0000") { __typename } }'},
        {"query": '{ certificate(code: "\\u{0}") { __typename } }'},
        {"query": "query ($c: String!) { certificate(code: $c) { __typename } }", "variables": {"c": "a\0"}},
        {"query": "query ($c: String!) { certificate(code: $c) { __typename } }", "variables": {"c": "\ud800"}},
        {"query": CHECK, "variables": {"a": {"b": ["\0"]}}},
        {"query": CHECK, "variables": {"\0": 1}},
        {"query": CHECK, "variables": {"a": [0] * 101}},
        {"query": "query ($c: String!) { certificate(code: $c) { __typename } }", "variables": {"c": 7}},
        {"query": "query ($c: String!) { certificate(code: $c) { __typename } }"},
        {"query": "query ($n: Int) { outlets(first: $n) { __typename } }", "variables": {"n": 2**40}},
        {"query": "query ($n: Int) { outlets(first: $n) { __typename } }", "variables": {"n": 100_000}},
        {"query": "query ($n: Int = 100000) { outlets(first: $n) { __typename } }"},
        {"query": "{ outlets(first: 100000) { __typename } }"},
        {"query": "{ outlets(first: -1) { __typename } }"},
    ],
)
def test_values_that_cannot_be_kept_or_read_are_refused(db, stranger, asked, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert refusal(send(stranger, asked)) == (400, "BAD_INPUT")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"query": "query A { __typename } query B { __typename }"}, "BAD_OPERATION"),
        ({"query": "query A { __typename }", "operationName": "B"}, "BAD_OPERATION"),
        ({"query": "fragment F on Query { __typename }"}, "BAD_QUERY"),
        ({"query": "subscription { x }"}, "BAD_OPERATION"),
        ({"query": "{"}, "BAD_QUERY"),
        ({"query": "{ nothing }"}, "BAD_QUERY"),
        ({"query": "type Query { a: Int }"}, "BAD_QUERY"),
    ],
)
def test_an_unknown_operation_or_an_invalid_query_is_refused(db, stranger, asked, code):
    assert refusal(send(stranger, asked)) == (400, code)


def test_one_operation_of_several_is_chosen_by_name(db, stranger):
    query = "query A { a: __typename } query B { b: __typename }"
    assert send(stranger, {"query": query, "operationName": "B"}).json() == {"data": {"b": "Query"}}


def test_no_name_is_suggested_to_strangers(db, stranger):
    [error] = send(stranger, {"query": "{ produtcs { __typename } }"}).json()["errors"]
    assert "did you mean" not in error["message"].lower()


@pytest.mark.parametrize(
    ("language", "message"),
    [("vi", "Hãy gửi từng truy vấn một, không gửi cả danh sách."), ("en", "Send one query at a time, not a list.")],
)
def test_refusals_are_said_in_the_language_asked_for(stranger, language, message):
    response = send(stranger, [], **{"Accept-Language": language})
    assert response.json()["errors"][0]["message"] == message
    assert response["Content-Language"] == language
