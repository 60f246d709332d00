"""The pages of provinces and communes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geography.models import Unit
from geography.querysets import UnitQuerySet
from shop.lit_map import light_province
from shop.place_pages import PlacePage


@require_safe
def province(request: HttpRequest, slug: str) -> HttpResponse:
    """A province of today: its map, goods, makers, outlets and fairs."""
    now = timezone.now()
    today = timezone.localdate(now)
    unit = _unit(Unit.objects.provinces().in_force(today), slug)
    place = PlacePage(unit, now)
    context = {
        "place": place,
        "today": today,
        "map": light_province(unit, place.starred_by_commune, on=today),
        "page": place.paginator.read_page(request.GET.get("trang", "1")),
        "crumbs": [(_("Home"), reverse("home")), (unit.full_name, "")],
    }
    return render(request, "shop/province.html", context)


@require_safe
def commune(request: HttpRequest, slug: str) -> HttpResponse:
    """A commune of today: what is made there, and what it was before July 2025."""
    now = timezone.now()
    today = timezone.localdate(now)
    unit = _unit(Unit.objects.communes().in_force(today).select_related("parent"), slug)
    place = PlacePage(unit, now)
    context = {
        "place": place,
        "today": today,
        "page": place.paginator.read_page(request.GET.get("trang", "1")),
        "crumbs": [
            (_("Home"), reverse("home")),
            (unit.province.full_name, unit.province.get_absolute_url()),
            (unit.full_name, ""),
        ],
    }
    return render(request, "shop/commune.html", context)


def _unit(units: UnitQuerySet, slug: str) -> Unit:
    found = units.filter(slug=slug).first()
    if found is None:
        raise Http404(_("No place of today has this name. Old names are found by the search."))
    return found
