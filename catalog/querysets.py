"""The words for choosing producers, products, packs, pictures and certificates."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery

from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.matching import fit, fits, words_asked

if TYPE_CHECKING:
    from accounts.actors import Actor
    from catalog.models import Certificate, Producer, Product, ProductGroup, ProductImage, ProductSet, Variant
    from geography.models import Unit


def in_force_q(on: datetime.date, prefix: str = "") -> Q:
    """What makes a certificate bear its stars on a day; `prefix` leads to the certificate ("certificates__")."""
    return Q(
        Q(**{f"{prefix}revoked_on__isnull": True}) | Q(**{f"{prefix}revoked_on__gt": on}),
        Q(**{f"{prefix}superseded_on__isnull": True}) | Q(**{f"{prefix}superseded_on__gt": on}),
        **{f"{prefix}valid_from__lte": on, f"{prefix}valid_until__gte": on},
    )


class ProducerQuerySet(models.QuerySet["Producer"]):
    """Producers by state and by who may see them at the desk."""

    def active(self) -> Self:
        """Producers whose goods may be offered."""
        return self.filter(status=ProducerStatus.ACTIVE)

    def inactive(self) -> Self:
        """Producers that are suspended or have left."""
        return self.exclude(status=ProducerStatus.ACTIVE)

    def of_kind(self, *kinds: str) -> Self:
        """Producers of these kinds of entity (`ProducerKind`)."""
        return self.filter(kind__in=kinds)

    def in_province(self, *provinces: Unit) -> Self:
        """Producers in these provinces of today."""
        return self.filter(province__in=provinces)

    def in_commune(self, *communes: Unit) -> Self:
        """Producers in these communes of today."""
        return self.filter(commune__in=communes)

    def with_place(self) -> Self:
        """With commune, province and old unit, for writing the address without a query."""
        return self.select_related("commune", "province", "former_unit__parent__parent")

    def formerly_at(self, slug: str) -> Self:
        """The producer that once had this address, to redirect from it."""
        return self.filter(former_slugs__slug=slug)

    def visible_to(self, actor: Actor) -> Self:
        """Producers whose inner affairs an actor may see: own members, officers of the province, operators."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(province_id=province)
        return self.filter(memberships__user=actor.user)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by their state on a day."""

    def in_force(self, on: datetime.date) -> Self:
        """Certificates that bear their stars on a day."""
        return self.filter(in_force_q(on))

    def not_in_force(self, on: datetime.date) -> Self:
        """Certificates that bear no stars on a day: coming, ended or without a date."""
        return self.exclude(pk__in=self.model._default_manager.filter(in_force_q(on)).values("pk"))

    def with_product(self) -> Self:
        """With product, set, maker and place, for a page about the certificate."""
        return self.select_related("product__product_set", "product__producer__commune", "product__producer__province")

    def undated(self) -> Self:
        """Certificates of which no date is known."""
        return self.filter(valid_from__isnull=True)

    def ending_between(self, first: datetime.date, last: datetime.date) -> Self:
        """Certificates in force on `first` that run out by `last` (both days included)."""
        return self.in_force(first).filter(valid_until__lte=last)

    def overlapping(self, first: datetime.date, last: datetime.date) -> Self:
        """Dated certificates that bear stars on some day from `first` to `last`, both included (invariant 7)."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=first) & Q(revoked_on__gt=F("valid_from")),
            Q(superseded_on__isnull=True) | Q(superseded_on__gt=first) & Q(superseded_on__gt=F("valid_from")),
            valid_from__lte=last,
            valid_until__gte=first,
        )

    def visible_to(self, actor: Actor) -> Self:
        """Certificates whose record an actor may see at the desk."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(product__producer__province_id=province)
        return self.filter(product__producer__memberships__user=actor.user)


class ProductQuerySet(models.QuerySet["Product"]):
    """Products by what they are and what may be done with them on a day."""

    def published(self) -> Self:
        """Products with a public page: published ones of active producers."""
        return self.filter(status=ProductStatus.PUBLISHED, producer__status=ProducerStatus.ACTIVE)

    def unpublished(self) -> Self:
        """Products without a public page."""
        return self.exclude(status=ProductStatus.PUBLISHED, producer__status=ProducerStatus.ACTIVE)

    def in_review(self) -> Self:
        """Products handed in and not yet answered."""
        return self.filter(status=ProductStatus.IN_REVIEW)

    def certified(self, on: datetime.date) -> Self:
        """Products that bear stars on a day."""
        return self.filter(self._is_certified(on))

    def uncertified(self, on: datetime.date) -> Self:
        """Products that bear no stars on a day."""
        return self.filter(~self._is_certified(on))

    def sellable(self, on: datetime.date) -> Self:
        """Products that may be offered on a day (invariant 6); services are not sold as goods."""
        return self.published().filter(
            self._is_certified(on) | Q(listing_basis=ListingBasis.LOCAL_SPECIALITY), product_set__is_service=False
        )

    def unsellable(self, on: datetime.date) -> Self:
        """Products that may not be offered on a day; `why_not_sellable` says the reason of each."""
        return self.exclude(pk__in=self.model._default_manager.sellable(on).values("pk"))

    def search(self, text: str) -> Self:
        """Products that fit the words somebody typed, the best first; all of them for no text, none for signs alone.

        catalog.search corrects what was mistyped.
        """
        if not text.strip():
            return self
        words = words_asked(text)
        if not words:
            return self.none()
        return self.filter(fits(words)).alias(misfit=fit(words)).order_by("misfit", "-pk")

    def in_group(self, *groups: ProductGroup | int) -> Self:
        """Products of these of the six groups, given as rows or numbers."""
        return self.filter(product_set__group__in=groups)

    def in_set(self, *sets: ProductSet | int) -> Self:
        """Products of these of the 26 sets, given as rows or numbers."""
        return self.filter(product_set__in=sets)

    def for_adults(self) -> Self:
        """Products sold to adults only: sets 14 and 15."""
        return self.filter(product_set__is_alcohol=True)

    def in_province(self, *provinces: Unit) -> Self:
        """Products of makers in these provinces of today."""
        return self.filter(producer__province__in=provinces)

    def in_commune(self, *communes: Unit) -> Self:
        """Products of makers in these communes of today."""
        return self.filter(producer__commune__in=communes)

    def of_kind(self, *kinds: str) -> Self:
        """Products of makers of these kinds of entity (`ProducerKind`)."""
        return self.filter(producer__kind__in=kinds)

    def with_stars(self, *stars: int, on: datetime.date) -> Self:
        """Products that bear one of these numbers of stars on a day."""
        return self._joined(on).alias(stars_asked=F(f"{_joined_name(on)}__stars")).filter(stars_asked__in=stars)

    def priced_between(self, low: int | None, high: int | None) -> Self:
        """Products whose cheapest pack on offer, the price their card shows, costs from `low` and below `high` đồng."""
        products = self.alias(lowest_price=self._lowest_price())
        if low is not None:
            products = products.filter(lowest_price__gte=low)
        if high is not None:
            products = products.filter(lowest_price__lt=high)
        return products.filter(lowest_price__isnull=False)

    def with_current_certificate(self, on: datetime.date) -> Self:
        """With the certificate in force joined: `stars`, `certificate_code`, `certificate_until` and its precision.

        All None without one. Certificates never overlap, so no product comes twice, and rows can be counted by stars.
        """
        name = _joined_name(on)
        return self._joined(on).annotate(
            stars=F(f"{name}__stars"),
            certificate_code=F(f"{name}__public_code"),
            certificate_until=F(f"{name}__valid_until"),
            certificate_until_precision=F(f"{name}__valid_until_precision"),
            certificate_is_illustrative=F(f"{name}__is_illustrative"),
        )

    def with_price_from(self) -> Self:
        """With `price_from` and `price_to`, the lowest and highest price in đồng of a pack on offer; None without."""
        return self.annotate(price_from=self._lowest_price(), price_to=self._offered_prices("-price"))

    def with_card_relations(self, on: datetime.date) -> Self:
        """With all that a card shows: stars, prices, maker, commune, province, set, first picture, packs.

        Three queries in all, however many cards.
        """
        return (
            self.with_current_certificate(on)
            .with_price_from()
            .select_related("producer__commune", "producer__province", "product_set")
            .prefetch_related(
                Prefetch("images", self._related("images").ready().order_by("position", "pk")[:1], "card_images"),
                Prefetch("variants", self._related("variants").on_offer(), "offered_variants"),
            )
        )

    def formerly_at(self, slug: str) -> Self:
        """The product that once had this address, to redirect from it."""
        return self.filter(former_slugs__slug=slug)

    def visible_to(self, actor: Actor) -> Self:
        """Products whose record an actor may see at the desk."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(producer__province_id=province)
        return self.filter(producer__memberships__user=actor.user)

    def _related(self, name: str) -> Any:
        return getattr(self.model, name).rel.related_model._default_manager.all()

    def _is_certified(self, on: datetime.date) -> Exists:
        return Exists(self._related("certificates").filter(in_force_q(on), product=OuterRef("pk")))

    def _joined(self, on: datetime.date) -> Self:
        condition = in_force_q(on, "certificates__")
        return self.alias(**{_joined_name(on): FilteredRelation("certificates", condition=condition)})

    def _lowest_price(self) -> Subquery:
        return self._offered_prices("price")

    def _offered_prices(self, order: str) -> Subquery:
        variants = self._related("variants").filter(product=OuterRef("pk"), is_active=True)
        return Subquery(variants.order_by(order).values("price")[:1])


class VariantQuerySet(models.QuerySet["Variant"]):
    """Packs by what may be done with them."""

    def on_offer(self) -> Self:
        """Packs the producer offers; whether the product may be sold is the product's affair."""
        return self.filter(is_active=True).order_by("position", "pk")

    def withdrawn(self) -> Self:
        """Packs the producer no longer offers."""
        return self.filter(is_active=False)


class ProductImageQuerySet(models.QuerySet["ProductImage"]):
    """Pictures by whether they can be shown."""

    def ready(self) -> Self:
        """Pictures whose renditions are made."""
        return self.filter(rendered_at__isnull=False)

    def waiting(self) -> Self:
        """Pictures whose renditions are still to be made."""
        return self.filter(rendered_at__isnull=True)


def _joined_name(on: datetime.date) -> str:
    # A name for each day: joins of the same day are one, of different days are not mixed up.
    return f"certificate_on_{on:%Y%m%d}"
