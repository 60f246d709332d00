"""The words for choosing producers, products, packs, pictures and certificates."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from catalog.enums import ListingBasis, ProducerStatus, ProductStatus
from catalog.matching import Fits, words_asked

if TYPE_CHECKING:
    from accounts.actors import Actor
    from catalog.models import Certificate, Producer, Product, ProductImage, Variant
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
        return actor.rows_seen(self, province="province", members="memberships__user")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by their state on a day."""

    def in_force(self, on: datetime.date) -> Self:
        """Certificates that bear their stars on a day."""
        return self.filter(in_force_q(on))

    def with_product(self) -> Self:
        """With product, set, maker and place, for a page about the certificate."""
        return self.select_related("product__product_set", "product__producer__commune", "product__producer__province")

    def undated(self) -> Self:
        """Certificates of which no date is known."""
        return self.filter(valid_from__isnull=True)

    def running_out(self, on: datetime.date, *, by: datetime.date) -> Self:
        """Certificates in force on a day that run out by another, that day included, and that none follows yet."""
        return self.in_force(on).filter(valid_until__lte=by, followed_by__isnull=True)

    def expired(self, on: datetime.date) -> Self:
        """Certificates that had run out by a day without being revoked or replaced before."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
            Q(superseded_on__isnull=True) | Q(superseded_on__gt=on),
            valid_until__lt=on,
        )

    def revoked(self, on: datetime.date) -> Self:
        """Certificates that were revoked on a day or before."""
        return self.filter(revoked_on__lte=on)

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
        return actor.rows_seen(
            self, province="product__producer__province", members="product__producer__memberships__user"
        )


class ProductQuerySet(models.QuerySet["Product"]):
    """Products by what they are and what may be done with them on a day."""

    def published(self) -> Self:
        """Products with a public page: published ones of active producers."""
        return self.filter(status=ProductStatus.PUBLISHED, producer__status=ProducerStatus.ACTIVE)

    def published_of(self, producers: ProducerQuerySet) -> Self:
        """The products with a public page of some active producers, found by way of the producers."""
        return self.filter(status=ProductStatus.PUBLISHED, producer__in=producers.values("pk"))

    def in_review(self) -> Self:
        """Products handed in and not yet answered."""
        return self.filter(status=ProductStatus.IN_REVIEW)

    def certified(self, on: datetime.date) -> Self:
        """Products that bear stars on a day."""
        return self.filter(self._is_certified(on))

    def not_certified(self, on: datetime.date) -> Self:
        """Products that bear no stars on a day."""
        return self.filter(~self._is_certified(on))

    def sellable(self, on: datetime.date) -> Self:
        """Products that may be offered on a day (invariant 6); services are not sold as goods."""
        return self.published().filter(
            self._is_certified(on) | Q(listing_basis=ListingBasis.LOCAL_SPECIALITY), product_set__is_service=False
        )

    def shown(self, on: datetime.date) -> Self:
        """What lists show on a day: goods on sale, and services that bear stars."""
        return self.published().filter(self._is_shown(on))

    def shown_of(self, producers: ProducerQuerySet, on: datetime.date) -> Self:
        """Of what lists show on a day the goods of these active producers, found by way of the producers."""
        return self.published_of(producers).filter(self._is_shown(on))

    def bearing(self, stars: Collection[int], on: datetime.date) -> Self:
        """Products that bear one of these numbers of stars on a day."""
        return self.filter(self._is_certified(on, stars__in=stars))

    def search(self, text: str) -> Self:
        """Products that fit the words somebody typed: all for no text, none for signs alone.

        catalog.search ranks them, and corrects what was mistyped.
        """
        if not text.strip():
            return self
        words = words_asked(text)
        return self.filter(Fits(words)) if words else self.none()

    def in_province(self, *provinces: Unit) -> Self:
        """Products of makers in these provinces of today."""
        return self.filter(producer__province__in=provinces)

    def in_commune(self, *communes: Unit) -> Self:
        """Products of makers in these communes of today."""
        return self.filter(producer__commune__in=communes)

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

    def write_prices(self, **other: object) -> int:
        """Store the lowest and the highest price of the packs on offer, and `other` fields with them."""
        return self.update(price_from=self._offered_price("price"), price_to=self._offered_price("-price"), **other)

    def with_wrong_prices(self) -> Self:
        """Products whose stored prices are not those of their packs on offer; there should be none."""
        packs = self.alias(lowest=self._offered_price("price"), highest=self._offered_price("-price"))
        return packs.filter(_differs("price_from", "lowest") | _differs("price_to", "highest"))

    def with_card_relations(self, on: datetime.date) -> Self:
        """With all that a card shows: stars, prices, maker, commune, province, set, first picture.

        Two queries in all, however many cards.
        """
        pictures = self._related("images").ready().order_by("position", "pk")[:1]
        return (
            self.with_current_certificate(on)
            .select_related("producer__commune", "producer__province", "product_set")
            .prefetch_related(Prefetch("images", pictures, "card_images"))
        )

    def sorted_late(self, *names: str) -> Self:
        """In an order that no index has, for few products: else SQLite walks through all in the order of an index.

        What has no stars or no price comes last.
        """
        terms = ((Coalesce(F(field), F(field)), name != field) for name in names for field in [name.removeprefix("-")])
        return self.order_by(*(OrderBy(term, descending=falls, nulls_last=True) for term, falls in terms))

    def formerly_at(self, slug: str) -> Self:
        """The product that once had this address, to redirect from it."""
        return self.filter(former_slugs__slug=slug)

    def visible_to(self, actor: Actor) -> Self:
        """Products whose record an actor may see at the desk."""
        return actor.rows_seen(self, province="producer__province", members="producer__memberships__user")

    def _related(self, name: str) -> Any:
        return getattr(self.model, name).rel.related_model._default_manager.all()

    def _is_certified(self, on: datetime.date, **stars: Collection[int]) -> Exists:
        return Exists(self._related("certificates").filter(in_force_q(on), product=OuterRef("pk"), **stars))

    def _is_shown(self, on: datetime.date) -> Q:
        is_speciality = Q(listing_basis=ListingBasis.LOCAL_SPECIALITY, product_set__is_service=False)
        return self._is_certified(on) | is_speciality

    def _joined(self, on: datetime.date) -> Self:
        condition = in_force_q(on, "certificates__")
        return self.alias(**{_joined_name(on): FilteredRelation("certificates", condition=condition)})

    def _offered_price(self, order: str) -> Subquery:
        variants = self._related("variants").filter(product=OuterRef("pk"), is_active=True)
        return Subquery(variants.order_by(order).values("price")[:1])


class VariantQuerySet(models.QuerySet["Variant"]):
    """Packs by what may be done with them."""

    def on_offer(self) -> Self:
        """Packs the producer offers; whether the product may be sold is the product's affair."""
        return self.filter(is_active=True).order_by("position", "pk")


class ProductImageQuerySet(models.QuerySet["ProductImage"]):
    """Pictures by whether they can be shown."""

    def ready(self) -> Self:
        """Pictures whose renditions are made."""
        return self.filter(rendered_at__isnull=False)

    def waiting(self) -> Self:
        """Pictures whose renditions are still to be made."""
        return self.filter(rendered_at__isnull=True)


def _differs(field: str, other: str) -> Q:
    # Written out: to SQL nothing, not even another null, differs from a null.
    one_is_missing = Q(**{f"{field}__isnull": True}) ^ Q(**{f"{other}__isnull": True})
    return Q(**{f"{field}__lt": F(other)}) | Q(**{f"{field}__gt": F(other)}) | one_is_missing


def _joined_name(on: datetime.date) -> str:
    # A name for each day: joins of the same day are one, of different days are not mixed up.
    return f"certificate_on_{on:%Y%m%d}"
