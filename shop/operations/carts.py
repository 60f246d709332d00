"""Filling, changing and joining carts. Lock order: the cart first, and of two carts the one with the lower pk."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Product
from points_of_sale.shelves import available_for
from shop.models import MAX_LINES, MAX_QUANTITY, Cart, CartLine

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User
    from catalog.models import Variant


class CartError(Exception):
    """Why a cart was not changed; as text it is a sentence in the reader's language."""


class InvalidQuantityError(CartError):
    """An amount that no line can have."""

    def __str__(self) -> str:
        return _("Choose a quantity from 1 to %(limit)d.") % {"limit": MAX_QUANTITY}


class TooManyOnLineError(CartError):
    """With what already lies in the cart there would be more than one line holds."""

    def __init__(self, already: int) -> None:
        """Keep how many packs are there."""
        super().__init__(already)
        self.already = already

    def __str__(self) -> str:
        return _("At most %(limit)d of one product; your cart already has %(already)d.") % {
            "limit": MAX_QUANTITY,
            "already": self.already,
        }


class TooManyLinesError(CartError):
    """The cart is full."""

    def __str__(self) -> str:
        return _("A cart holds at most %(limit)d different products. Order these first, or remove one.") % {
            "limit": MAX_LINES
        }


class NotForSaleError(CartError):
    """The pack is not on offer today."""

    def __str__(self) -> str:
        return _("This product is not for sale at the moment.")


class NotEnoughError(CartError):
    """Fewer packs can be promised than the cart would hold."""

    def __init__(self, available: int) -> None:
        """Keep how many there are."""
        super().__init__(available)
        self.available = available

    def __str__(self) -> str:
        if not self.available:
            return _("This product is sold out.")
        return ngettext("Only %(count)d left.", "Only %(count)d left.", self.available) % {"count": self.available}


class LineGoneError(CartError):
    """The line was removed meanwhile, perhaps in another window."""

    def __str__(self) -> str:
        return _("This product is no longer in your cart.")


@transaction.atomic
def open_cart(*, actor: Actor) -> Cart:
    """A cart to fill: the user's open one, made if there is none; for a guest always a new one, known by its token."""
    return (_locked_cart(actor) if actor.user is not None else None) or _new_cart(actor)


@transaction.atomic
def add_to_cart(*, actor: Actor, variant: Variant, quantity: int, at: datetime.datetime) -> Cart:
    """Put packs into the actor's cart, which is made if there is none; packs of one variant add up.

    Raises InvalidQuantityError, NotForSaleError, NotEnoughError, TooManyOnLineError, TooManyLinesError.
    """
    _check_quantity(quantity)
    if (
        not variant.is_active
        or not Product.objects.sellable(timezone.localdate(at)).filter(pk=variant.product_id).exists()
    ):
        raise NotForSaleError
    cart = _locked_cart(actor) or _new_cart(actor)
    lines = {line.variant_id: line for line in cart.lines.all()}
    line = lines.get(variant.pk)
    already = line.quantity if line else 0
    _check_available(variant, already + quantity)
    if already + quantity > MAX_QUANTITY:
        raise TooManyOnLineError(already)
    if line is None:
        if len(lines) >= MAX_LINES:
            raise TooManyLinesError
        CartLine.objects.create(cart=cart, variant=variant, quantity=quantity, seen_price=variant.price, added_at=at)
    else:
        CartLine.objects.filter(pk=line.pk).update(quantity=already + quantity)
    return cart


@transaction.atomic
def set_quantity(*, actor: Actor, line_id: int, quantity: int) -> Cart:
    """Make a line hold so many packs; none removes it. Raises InvalidQuantityError, NotEnoughError, LineGoneError."""
    if quantity == 0:
        return remove_line(actor=actor, line_id=line_id)
    _check_quantity(quantity)
    cart = _locked_cart(actor)
    line = cart.lines.select_related("variant").filter(pk=line_id).first() if cart else None
    if cart is None or line is None:
        raise LineGoneError
    if quantity > line.quantity:  # fewer is always allowed, even when still too many
        _check_available(line.variant, quantity)
    CartLine.objects.filter(pk=line.pk).update(quantity=quantity)
    return cart


@transaction.atomic
def remove_line(*, actor: Actor, line_id: int) -> Cart:
    """Take a line out. Raises LineGoneError when it is not in the actor's cart."""
    cart = _locked_cart(actor)
    if cart is None or not CartLine.objects.filter(cart=cart, pk=line_id).delete()[0]:
        raise LineGoneError
    return cart


@transaction.atomic
def confirm_prices(*, actor: Actor, prices: Mapping[int, int]) -> None:
    """Note the prices a buyer agreed to as they were shown, in đồng by the line's pk; other lines stay as they are."""
    cart = _locked_cart(actor)
    lines = list(cart.lines.filter(pk__in=prices)) if cart else []
    for line in lines:
        line.seen_price = prices[line.pk]
    CartLine.objects.bulk_update(lines, ["seen_price"])


@transaction.atomic
def adopt_guest_cart(*, token: str, user: User) -> Cart | None:
    """Join the guest's cart of a token to the user's own, quantities summed up to the limit; returns the user's cart.

    A price the guest saw later is the one that was seen. Nothing is left out: a joined cart may hold more lines than
    one can add.
    """
    either = Q(user=user) | Q(token=token, user__isnull=True)
    found = list(Cart.objects.open().filter(either).select_for_update(of=("self",)).order_by("pk"))
    guests = next((cart for cart in found if cart.user_id is None), None)
    own = next((cart for cart in found if cart.user_id == user.pk), None)
    if guests is None:
        return own
    if own is None:
        if _hand_over(guests, user):
            return guests
        own = Cart.objects.open().select_for_update(of=("self",)).get(user=user)
    _pour(guests.lines.all(), into=own)
    guests.delete()
    return own


def _check_quantity(quantity: int) -> None:
    if not 1 <= quantity <= MAX_QUANTITY:
        raise InvalidQuantityError


def _check_available(variant: Variant, wanted: int) -> None:
    available = available_for([variant])[variant.pk]
    if wanted > available:
        raise NotEnoughError(available)


def _locked_cart(actor: Actor) -> Cart | None:
    return Cart.objects.open().visible_to(actor).select_for_update(of=("self",)).first()


def _new_cart(actor: Actor) -> Cart:
    """A cart of the actor's; where another request has just made the user's one, that."""
    if actor.user is None:
        return Cart.objects.create()
    try:
        with transaction.atomic():
            return Cart.objects.create(user=actor.user)
    except IntegrityError:
        return Cart.objects.open().select_for_update(of=("self",)).get(user=actor.user)


def _hand_over(cart: Cart, user: User) -> bool:
    """Give a guest's cart to a user who has none; False when another request has just made one."""
    cart.user = user
    try:
        with transaction.atomic():
            cart.save(update_fields=["user", "updated_at"])
    except IntegrityError:
        return False
    return True


def _pour(lines: Iterable[CartLine], *, into: Cart) -> None:
    own = {line.variant_id: line for line in into.lines.all()}
    raised, moved = [], []
    for line in lines:
        same = own.get(line.variant_id)
        if same is None:
            line.cart = into
            moved.append(line)
        else:
            same.quantity = min(same.quantity + line.quantity, MAX_QUANTITY)
            same.seen_price = line.seen_price
            raised.append(same)
    CartLine.objects.bulk_update(raised, ["quantity", "seen_price"])
    CartLine.objects.bulk_update(moved, ["cart"])
