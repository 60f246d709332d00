"""The list of outlets and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.paging import LongPaginator
from points_of_sale.filters import OutletFilters, OutletSearch
from points_of_sale.models import Outlet
from points_of_sale.shelves import product_counts, products_at
from points_of_sale.structured_data import as_script, outlet_data

OUTLETS_PER_PAGE = 20
PRODUCTS_PER_PAGE = 24


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """Where OCOP goods are found: by place, old or new, and by kind."""
    now = timezone.now()
    search = OutletSearch(OutletFilters.from_query(request.GET), timezone.localdate(now))
    rows = search.outlets.with_place().prefetch_related("opening_hours")
    page = LongPaginator(rows, OUTLETS_PER_PAGE, counted=search.outlets).read_page(request.GET.get("trang", "1"))
    counts = product_counts(list(page))
    for outlet in page:
        outlet.opening, outlet.product_count = outlet.opening_state(now), counts[outlet.pk]
    crumbs = [(_("Home"), reverse("home")), (_("Outlets"), "")]
    return render(request, "points_of_sale/outlet_list.html", {"search": search, "page": page, "crumbs": crumbs})


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """One outlet: where it is, when it is open and what is found there."""
    now = timezone.now()
    listed = Outlet.objects.listed().with_place().select_related("producer").prefetch_related("opening_hours")
    found = listed.filter(slug=slug).first()
    if found is None:
        raise Http404(_("We know no such outlet, or it has closed."))
    products = products_at(found).with_card_relations(timezone.localdate(now)).order_by("name", "pk")
    paginator = LongPaginator(products, PRODUCTS_PER_PAGE, counted=products_at(found))
    context = {
        "outlet": found,
        "opening": found.opening_state(now),
        "page": paginator.read_page(request.GET.get("trang", "1")),
        "crumbs": [(_("Home"), reverse("home")), (_("Outlets"), reverse("outlet_list")), (found.name, "")],
        "structured_data": as_script(outlet_data(found)),
    }
    return render(request, "points_of_sale/outlet.html", context)
