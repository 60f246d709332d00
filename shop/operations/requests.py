"""Changes of a cart that a program may ask for twice without their being made twice. Lock order: the cart first.

What was asked is remembered with the change, in its transaction: a refused change is not remembered.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from shop.models import Cart, CartRequest, Order
from shop.operations.carts import CartError, adopt_guest_cart, open_cart
from shop.operations.orders import Purchase, place_order

if TYPE_CHECKING:
    from accounts.actors import Actor

# An account's cart may stay open for years. Nobody asks again after so long for an answer that was lost.
KEYS_KEPT = datetime.timedelta(days=7)


class KeyReusedError(CartError):
    """The key was used before, for something else."""

    def __str__(self) -> str:
        return _("This key was used for another request. Take a new key for each change.")


class CartUnknownError(CartError):
    """There is no such cart for who asks; of other people's carts nothing more is told."""

    def __str__(self) -> str:
        return _("There is no such cart.")


class CartOrderedError(CartError):
    """The cart has become an order and is changed no more."""

    def __str__(self) -> str:
        return _("This cart has been ordered. Begin a new one.")


class PackUnknownError(CartError):
    """No pack of a listed product has this article number."""

    def __str__(self) -> str:
        return _("There is no pack with this article number.")


@dataclass(frozen=True)
class Asked:
    """One request: what it does and with which input, and the key under which it is known, if it has one."""

    key: str | None
    action: str
    said: Mapping[str, object]

    @property
    def digest(self) -> str:
        """The same for the same action and input, in hexadecimal."""
        text = json.dumps([self.action, self.said], sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def find_answered(*, actor: Actor, asked: Asked) -> Cart | None:
    """The actor's cart on which this very request was carried out before. Raises KeyReusedError."""
    if asked.key is None:
        return None
    rows = CartRequest.objects.filter(cart__in=Cart.objects.visible_to(actor), key=asked.key).select_related("cart")
    known = rows.order_by("-pk").first()
    if known is None:
        return None
    if known.digest != asked.digest:
        raise KeyReusedError
    return known.cart


@transaction.atomic
def change_cart_once(
    *, actor: Actor, asked: Asked, change: Callable[[Cart], object], at: datetime.datetime, is_first: bool = False
) -> Cart:
    """Change the actor's cart by an operation of shop.operations.carts, unless this was done before; answers the cart.

    `is_first` lets a user begin a cart with it. Raises CartUnknownError, CartOrderedError, KeyReusedError, and what
    the change raises.
    """
    cart = _locked_cart(actor)
    if (answered := find_answered(actor=actor, asked=asked)) is not None:
        return answered
    if cart is None and is_first and actor.user is not None:
        cart = open_cart(actor=actor)
    if cart is None:
        raise CartUnknownError
    if cart.ordered_at is not None:
        raise CartOrderedError
    change(cart)
    _remember(cart, asked, at)
    return cart


@transaction.atomic
def adopt_cart_once(*, token: str, actor: Actor, asked: Asked, at: datetime.datetime) -> Cart:
    """Join the guest's cart of a token to the account's, unless this was done before; answers the account's.

    Raises CartUnknownError, KeyReusedError, and ValueError for an actor who is not signed in.
    """
    if actor.user is None:
        raise ValueError("Only an account can take a cart over.")
    is_there = Cart.objects.open().held_by_token(token).exists()
    cart = adopt_guest_cart(token=token, user=actor.user)  # locks both, of any two the lower pk first
    if (answered := find_answered(actor=actor, asked=asked)) is not None:
        return answered
    if cart is None or not is_there:
        raise CartUnknownError
    _remember(cart, asked, at)
    return cart


@transaction.atomic
def place_order_once(
    *, actor: Actor, buyer: Actor, asked: Asked, purchase: Purchase, at: datetime.datetime
) -> tuple[Order, bool]:
    """Turn the actor's cart into an order, and say whether it was one before.

    `buyer` is whom the order belongs to: who is signed in, also where a guest's cart is ordered. Raises
    CartUnknownError, KeyReusedError, and the errors of place_order().
    """
    cart = _locked_cart(actor)
    answered = find_answered(actor=actor, asked=asked) or cart
    if answered is None:
        raise CartUnknownError
    if answered.ordered_at is not None:
        return Order.objects.get(cart=answered), True
    order = place_order(cart=answered, purchase=purchase, actor=buyer, at=at)
    _remember(answered, asked, at)
    return order, False


def _locked_cart(actor: Actor) -> Cart | None:
    """A user's open cart; a guest's whether it is open or ordered."""
    carts = Cart.objects.visible_to(actor).select_for_update(of=("self",))
    return (carts if actor.user is None else carts.open()).first()


def _remember(cart: Cart, asked: Asked, at: datetime.datetime) -> None:
    if asked.key is not None:
        CartRequest.objects.filter(cart=cart, made_at__lt=at - KEYS_KEPT).delete()
        CartRequest.objects.create(cart=cart, key=asked.key, digest=asked.digest, made_at=at)
