"""What a stranger is told of an error: a sentence and a code, and nothing of what went wrong inside."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils import translation
from graphql import GraphQLError

from accounts.throttles import Throttled
from config.graphql.errors import as_refusal, said_of, shown
from geography.graph import GraphError, RequestErrorCode

SECRET = "password=hunter2"


def told(cause: Exception) -> dict[str, object]:
    """The error of a field that raised something, in English."""
    with translation.override("en"):
        return shown(GraphQLError(str(cause), path=["orders", 0], original_error=cause))


def test_what_is_unforeseen_is_logged_and_not_told(caplog):
    with caplog.at_level(logging.ERROR):
        answer = told(RuntimeError(SECRET))
    assert answer == {
        "message": "Something went wrong on our side. It has been recorded.",
        "extensions": {"code": "INTERNAL"},
        "path": ["orders", 0],
    }
    assert SECRET in caplog.text


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (OperationalError("database is locked"), "BUSY"),
        (OperationalError("interrupted"), "BUSY"),
        (OperationalError(SECRET), "INTERNAL"),
        (Http404(SECRET), "NOT_FOUND"),
        (PermissionDenied(SECRET), "NOT_FOUND"),
        (GraphError("No.", RequestErrorCode.BAD_CURSOR), "BAD_CURSOR"),
        (GraphQLError("Int cannot represent 'x'"), "BAD_INPUT"),
    ],
)
def test_each_error_has_its_code_and_gives_nothing_away(cause, code):
    answer = told(cause)
    assert answer["extensions"] == {"code": code}
    assert SECRET not in str(answer)


def test_a_throttle_says_how_long_to_wait():
    assert told(Throttled(61)) == {
        "message": "That was tried too often. Please try again in 2 minutes.",
        "extensions": {"code": "THROTTLED", "retryAfterSeconds": 61},
        "path": ["orders", 0],
    }


@pytest.mark.parametrize(
    ("cause", "status"),
    [(OperationalError("database is locked"), 503), (RuntimeError(SECRET), 503), (Http404(), 400)],
)
def test_what_fails_before_execution_is_refused_and_never_a_500(cause, status):
    assert as_refusal(said_of(cause)).status == status
