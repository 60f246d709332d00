"""Who is visiting: the user, or a guest known by what their browser and their link hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.actors import Actor
from accounts.models import User
from shop.models import LINK_PARAMETER

if TYPE_CHECKING:
    from shop.models import Cart

CART_COOKIE = "gio-hang"
CART_COOKIE_SALT = "shop.cart"
CART_COOKIE_SECONDS = 60 * 24 * 60 * 60


def cart_token_of(request: HttpRequest) -> str:
    """The token of a guest's cart; empty without a cookie and for one that is forged, garbled or too old."""
    token = request.get_signed_cookie(CART_COOKIE, default="", salt=CART_COOKIE_SALT, max_age=CART_COOKIE_SECONDS)
    return token or ""


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request to the shop: user, cart of the cookie, and the order's secret of the address."""
    secret = request.GET.get(LINK_PARAMETER, "")
    return Actor(
        user=request.user if isinstance(request.user, User) else None,
        cart_token=cart_token_of(request),
        order_secrets=frozenset({secret} if secret else ()),
    )


def remember_cart(response: HttpResponse, cart: Cart) -> None:
    """Give a guest's browser the token of its cart."""
    response.set_signed_cookie(
        CART_COOKIE,
        cart.token,
        salt=CART_COOKIE_SALT,
        max_age=CART_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_guest_cart(request: HttpRequest, response: HttpResponse) -> None:
    """Take the token back from a browser whose user is signed in: that cart is the account's now."""
    if request.user.is_authenticated and CART_COOKIE in request.COOKIES:
        response.delete_cookie(CART_COOKIE, samesite="Lax")
