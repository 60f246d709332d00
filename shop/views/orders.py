"""The page of an order, and looking one up by code and phone number."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses import client_address
from accounts.site import whole_address
from accounts.throttles import Throttled
from shop.forms.lookup import OrderLookupForm
from shop.gateways import gateway_of
from shop.lookups import count_lookup
from shop.models import Order
from shop.pricing import break_down
from shop.progress import steps_of
from shop.visitors import actor_of

OWN_ORDERS_SHOWN = 20


@require_safe
@never_cache
def order(request: HttpRequest, code: str) -> HttpResponse:
    """An order for its owner, for whoever holds its link, and for the operator; nobody else learns that it exists."""
    orders = Order.objects.with_places().with_consignments().visible_to(actor_of(request))
    found = orders.filter(code=code.upper()).first()
    if found is None:
        raise Http404(_("There is no such order, or this link is incomplete. Look it up by code and phone number."))
    consignments = found.consignments.all()
    lines = [line for consignment in consignments for line in consignment.lines.all()]
    context = {
        "order": found,
        "parcels": [(consignment, steps_of(consignment)) for consignment in consignments],
        "sums": break_down(lines, [found.delivery_total]),
        "instructions": gateway_of(found.payment_method).instructions(found),
        "address": whole_address(found.get_secret_url()),
    }
    response = render(request, "shop/order.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def order_lookup(request: HttpRequest) -> HttpResponse:
    """Find an order by code and phone number; a wrong number is answered like an unknown code."""
    if request.method != "POST":
        return _lookup_page(request, OrderLookupForm(label_suffix=""), HTTPStatus.OK)
    form = OrderLookupForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _lookup_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        count_lookup(address=client_address(request), code=form.cleaned_data["code"], at=timezone.now())
    except Throttled as error:
        form.add_error(None, _("Too many tries. Please wait an hour, or call the maker."))
        response = _lookup_page(request, form, HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(error.retry_after_seconds)
        return response
    found = Order.objects.known_to(code=form.cleaned_data["code"], phone=form.cleaned_data["phone"])
    if found is None:
        form.add_error(None, _("No order has this code and this phone number."))
        return _lookup_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(found.get_secret_url())


def _lookup_page(request: HttpRequest, form: OrderLookupForm, status: HTTPStatus) -> HttpResponse:
    actor = actor_of(request)
    own = Order.objects.owned_by(actor.user)[:OWN_ORDERS_SHOWN] if actor.user else ()
    return render(request, "shop/order_lookup.html", {"form": form, "own_orders": own}, status=status)
