"""What is answered when a page is not there, not allowed, or its form has gone stale."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open for too long, in words; the technical reason is for the log only."""
    return render(request, "csrf_failure.html", status=HTTPStatus.FORBIDDEN)
