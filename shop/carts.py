"""The number of packs in a visitor's cart, for the head of every page."""

from __future__ import annotations

from django.db.models import Q, Sum
from django.http import HttpRequest

from accounts.models import User
from shop.models import CartLine
from shop.visitors import cart_token_of


def cart_count(request: HttpRequest) -> int:
    """How many packs lie in the visitor's cart; no query for a guest without a cart, else one.

    Just after sign-in it counts the guest's cart too, although only the cart's own page joins them.
    """
    token = cart_token_of(request)
    whose = Q(cart__token=token, cart__user__isnull=True) if token else Q()
    user = getattr(request, "user", None)  # none before the sign-in has been looked at
    if isinstance(user, User):
        whose |= Q(cart__user=user)
    if not whose:
        return 0
    lines = CartLine.objects.filter(whose, cart__ordered_at__isnull=True)
    return lines.aggregate(packs=Sum("quantity"))["packs"] or 0
