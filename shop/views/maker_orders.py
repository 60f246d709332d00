"""A maker's own pages: the list of its consignments, and one of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.paging import LongPaginator
from shop.gateways import gateway_of
from shop.models import Consignment
from shop.pricing import break_down
from shop.progress import steps_of
from shop.querysets import ConsignmentQuerySet
from shop.visitors import actor_of

PAGE_SIZE = 20


@require_safe
@never_cache
@login_required
def maker_orders(request: HttpRequest) -> HttpResponse:
    """The consignments of the makers one works for, newest first; forbidden to everybody who works for none."""
    own = _own(request)
    paginator = LongPaginator(own.with_order().with_line_count().newest(), PAGE_SIZE, counted=own)
    page = paginator.read_page(request.GET.get("trang", "1"))
    return render(request, "shop/maker_orders.html", {"page": page})


@require_safe
@never_cache
@login_required
def maker_order(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One consignment: what to pack, where it goes, what to collect."""
    own = _own(request).with_order().prefetch_related("lines", "events")
    consignment = get_object_or_404(own, order__code=code.upper(), number=number)
    context = {
        "consignment": consignment,
        "order": consignment.order,
        "steps": steps_of(consignment),
        "sums": break_down(consignment.lines.all(), [consignment.delivery_fee]),
        "instructions": gateway_of(consignment.order.payment_method).instructions_for_maker(consignment),
    }
    return render(request, "shop/maker_order.html", context)


def _own(request: HttpRequest) -> ConsignmentQuerySet:
    actor = actor_of(request)
    if not isinstance(actor.user, User) or not actor.user.memberships.exists():
        raise PermissionDenied(_("Only members of a maker see its orders."))
    return Consignment.objects.visible_to(actor).supplied_by_member(actor.user)
