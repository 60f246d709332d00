"""How errors are shown: a sentence in the reader's language and a code, never what went wrong inside."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext as _
from graphql import GraphQLError

from accounts.limits import as_form_error
from accounts.throttles import Throttled
from config.graphql.requests import Refused
from config.middleware import is_lock_timeout
from geography.graph import GraphError, RequestErrorCode

logger = logging.getLogger(__name__)

STATUSES = {
    RequestErrorCode.NOT_SIGNED_IN.value: HTTPStatus.UNAUTHORIZED,
    RequestErrorCode.BAD_TOKEN.value: HTTPStatus.UNAUTHORIZED,
    RequestErrorCode.CSRF_FAILED.value: HTTPStatus.FORBIDDEN,
    RequestErrorCode.TOO_LONG.value: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    RequestErrorCode.BUSY.value: HTTPStatus.SERVICE_UNAVAILABLE,
    RequestErrorCode.INTERNAL.value: HTTPStatus.SERVICE_UNAVAILABLE,
}


def as_refusal(error: GraphError) -> Refused:
    """The refusal of a whole request that an error before execution means: 400 where no status says more."""
    code = (error.extensions or {}).get("code")
    return Refused(STATUSES.get(code, HTTPStatus.BAD_REQUEST), error)


def shown(error: GraphQLError) -> dict[str, Any]:
    """An error as the answer has it; what is unforeseen goes to the log."""
    said = said_of(error)
    answer: dict[str, Any] = {"message": said.message, "extensions": said.extensions}
    if error.path:
        answer["path"] = error.path
    return answer


def said_of(error: Exception) -> GraphError:
    """What a stranger is told of an error."""
    cause = getattr(error, "original_error", None) or error
    if isinstance(cause, GraphError):
        return cause
    if isinstance(cause, GraphQLError):
        # A value that its type does not take: graphql-core's words are about the sender's own input.
        message = _("A value cannot be read: %(problem)s") % {"problem": cause.message}
        return GraphError(message, RequestErrorCode.BAD_INPUT)
    return _said_of_exception(cause)


def _said_of_exception(cause: Exception) -> GraphError:
    if isinstance(cause, Throttled):
        message = " ".join(as_form_error(cause).messages)
        return GraphError(message, RequestErrorCode.THROTTLED, retryAfterSeconds=cause.retry_after_seconds)
    if isinstance(cause, Http404 | PermissionDenied):
        return GraphError(_("There is nothing of this name that you may see."), RequestErrorCode.NOT_FOUND)
    if is_lock_timeout(cause) or (isinstance(cause, OperationalError) and "interrupted" in str(cause)):
        return GraphError(_("This took too long. Please try again."), RequestErrorCode.BUSY)
    logger.error("GraphQL failed", exc_info=cause)
    return GraphError(_("Something went wrong on our side. It has been recorded."), RequestErrorCode.INTERNAL)
