"""GraphiQL, for staff and developers: every part of it is among our own static files."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What its editor needs beyond our policy: it writes styles as it goes, and its style sheet embeds its fonts.
POLICY = {"style-src": [SELF, UNSAFE_INLINE], "font-src": [SELF, "data:"]}


def graphiql(request: HttpRequest) -> HttpResponse:
    """The page in which queries are tried, under a policy of its own."""
    response = render(request, "graphiql.html")
    response["Cache-Control"] = "private, no-store"
    response._csp_update = POLICY  # type: ignore[attr-defined]  # what csp's decorator sets
    return response
