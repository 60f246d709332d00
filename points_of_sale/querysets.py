"""The words for choosing outlets and stock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from catalog.enums import ProducerStatus
from catalog.models import Producer, Product
from geography.display import PLACE_RELATIONS
from geography.enums import UnitLevel
from geography.models import Succession
from geography.querysets import lies_in
from points_of_sale.enums import OutletKind, OutletStatus

if TYPE_CHECKING:
    from accounts.actors import Actor
    from catalog.querysets import ProductQuerySet
    from geography.models import Unit
    from points_of_sale.models import Outlet, StockItem


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Outlets by kind, state, place, goods and by who may change them."""

    def listed(self) -> Self:
        """Outlets with a public page: all but closed ones, fair booths and premises of makers who are not active."""
        inactive = Q(kind=OutletKind.PREMISES) & ~Q(producer__status=ProducerStatus.ACTIVE)
        return self.exclude(Q(status=OutletStatus.CLOSED) | Q(kind=OutletKind.BOOTH)).exclude(inactive)

    def premises(self) -> Self:
        """Producers' own premises."""
        return self.filter(kind=OutletKind.PREMISES)

    def for_visitors(self) -> Self:
        """Places where goods of several makers are found: all but producers' own premises."""
        return self.filter(_is_for_visitors())

    def of_kind(self, *kinds: str) -> Self:
        """Outlets of these kinds (`OutletKind`)."""
        return self.filter(kind__in=kinds)

    def in_province(self, *provinces: Unit) -> Self:
        """Outlets in these provinces of today."""
        return self.filter(province__in=provinces)

    def in_commune(self, *communes: Unit) -> Self:
        """Outlets in these communes of today."""
        return self.filter(commune__in=communes)

    def in_former_unit(self, unit: Unit) -> Self:
        """Outlets in an old province, district or commune.

        That is those whose old unit it is or lies in it, and, where no old unit as small as that is written, those
        whose commune of today took in some of it.
        """
        written = Q(former_unit=unit) | Q(former_unit__parent=unit) | Q(former_unit__parent__parent=unit)
        around = [above for above in (unit.parent, unit.parent.parent if unit.parent else None) if above]
        not_as_small = Q(former_unit__isnull=True) | Q(former_unit__in=around)
        return self.filter(written | Q(not_as_small, commune__in=_communes_after(unit)))

    def carrying(self, *products: Product | int) -> Self:
        """Outlets where one of these products (or keys) is found: said to carry it, or with free packs of it."""
        keys = [product if isinstance(product, int) else product.pk for product in products]
        return self.filter(_carries(Product.objects.filter(pk__in=keys)))

    def of_maker(self, producer: Producer) -> Self:
        """A maker's own outlets, then those for visitors where any of its goods is found."""
        goods = Product.objects.published_of(Producer.objects.active().filter(pk=producer.pk))
        found = self.filter(Q(producer=producer) | (_is_for_visitors() & _carries(goods)))
        return found.alias(is_elsewhere=~Q(producer=producer)).order_by("is_elsewhere", "name", "pk")

    def concerning(self, unit: Unit) -> Self:
        """Outlets in a province or commune of today, then those elsewhere where any goods from there are found."""
        goods = Product.objects.published_of(Producer.objects.active().filter(lies_in(unit)))
        found = self.filter(lies_in(unit) | _carries(goods))
        return found.alias(is_elsewhere=~lies_in(unit)).order_by("is_elsewhere", "name", "pk")

    def with_place(self) -> Self:
        """With all that writing the address needs, in the same query."""
        return self.select_related(*PLACE_RELATIONS)

    def visible_to(self, actor: Actor) -> Self:
        """Outlets whose record an actor may see at the desk."""
        return actor.rows_seen(self, province="province", members=("managers", "producer__memberships__user"))


def _is_for_visitors() -> Q:
    return ~Q(kind=OutletKind.PREMISES)


def _carries(products: ProductQuerySet) -> Q:
    """That an outlet is said to carry one of these products or has free packs of one.

    Asked by way of the products: to ask it of every outlet would cost more with every outlet there is.
    """
    said = products.order_by().filter(carried__isnull=False).values("carried__outlet")
    free = products.order_by().filter(variants__stock__on_hand__gt=F("variants__stock__reserved"))
    return Q(pk__in=said.union(free.values("variants__stock__outlet")))


def _communes_after(unit: Unit) -> models.QuerySet[Succession, int]:
    """The communes of today that took in a unit or something within it."""
    within = Q(predecessor=unit) | Q(predecessor__parent=unit) | Q(predecessor__parent__parent=unit)
    return Succession.objects.filter(within, successor__level=UnitLevel.COMMUNE).values_list("successor", flat=True)


class StockItemQuerySet(models.QuerySet["StockItem"]):
    """Stock by what can be done with it."""

    def in_stock(self) -> Self:
        """Items of which at least one pack can still be promised."""
        return self.filter(on_hand__gt=F("reserved"))

    def orderable(self) -> Self:
        """Items an order can be supplied from: free packs at open premises of their producer."""
        return self.in_stock().filter(outlet__kind=OutletKind.PREMISES, outlet__status=OutletStatus.OPEN)
