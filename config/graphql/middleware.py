"""What stands before pages' middleware for `/graphql/`, so that programs are refused in JSON."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from config.graphql.requests import Refused, check_envelope, refuse
from config.graphql.view import refusal
from config.middleware import MAX_QUERY_BYTES
from geography.graph import RequestErrorCode

PATH = "/graphql/"


class GraphQLEnvelopeMiddleware:
    """Refuses what is too long or no JSON before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a refusal, or go on; other addresses pass."""
        if request.path_info != PATH or request.method in {"GET", "HEAD"}:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            try:
                check_envelope(request)
                if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_BYTES:
                    refuse(HTTPStatus.REQUEST_URI_TOO_LONG, _("The address is too long."), RequestErrorCode.TOO_LONG)
            except Refused as refused:
                return refusal(refused)
        return self.get_response(request)
