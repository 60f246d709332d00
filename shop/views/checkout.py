"""The checkout: one page, one form, one order."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.display import in_language
from shop.communes import CommunePicker
from shop.contents import Contents, read_contents
from shop.enums import LineProblem
from shop.forms.cart import write_agreed
from shop.forms.checkout import CheckoutForm, first_answers, picker_for, read_signed_cart, sign_cart
from shop.gateways import GATEWAYS
from shop.models import Cart, Order
from shop.operations.carts import CartError, set_quantity
from shop.operations.orders import LinesBlockedError, OrderError, place_order
from shop.views.visiting import shopping

# Within this time going back to the checkout shows the order that came of it, later the empty cart.
RECENT = datetime.timedelta(minutes=30)

# What a line's button says: how many packs are to be left; none removes it.
_LINE_CHANGE = re.compile(r"line-(?P<line>\d{1,18})-(?P<quantity>\d{1,3})", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
@shopping
def checkout(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask where to, how paid, and take the order; once it is taken every repetition leads to it."""
    at = timezone.now()
    signed = read_signed_cart(request.POST.get("cart", ""))
    if signed is not None and signed.ordered_at is not None:
        return redirect(Order.objects.get(cart=signed).get_secret_url())
    cart = Cart.objects.open().visible_to(actor).first()
    if cart is None:
        recent = Cart.objects.visible_to(actor).ordered_since(at - RECENT).first()
        return redirect(Order.objects.get(cart=recent).get_secret_url() if recent else "cart")
    if request.method != "POST":
        return _first_page(request, actor, cart)
    picker = CommunePicker.of_data(request.POST.dict(), on=timezone.localdate(at))
    if request.POST.get("do", "order") != "order":
        return _changed_page(request, actor, cart, picker)
    return _order(request, actor, cart, picker, at)


def _first_page(request: HttpRequest, actor: Actor, cart: Cart) -> HttpResponse:
    last_order = Order.objects.last_of(actor.user) if actor.user else None
    picker = picker_for(last_order, on=timezone.localdate())
    answers = first_answers(actor.user, last_order)
    return _page(request, cart, CheckoutForm(picker=picker, initial={**answers, "commune_text": picker.text}))


def _changed_page(request: HttpRequest, actor: Actor, cart: Cart, picker: CommunePicker) -> HttpResponse:
    """The same page after a button within the form: a commune was looked up, or a line taken out or made smaller."""
    change = _LINE_CHANGE.fullmatch(request.POST["do"])
    if change is not None:
        # A line that has gone meanwhile needs no words: the page shows what is in the cart.
        with suppress(CartError):
            set_quantity(actor=actor, line_id=int(change["line"]), quantity=int(change["quantity"]))
    return _page(request, cart, CheckoutForm(picker=picker, initial=request.POST.dict()))


def _order(
    request: HttpRequest, actor: Actor, cart: Cart, picker: CommunePicker, at: datetime.datetime
) -> HttpResponse:
    form = CheckoutForm(request.POST, picker=picker)
    if form.is_valid() and request.POST.get("cart") != sign_cart(cart):
        form.add_error(None, _("Your cart has changed meanwhile. Check it and order once more."))
    if form.is_valid():
        purchase = form.purchase(language=get_language() or "vi")
        try:
            order = place_order(cart=cart, purchase=purchase, actor=actor, at=at)
        except OrderError as error:
            _explain(form, error)
        else:
            messages.success(request, _("Thank you, your order has arrived."))
            return redirect(order.get_secret_url())
    return _page(request, cart, form)


def _explain(form: CheckoutForm, error: OrderError) -> None:
    """Put an order's hindrance where the buyer can do something about it."""
    far = (
        [line for line in error.lines if line.problem == LineProblem.TOO_FAR]
        if isinstance(error, LinesBlockedError)
        else []
    )
    for line in far:
        form.add_error(
            "commune_text",
            _("%(product)s cannot be delivered there: remove it from the order, or choose another address.")
            % {"product": in_language(line.product, "name")},
        )
    if not far:
        form.add_error(None, str(error))


def _page(request: HttpRequest, cart: Cart, form: CheckoutForm) -> HttpResponse:
    contents = _contents(cart, form.picker)
    if not contents.lines:
        return redirect("cart")
    context = {
        "form": form,
        "picker": form.picker,
        "contents": contents,
        "gateways": list(GATEWAYS.values()),
        "signed_cart": sign_cart(cart),
        "agreed_prices": write_agreed({line.variant.pk: line.unit_price for line in contents.changed}),
        "agreed": bool(form.is_bound and form.data.get("agreed_prices")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "shop/checkout.html", context, status=status)


def _contents(cart: Cart, picker: CommunePicker) -> Contents:
    destination = picker.chosen.commune if picker.chosen else None
    return read_contents(cart, on=picker.on, destination=destination)
