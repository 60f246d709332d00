"""What a request to `/graphql/` asks for, read with care: a refusal here has cost next to nothing."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any, NamedTuple, NoReturn

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from config.graphql import limits
from geography.graph import GraphError, RequestErrorCode

MAX_NAME_LENGTH = 200
# Half of a pair of UTF-16, which JSON can write and UTF-8 cannot.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Asked(NamedTuple):
    """One operation that is asked for."""

    query: str
    variables: dict[str, Any]
    operation_name: str | None


class Refused(Exception):  # noqa: N818  said as it is raised
    """A request that is not executed at all: its status and its errors."""

    def __init__(self, status: HTTPStatus, error: GraphError) -> None:
        """`status` is a 4xx or 503."""
        super().__init__(error.message)
        self.status = status
        self.error = error


def refuse(status: HTTPStatus, message: str, code: Any, **extensions: Any) -> NoReturn:
    """Raise Refused."""
    raise Refused(status, GraphError(message, code, **extensions))


def check_envelope(request: HttpRequest) -> None:
    """Look at method, content type and length, and read nothing. Raises Refused."""
    if request.method != "POST":
        refuse(HTTPStatus.METHOD_NOT_ALLOWED, _("Send the query by POST."), RequestErrorCode.BAD_REQUEST)
    if request.content_type != "application/json":
        message = _("Send the query as JSON, with Content-Type: application/json.")
        refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message, RequestErrorCode.BAD_REQUEST)
    if request.headers.get("Transfer-Encoding"):
        message = _("Say how long the request is, with Content-Length.")
        refuse(HTTPStatus.LENGTH_REQUIRED, message, RequestErrorCode.BAD_REQUEST)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > limits.MAX_BODY_BYTES:
        refuse_long()


def refuse_long() -> NoReturn:
    """Raise Refused for a body over the limit."""
    message = _("The request is too long; at most %(most)s bytes are read.") % {"most": limits.MAX_BODY_BYTES}
    refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message, RequestErrorCode.TOO_LONG)


def read_request(request: HttpRequest) -> Asked:
    """The operation in a request's body. Raises Refused."""
    check_envelope(request)
    try:
        body = request.read(limits.MAX_BODY_BYTES + 1)
    except UnreadablePostError:
        refuse(HTTPStatus.BAD_REQUEST, _("The request broke off."), RequestErrorCode.BAD_REQUEST)
    if len(body) > limits.MAX_BODY_BYTES:
        refuse_long()
    try:
        sent = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        refuse(HTTPStatus.BAD_REQUEST, _("The request is no valid JSON."), RequestErrorCode.BAD_REQUEST)
    if isinstance(sent, list):
        message = _("Send one query at a time, not a list.")
        refuse(HTTPStatus.BAD_REQUEST, message, RequestErrorCode.BAD_REQUEST)
    return _asked(sent)


def _asked(sent: Any) -> Asked:
    parts = sent if isinstance(sent, dict) else {}
    query, variables, name = parts.get("query"), parts.get("variables"), parts.get("operationName")
    is_named = isinstance(name, str | None) and len(name or "") <= MAX_NAME_LENGTH
    if not isinstance(query, str) or not query.strip() or not isinstance(variables, dict | None) or not is_named:
        message = _("Send an object with “query” (a text), “variables” (an object) and “operationName” (a text).")
        refuse(HTTPStatus.BAD_REQUEST, message, RequestErrorCode.BAD_REQUEST)
    _check_values([query, name, variables])
    return Asked(query, variables or {}, name or None)


def _check_values(values: list[Any]) -> None:
    """Refuse signs that no database keeps, and lists that are too long, at any depth. Raises Refused."""
    waiting = values
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\0" in value or LONE_SURROGATE.search(value):
                message = _("A text holds a character that cannot be kept.")
                refuse(HTTPStatus.BAD_REQUEST, message, RequestErrorCode.BAD_INPUT)
        elif isinstance(value, list):
            if len(value) > limits.MAX_LIST_VALUES:
                message = _("A list has at most %(most)s values.") % {"most": limits.MAX_LIST_VALUES}
                refuse(HTTPStatus.BAD_REQUEST, message, RequestErrorCode.BAD_INPUT)
            waiting += value
        elif isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]


def _no_number(constant: str) -> NoReturn:
    """JSON has no NaN and no Infinity, though Python reads them."""
    raise ValueError(constant)
