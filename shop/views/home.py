"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.storefront import StarredPlaces, next_fairs, recently_recognised, some_outlets


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The commune map, the search, and what is new."""
    now = timezone.now()
    today = timezone.localdate(now)
    places = StarredPlaces.recent(today)
    context = {
        "today": today,
        "places": places,
        "map": places.map,
        "recent": recently_recognised(today),
        "fairs": next_fairs(today),
        "outlets": some_outlets(now),
    }
    return render(request, "shop/home.html", context)
