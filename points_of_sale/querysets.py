"""The words for choosing outlets and stock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from points_of_sale.enums import OutletKind, OutletStatus

if TYPE_CHECKING:
    from accounts.actors import Actor
    from catalog.models import Producer
    from points_of_sale.models import Outlet, StockItem


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Outlets by kind, state and by who may change them."""

    def listed(self) -> OutletQuerySet:
        """Outlets with a public page: all but closed ones and fair booths."""
        return self.exclude(Q(status=OutletStatus.CLOSED) | Q(kind=OutletKind.BOOTH))

    def premises(self) -> OutletQuerySet:
        """Producers' own premises."""
        return self.filter(kind=OutletKind.PREMISES)

    def premises_of(self, producers: Iterable[Producer]) -> dict[int, Outlet]:
        """Each producer's own premises, by the producer's pk, in one query; none for one that has not opened any."""
        found = self.premises().filter(producer__in=producers)
        return {outlet.producer_id: outlet for outlet in found if outlet.producer_id is not None}

    def visible_to(self, actor: Actor) -> OutletQuerySet:
        """Outlets whose record an actor may see at the desk."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(province_id=province)
        return self.filter(Q(managers=actor.user) | Q(producer__memberships__user=actor.user)).distinct()


class StockItemQuerySet(models.QuerySet["StockItem"]):
    """Stock by what can be done with it."""

    def in_stock(self) -> StockItemQuerySet:
        """Items of which at least one pack can still be promised."""
        return self.filter(on_hand__gt=F("reserved"))

    def orderable(self) -> StockItemQuerySet:
        """Items an order can be supplied from: free packs at open premises of their producer."""
        return self.in_stock().filter(outlet__kind=OutletKind.PREMISES, outlet__status=OutletStatus.OPEN)
