"""The product list and the product page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.display import in_language
from catalog.models import Product
from points_of_sale.structured_data import as_script
from shop.filters import ProductFilters
from shop.product_page import ProductPage, read_product
from shop.results import ProductSearch
from shop.structured_data import breadcrumb_data, product_data


@require_safe
def product_list(request: HttpRequest) -> HttpResponseBase:
    """Search, filters, order and pages; a form's address, full of empty fields, leads on to the tidy one."""
    filters = ProductFilters.from_query(request.GET)
    is_htmx = "HX-Request" in request.headers
    if "" in request.GET.values() and not is_htmx:
        return redirect(filters.address())
    listing = ProductSearch(filters, timezone.localdate())
    page = listing.paginator.read_page(request.GET.get("trang", "1"))
    crumbs = [(_("Home"), reverse("home")), (_("Products"), "")]
    context = {"listing": listing, "page": page, "crumbs": crumbs, "hide_head_search": True}
    response = render(request, "shop/product_list.html", context)
    if is_htmx:
        response["HX-Push-Url"] = listing.filters.address()
    return response


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One product; an address it once had leads on to today's."""
    found = read_product(slug)
    if found is None:
        return redirect(_moved(slug), permanent=True)
    page = ProductPage(found, on=timezone.localdate(), chosen_sku=request.GET.get("goi", ""))
    crumbs = _crumbs(found)
    data = [as_script(product_data(page)), as_script(breadcrumb_data(crumbs))]
    return render(request, "shop/product.html", {"page": page, "crumbs": crumbs, "structured_data": data})


def _moved(slug: str) -> Product:
    found = Product.objects.published().formerly_at(slug).first()
    if found is None:
        raise Http404(_("We know no such product, or it is no longer listed."))
    return found


def _crumbs(product: Product) -> list[tuple[str, str]]:
    product_set = product.product_set
    group = product_set.group
    return [
        (_("Products"), reverse("product_list")),
        (in_language(group, "name"), ProductFilters(group=group.slug).address()),
        (in_language(product_set, "name"), ProductFilters(product_set=product_set.slug).address()),
        (in_language(product, "name"), ""),
    ]
