"""The address `/graphql/`: one operation by POST as JSON; GraphiQL by GET, for staff."""

from __future__ import annotations

import datetime
import json
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from graphql import ExecutionResult, execute

from accounts.actors import Actor
from accounts.graph import ApiContext
from accounts.models import ApiToken, User
from accounts.operations import note_token_used
from config.graphql.documents import Queries
from config.graphql.errors import as_refusal, said_of, shown
from config.graphql.execution import LoadingContext
from config.graphql.graphiql import graphiql
from config.graphql.requests import Refused, read_request, refuse
from config.graphql.timeouts import limited_database
from config.schema import schema
from geography.graph import GraphError, RequestErrorCode

SCHEME = "bearer"
queries = Queries(schema.graphql_schema)


@csrf_exempt  # checked below, for whoever is known by a cookie
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer an operation; whatever is wrong with it is said in JSON."""
    if request.method in {"GET", "HEAD"} and "query" not in request.GET and _is_staff(_session_user(request)):
        return graphiql(request)
    with translation.override(translation.get_language_from_request(request)):
        try:
            return _json(_answer(request))
        except Refused as refused:
            return refusal(refused)
        except GraphError as error:
            return refusal(as_refusal(error))
        except Exception as problem:  # noqa: BLE001  strangers are told no more than that it failed
            return refusal(as_refusal(said_of(problem)))


def refusal(refused: Refused) -> HttpResponse:
    """The answer to a request that was not executed."""
    response = _json({"errors": [shown(refused.error)]}, refused.status)
    if refused.status == HTTPStatus.METHOD_NOT_ALLOWED:
        response["Allow"] = "POST"
    if refused.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _answer(request: HttpRequest) -> dict[str, Any]:
    """What an operation answers. Raises Refused and GraphError for one that is not executed."""
    asked = read_request(request)
    now = timezone.now()
    actor = _actor_of(request, now)
    query = queries.read(asked.query, may_introspect=actor.scopes is None and _is_staff(actor.user))
    operation = query.operation(asked.operation_name)
    query.check(operation, asked.variables)
    context = ApiContext(request, at=now, on=timezone.localdate(now), actor=actor)
    with limited_database():
        result = execute(
            schema.graphql_schema,
            query.document,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation_name,
            execution_context_class=LoadingContext,
            hide_suggestions=True,
        )
    assert isinstance(result, ExecutionResult)  # noqa: S101  for mypy: nothing is awaited
    if not result.errors:
        return {"data": result.data}
    if result.data is None and not any(error.path for error in result.errors):
        raise said_of(result.errors[0])  # its variables could not be read
    return {"errors": [shown(error) for error in result.errors], "data": result.data}


def _actor_of(request: HttpRequest, now: datetime.datetime) -> Actor:
    """Who asks: by an API token, else by the session of a browser, else a guest. Raises Refused."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == SCHEME:
        token = ApiToken.objects.usable(now).of_secret(secret.strip()).first()
        if token is None:
            message = _("This access code is unknown, revoked or expired.")
            refuse(HTTPStatus.UNAUTHORIZED, message, RequestErrorCode.BAD_TOKEN)
        note_token_used(token=token, at=now)
        return Actor(user=token.user, scopes=frozenset(token.scopes), token=token)
    user = _session_user(request)
    if user is not None and _Csrf(_nothing).process_view(request, _nothing, (), {}) is not None:
        message = _("Send the page's CSRF token in the header X-CSRFToken, or an access code instead of cookies.")
        refuse(HTTPStatus.FORBIDDEN, message, RequestErrorCode.CSRF_FAILED)
    return Actor(user=user)


def _session_user(request: HttpRequest) -> User | None:
    """The user of a browser's session; without its cookie nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


def _is_staff(user: User | None) -> bool:
    return settings.DEBUG or (user is not None and user.is_staff)


class _Csrf(CsrfViewMiddleware):
    """Django's check, without its page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _json(answer: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(
        text,
        status=status,
        content_type="application/json",
        headers={
            "Cache-Control": "private, no-store",
            "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
            "Vary": "Accept-Language, Authorization, Cookie",
        },
    )
