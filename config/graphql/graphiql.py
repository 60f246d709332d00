"""GraphiQL, for staff and developers: every part of it is among our own static files."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def graphiql(request: HttpRequest) -> HttpResponse:
    """The page in which queries are tried; its editor writes styles as it goes, which only this address allows."""
    response = render(request, "graphiql.html")
    response["Cache-Control"] = "private, no-store"
    response._csp_update = settings.GRAPHIQL_POLICY  # type: ignore[attr-defined]  # what csp's decorator sets
    return response
