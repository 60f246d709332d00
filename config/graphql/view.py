"""The address `/graphql/`."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from graphql import parse
from graphql.execution import execute
from graphql.validation import validate

from accounts.actors import Actor
from accounts.graph import ApiContext
from accounts.models import User
from config.graphql.execution import LoadingContext
from config.schema import schema


@csrf_exempt
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one operation."""
    asked = json.loads(request.body)
    now = timezone.now()
    user = request.user if isinstance(request.user, User) else None
    context = ApiContext(request, at=now, on=timezone.localdate(now), actor=Actor(user=user))
    with translation.override(translation.get_language_from_request(request)):
        document = parse(asked["query"])
        errors = validate(schema.graphql_schema, document)
        if errors:
            return JsonResponse({"errors": [error.formatted for error in errors]}, status=400)
        result = execute(
            schema.graphql_schema,
            document,
            context_value=context,
            variable_values=asked.get("variables"),
            operation_name=asked.get("operationName"),
            execution_context_class=LoadingContext,
        )
    return JsonResponse(result.formatted)  # type: ignore[union-attr]  # nothing is awaited
