"""What every request passes: plain input only, a busy page instead of an error, the desk's policy, compressed text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponseBase]

MAX_QUERY_BYTES = 4_000
# PostgreSQL's lock_not_available, deadlock_detected and query_canceled (docs: "PostgreSQL Error Codes").
BUSY_STATES = {"55P03", "40P01", "57014"}
RETRY_AFTER_SECONDS = 5


class HeadMiddleware:
    """Answers HEAD with the headers of GET and no body, which gunicorn would drop with a warning for each request."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on, then empty the answer; its Content-Length stays that of GET."""
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class TextGZipMiddleware(GZipMiddleware):
    """Django's compression, but not of pictures, which are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leave pictures as they are, so that they keep their length and the server may use sendfile."""
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)


class PrivatePagesMiddleware:
    """Tells browsers, and caches on the way, to ask each time for a page that says nothing of caches itself."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; a page may be one visitor's, so no cache but their own browser's may keep it."""
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class PlainInputMiddleware:
    """Refuses, before anything costs, what no form or link of ours sends: NUL bytes and overlong queries or bodies."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, 413 or 414 with a page in the language of the address, or go on."""
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_BYTES:
            return _refuse(request, HTTPStatus.REQUEST_URI_TOO_LONG)
        try:
            has_nul = any("\0" in text for text in _texts(request))
        except RequestDataTooBig:
            return _refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        except (MultiPartParserError, SuspiciousOperation):
            return _refuse(request, HTTPStatus.BAD_REQUEST)
        if has_nul:
            return _refuse(request, HTTPStatus.BAD_REQUEST)
        return self.get_response(request)


class BusyMiddleware:
    """Says "busy, try again" when the wait for a database lock has run out; nothing of the request is kept."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Go on; only exceptions are of interest."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer 503 with Retry-After for a lock that did not come free; leave every other exception alone."""
        if not is_lock_timeout(exception):
            return None
        response = render(request, "busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


class DeskPolicyMiddleware:
    """Gives the officers' desk, and nothing else, the looser content policy that its theme needs."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the desk's answers for the CSP middleware around this one."""
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and "admin" in match.namespaces:
            response._csp_replace = settings.DESK_POLICY  # type: ignore[attr-defined]  # what csp's decorator sets
        return response


def is_lock_timeout(exception: BaseException) -> bool:
    """Whether a database error means that another transaction held what this one needed."""
    if not isinstance(exception, OperationalError):
        return False
    state = getattr(exception.__cause__, "sqlstate", None)
    return state in BUSY_STATES or "database is locked" in str(exception)


def _texts(request: HttpRequest) -> Iterable[str]:
    """Everything a stranger can write, but for headers, which the server has checked, and files."""
    yield request.path_info
    yield from request.COOKIES.values()
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield name
            yield from values


def _refuse(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        return render(None, "refused.html", {"status": status.value, "LANGUAGE_CODE": language}, status=status)
