"""The words for choosing producers, products and certificates."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from catalog.enums import ListingBasis, ProducerStatus, ProductStatus

if TYPE_CHECKING:
    from accounts.actors import Actor
    from catalog.models import Certificate, Producer, Product, Variant


class ProducerQuerySet(models.QuerySet["Producer"]):
    """Producers by state and by who may see them at the desk."""

    def active(self) -> ProducerQuerySet:
        """Producers whose goods may be offered."""
        return self.filter(status=ProducerStatus.ACTIVE)

    def visible_to(self, actor: Actor) -> ProducerQuerySet:
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

    def in_force(self, on: datetime.date) -> CertificateQuerySet:
        """Certificates that bear their stars on a day."""
        return self.filter(
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
            Q(superseded_on__isnull=True) | Q(superseded_on__gt=on),
            valid_from__lte=on,
            valid_until__gte=on,
        )

    def visible_to(self, actor: Actor) -> CertificateQuerySet:
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
    """Products by what may be done with them on a day."""

    def published(self) -> ProductQuerySet:
        """Products with a public page: published ones of active producers."""
        return self.filter(status=ProductStatus.PUBLISHED, producer__status=ProducerStatus.ACTIVE)

    def certified(self, on: datetime.date) -> ProductQuerySet:
        """Products that bear stars on a day."""
        certificates = self.model.certificates.rel.related_model.objects  # type: ignore[attr-defined]
        return self.filter(Exists(certificates.in_force(on).filter(product=OuterRef("pk"))))

    def sellable(self, on: datetime.date) -> ProductQuerySet:
        """Products that may be offered on a day (invariant 6); services are not sold as goods."""
        certificates = self.model.certificates.rel.related_model.objects  # type: ignore[attr-defined]
        in_force = Exists(certificates.in_force(on).filter(product=OuterRef("pk")))
        return self.published().filter(
            in_force | Q(listing_basis=ListingBasis.LOCAL_SPECIALITY), product_set__is_service=False
        )

    def visible_to(self, actor: Actor) -> ProductQuerySet:
        """Products whose record an actor may see at the desk."""
        if actor.user is None:
            return self.none()
        if actor.is_operator:
            return self
        if actor.is_officer:
            province = actor.officer_province_id
            return self if province is None else self.filter(producer__province_id=province)
        return self.filter(producer__memberships__user=actor.user)


class VariantQuerySet(models.QuerySet["Variant"]):
    """Packs by what may be done with them."""

    def on_offer(self) -> VariantQuerySet:
        """Packs the producer offers; whether the product may be sold is the product's affair."""
        return self.filter(is_active=True).order_by(F("position"), "pk")
