"""What is answered when a page is not there, not allowed, or its form has gone stale."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from shop.lit_map import light_country
from shop.storefront import StarredPlaces

# How get_object_or_404 begins what it says; no sentence for visitors.
_TECHNICAL = "matches the given query"


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Help on with a search and the map; what asks for no page (a picture, a script) gets a bare line."""
    if not request.accepts("text/html"):
        return HttpResponse("404\n", content_type="text/plain", status=HTTPStatus.NOT_FOUND)
    today = timezone.localdate()
    said = exception.args[0] if exception.args else ""
    is_for_visitors = isinstance(said, str) and _TECHNICAL not in said
    context = {
        "said": said if is_for_visitors else "",
        "map": light_country(StarredPlaces(today).products_by_commune, on=today),
        "hide_head_search": True,
    }
    return render(request, "404.html", context, status=HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open for too long, in words; the technical reason is for the log only."""
    return render(request, "csrf_failure.html", status=HTTPStatus.FORBIDDEN)
