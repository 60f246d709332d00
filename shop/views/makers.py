"""The makers and their pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.display import in_language
from catalog.models import Producer
from geography.models import Unit
from shop.filters import MAX_TEXT_LENGTH
from shop.place_pages import MakerPage, list_makers


@require_safe
def producer_list(request: HttpRequest) -> HttpResponse:
    """Makers that sell, of all provinces or of one (`?tinh=`); the page says when it knows no such province."""
    provinces = Unit.objects.provinces().in_force(timezone.localdate()).order_by("folded_name")
    asked = request.GET.get("tinh", "")
    province = next((unit for unit in provinces if unit.slug == asked), None)
    page = list_makers(request.GET.get("trang", "1"), province=province)
    context = {
        "page": page,
        "provinces": provinces,
        "province": province,
        "unknown": asked[:MAX_TEXT_LENGTH] if province is None else "",
        "crumbs": [(_("Home"), reverse("home")), (_("Makers"), "")],
    }
    return render(request, "shop/producer_list.html", context)


@require_safe
def producer(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One maker; an address it once had leads on to today's."""
    found = Producer.objects.active().with_place().filter(slug=slug).first()
    if found is None:
        return redirect(_moved(slug), permanent=True)
    maker = MakerPage(found, timezone.now())
    context = {
        "maker": maker,
        "today": maker.on,
        "page": maker.paginator.read_page(request.GET.get("trang", "1")),
        "crumbs": [(_("Makers"), reverse("producer_list")), (in_language(found, "name"), "")],
    }
    return render(request, "shop/producer.html", context)


def _moved(slug: str) -> Producer:
    found = Producer.objects.active().formerly_at(slug).first()
    if found is None:
        raise Http404(_("We know no such maker, or it no longer sells here."))
    return found
