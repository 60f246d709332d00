"""The sitemaps: the public pages that one looks for, in both languages, each with its other language.

Certificates have pages but no section here: each is reached from its product, and is opened by the code on a pack.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from catalog.models import Producer, Product
from fairs.models import Fair
from geography.models import Unit
from points_of_sale.models import Outlet
from shop.policies import POLICIES

# All that an entry says of a row.
READ = ("slug", "updated_at")
LISTS = ("home", "product_list", "producer_list", "outlet_list", "fair_list")


class _InBothLanguages(Sitemap[Any]):
    i18n = True
    alternates = True
    x_default = True
    limit = 5_000


class _Rows(_InBothLanguages, ABC):
    """Rows of a table with `updated_at`."""

    @abstractmethod
    def items(self) -> QuerySet[Any]:
        """Each table's own, in a lasting order, for the pages of the sitemap."""

    def lastmod(self, item: Any) -> datetime.datetime | None:
        """When the row was last changed."""
        return getattr(item, "updated_at", None)

    def get_latest_lastmod(self) -> datetime.datetime | None:
        """When the newest change was: one figure for the index, where Django would read every row."""
        latest: datetime.datetime | None = self.items().aggregate(latest=Max("updated_at"))["latest"]
        return latest


class ListSitemap(_InBothLanguages):
    """Home, lists and rules."""

    def items(self) -> list[str]:
        """Paths are asked for in each language."""
        return [*LISTS, *(policy.slug for policy in POLICIES)]

    def location(self, item: str) -> str:
        """The path in the language that is active."""
        return reverse(item) if item in LISTS else reverse("policy", args=[item])


class ProductSitemap(_Rows):
    """Every product with a page."""

    def items(self) -> QuerySet[Product]:
        """In a lasting order, for the pages of the sitemap."""
        return Product.objects.published().only(*READ).order_by("pk")


class ProducerSitemap(_Rows):
    """Every maker with a page."""

    def items(self) -> QuerySet[Producer]:
        """In a lasting order."""
        return Producer.objects.active().only(*READ).order_by("pk")


class PlaceSitemap(_InBothLanguages):
    """Provinces of today, and communes with a maker, an outlet or a coming fair, whose pages link to them."""

    def items(self) -> list[Unit]:
        """Provinces first."""
        today = timezone.localdate()
        linked = (Producer.objects.active(), Outlet.objects.listed(), Fair.objects.coming(today))
        some = Q(*(Q(pk__in=rows.order_by().values("commune")) for rows in linked), _connector=Q.OR)
        communes = Unit.objects.communes().in_force(today).filter(some)
        return [*Unit.objects.provinces().in_force(today).order_by("pk"), *communes.order_by("pk")]


class OutletSitemap(_Rows):
    """Every outlet with a page."""

    def items(self) -> QuerySet[Outlet]:
        """In a lasting order."""
        return Outlet.objects.listed().only(*READ).order_by("pk")


class FairSitemap(_Rows):
    """Every public fair."""

    def items(self) -> QuerySet[Fair]:
        """In a lasting order."""
        return Fair.objects.public().only(*READ).order_by("pk")


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "trang": ListSitemap,
    "san-pham": ProductSitemap,
    "chu-the": ProducerSitemap,
    "noi": PlaceSitemap,
    "diem-ban": OutletSitemap,
    "hoi-cho": FairSitemap,
}
