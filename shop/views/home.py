"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.lit_map import light_country
from shop.storefront import StarredPlaces, next_fairs, recently_recognised, some_outlets


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The commune map, the search, and what is new."""
    today = timezone.localdate()
    places = StarredPlaces(today)
    context = {
        "places": places,
        "map": light_country(places.products_by_commune, on=today),
        "recent": recently_recognised(today),
        "fairs": next_fairs(today),
        "outlets": some_outlets(),
    }
    return render(request, "shop/home.html", context)
