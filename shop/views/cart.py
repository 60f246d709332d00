"""The cart's page and what its buttons do."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from accounts.display import in_language
from catalog.models import Variant
from shop.contents import load_pictures, read_contents
from shop.forms.cart import AddToCartForm, LineForm, read_agreed, write_agreed
from shop.models import Cart, Order
from shop.operations.carts import (
    CartError,
    LineGoneError,
    add_to_cart,
    confirm_prices,
    remove_line,
    set_quantity,
)
from shop.suggestions import starred_products
from shop.views.visiting import only_posted, shopping
from shop.visitors import remember_cart


@require_safe
@shopping
def cart(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What lies in the cart, by maker, at today's prices."""
    return _cart_page(request, actor)


@only_posted
@shopping
def cart_add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put packs into the cart; a quantity that cannot be is answered beside the product."""
    form = AddToCartForm(request.POST)
    form.is_valid()
    variants = Variant.objects.select_related("product__producer")
    variant = get_object_or_404(variants, pk=form.cleaned_data.get("variant"))
    if form.is_valid():
        try:
            filled = add_to_cart(
                actor=actor, variant=variant, quantity=form.cleaned_data["quantity"], at=timezone.now()
            )
        except CartError as error:
            form.add_error("quantity", str(error))
        else:
            name = in_language(variant.product, "name")
            messages.success(request, _("Added to the cart: %(product)s") % {"product": name})
            return _with_cart(redirect("cart"), filled)
    context = {"form": form, "variant": variant}
    return render(request, "shop/cart_add.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@only_posted
@shopping
def cart_line(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Change how many packs a line holds; none, or the button beside it, removes the line."""
    form = LineForm(request.POST)
    try:
        if "remove" in request.POST:
            remove_line(actor=actor, line_id=line_id)
        elif form.is_valid():
            set_quantity(actor=actor, line_id=line_id, quantity=form.cleaned_data["quantity"])
    except LineGoneError as error:
        messages.info(request, str(error))
    except CartError as error:
        form.add_error("quantity", str(error))
    if form.errors and "remove" not in request.POST:
        return _cart_page(request, actor, wrong_line=line_id, wrong_form=form)
    return redirect("cart")


@only_posted
@shopping
def cart_prices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Agree to the prices that the page showed."""
    confirm_prices(actor=actor, prices=read_agreed(request.POST.get("agreed", "")))
    return redirect("cart")


def _cart_page(
    request: HttpRequest, actor: Actor, wrong_line: int | None = None, wrong_form: LineForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    contents = read_contents(Cart.objects.open().visible_to(actor).first(), on=today)
    load_pictures(contents)
    context = {
        "contents": contents,
        "agreed": write_agreed({line.row.pk: line.unit_price for line in contents.changed}),
        "wrong_line": wrong_line,
        "wrong_form": wrong_form,
    }
    if not contents.lines:
        last_order = Order.objects.last_of(actor.user) if actor.user else None
        context["suggestions"] = starred_products(on=today, province=last_order.province if last_order else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong_form else HTTPStatus.OK
    return render(request, "shop/cart.html", context, status=status)


def _with_cart(response: HttpResponse, cart: Cart) -> HttpResponse:
    if cart.user_id is None:
        remember_cart(response, cart)
    return response
