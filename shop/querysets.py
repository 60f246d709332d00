"""The words for choosing carts, orders and consignments."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models

from accounts.enums import TokenScope
from geography.display import PLACE_RELATIONS, place_relations
from shop.enums import ConsignmentStatus

if TYPE_CHECKING:
    from accounts.actors import Actor
    from accounts.models import User
    from shop.models import Cart, CartLine, Consignment, Order

# What lies packed or unpacked at the maker's and is promised to a buyer (invariant 1).
HOLDING_STATUSES = (
    ConsignmentStatus.NEW,
    ConsignmentStatus.ACCEPTED,
    ConsignmentStatus.PACKED,
    ConsignmentStatus.READY_FOR_PICKUP,
)


class CartQuerySet(models.QuerySet["Cart"]):
    """Carts by state and by whose they are."""

    def open(self) -> CartQuerySet:
        """Carts that have not become orders."""
        return self.filter(ordered_at__isnull=True)

    def ordered_since(self, moment: datetime.datetime) -> CartQuerySet:
        """Carts that became orders at or after a moment, the newest first."""
        return self.filter(ordered_at__gte=moment).order_by("-ordered_at")

    def held_by_token(self, token: str) -> CartQuerySet:
        """A guest's carts that nobody signed in has taken over."""
        return self.filter(token=token, user__isnull=True)

    def visible_to(self, actor: Actor) -> CartQuerySet:
        """The actor's own cart: by token for a guest, by user when signed in; by an API token with a right to it."""
        if actor.user is not None:
            may_see = actor.has_scope(TokenScope.READ_ORDERS) or actor.has_scope(TokenScope.WRITE_ORDERS)
            return self.filter(user=actor.user) if may_see else self.none()
        if actor.cart_token:
            return self.held_by_token(actor.cart_token)
        return self.none()


class CartLineQuerySet(models.QuerySet["CartLine"]):
    """Lines with what a page or an order needs to know of their goods."""

    def with_goods(self) -> CartLineQuerySet:
        """Lines with pack, product, its set, producer and where the producer is, in one query."""
        goods = "variant__product"
        return self.select_related(f"{goods}__product_set", *place_relations(f"{goods}__producer"))


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by whose they are."""

    def visible_to(self, actor: Actor) -> OrderQuerySet:
        """Whole orders: the buyer's own, those somebody holds the secret of, all for the operator."""
        if actor.is_operator:
            return self
        own = models.Q(secret__in=actor.order_secrets)
        if actor.user is not None and actor.has_scope(TokenScope.READ_ORDERS):
            own |= models.Q(user=actor.user)
        return self.filter(own)

    def owned_by(self, user: User) -> OrderQuerySet:
        """What a signed-in buyer has ordered."""
        return self.filter(user=user)

    def last_of(self, user: User) -> Order | None:
        """The buyer's newest order, with its address."""
        return self.owned_by(user).with_places().order_by("-placed_at", "-pk").first()

    def known_to(self, *, code: str, phone: str) -> Order | None:
        """The order of a code, for somebody who also knows the phone number (E.164) given with it."""
        return self.filter(code=code, buyer_phone=phone).first()

    def with_consignments(self) -> OrderQuerySet:
        """Orders with what each maker supplies: lines, events, and how to reach the maker."""
        return self.prefetch_related("consignments__producer", "consignments__lines", "consignments__events")

    def with_places(self) -> OrderQuerySet:
        """Orders with the units of their address, old and new."""
        return self.select_related(*PLACE_RELATIONS)


class ConsignmentQuerySet(models.QuerySet["Consignment"]):
    """Consignments by who supplies them."""

    def visible_to(self, actor: Actor) -> ConsignmentQuerySet:
        """Consignments of the actor's producers, of an officer's province, or all for the operator."""
        return actor.rows_seen(self, province="producer__province", members="producer__memberships__user")

    def supplied_by_member(self, user: User) -> ConsignmentQuerySet:
        """Consignments of the producers somebody works for, whatever else they are."""
        return self.filter(producer__memberships__user=user)

    def with_order(self) -> ConsignmentQuerySet:
        """Consignments with their order, its address and their producer."""
        return self.select_related("producer", *place_relations("order"))

    def untouched(self) -> ConsignmentQuerySet:
        """Consignments that their maker has not taken up yet."""
        return self.filter(status=ConsignmentStatus.NEW)

    def holding_stock(self) -> ConsignmentQuerySet:
        """Consignments whose goods are reserved and have not left yet."""
        return self.filter(status__in=HOLDING_STATUSES)

    def with_line_count(self) -> ConsignmentQuerySet:
        """With `packs`, how many packs are in the parcel."""
        return self.annotate(packs=models.Sum("lines__quantity"))

    def newest(self) -> ConsignmentQuerySet:
        """The newest order's first."""
        return self.order_by("-order__placed_at", "-pk")
