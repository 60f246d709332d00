"""The words for choosing carts, orders and consignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.actors import Actor
    from shop.models import Cart, Consignment, Order


class CartQuerySet(models.QuerySet["Cart"]):
    """Carts by state and by whose they are."""

    def open(self) -> CartQuerySet:
        """Carts that have not become orders."""
        return self.filter(ordered_at__isnull=True)

    def visible_to(self, actor: Actor) -> CartQuerySet:
        """The actor's own cart: by token for a guest, by user when signed in."""
        if actor.user is not None:
            return self.filter(user=actor.user)
        if actor.cart_token:
            return self.filter(token=actor.cart_token, user__isnull=True)
        return self.none()


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by whose they are."""

    def visible_to(self, actor: Actor) -> OrderQuerySet:
        """Whole orders: the buyer's own, those a guest holds the secret of, all for the operator."""
        if actor.is_operator:
            return self
        own = models.Q(secret__in=actor.order_secrets)
        if actor.user is not None:
            own |= models.Q(user=actor.user)
        return self.filter(own)


class ConsignmentQuerySet(models.QuerySet["Consignment"]):
    """Consignments by who supplies them."""

    def visible_to(self, actor: Actor) -> ConsignmentQuerySet:
        """Consignments of the actor's producers, of an officer's province, or all for the operator."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(producer__province_id=province)
        return self.filter(producer__memberships__user=actor.user)
