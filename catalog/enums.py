"""Kinds and states of producers, products and certificates."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProducerKind(models.TextChoices):
    """The kind of entity behind a product (chủ thể)."""

    COOPERATIVE = "cooperative", _("cooperative")
    COMPANY = "company", _("company")
    HOUSEHOLD = "household", _("household business")
    COOPERATIVE_GROUP = "cooperative_group", _("cooperative group")
    WORKSHOP = "workshop", _("production workshop")
    OTHER = "other", pgettext_lazy("kind of entity", "other")


class ProducerStatus(models.TextChoices):
    """Whether a producer's goods may be offered."""

    ACTIVE = "active", pgettext_lazy("producer", "active")
    SUSPENDED = "suspended", pgettext_lazy("producer", "suspended")
    LEFT = "left", pgettext_lazy("producer", "left")

    def may_become(self, status: ProducerStatus) -> bool:
        """Whether an operation leads from this status to another; who has left can only come back."""
        return status in _PRODUCER_WAYS[self]


_PRODUCER_WAYS = {
    ProducerStatus.ACTIVE: (ProducerStatus.SUSPENDED, ProducerStatus.LEFT),
    ProducerStatus.SUSPENDED: (ProducerStatus.ACTIVE, ProducerStatus.LEFT),
    ProducerStatus.LEFT: (ProducerStatus.ACTIVE,),
}


class MemberRole(models.TextChoices):
    """What a member may do for a producer."""

    OWNER = "owner", _("owner")
    STAFF = "staff", _("staff")


class ProductStatus(models.TextChoices):
    """The listing's way from the producer's draft to the shop."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    SUSPENDED = "suspended", _("suspended")

    def may_become(self, status: ProductStatus) -> bool:
        """Whether an operation leads from this status to another."""
        return status in _PRODUCT_WAYS[self]


_PRODUCT_WAYS = {
    ProductStatus.DRAFT: (ProductStatus.IN_REVIEW, ProductStatus.PUBLISHED),
    ProductStatus.IN_REVIEW: (ProductStatus.DRAFT, ProductStatus.PUBLISHED),
    ProductStatus.PUBLISHED: (ProductStatus.SUSPENDED,),
    ProductStatus.SUSPENDED: (ProductStatus.PUBLISHED,),
}


class ListingBasis(models.TextChoices):
    """Why a product may be offered (invariant 6)."""

    CERTIFICATE = "certificate", _("certificate in force")
    LOCAL_SPECIALITY = "local_speciality", _("local speciality, marked by an officer")


class ContentUnit(models.TextChoices):
    """What a pack's content is counted in."""

    GRAM = "g", "g"
    MILLILITRE = "ml", "ml"
    PIECE = "piece", _("piece")


class VatRate(models.IntegerChoices):
    """VAT included in the price, in percent."""

    ZERO = 0, "0 %"
    FIVE = 5, "5 %"
    EIGHT = 8, "8 %"
    TEN = 10, "10 %"


class IssuingLevel(models.TextChoices):
    """Who recognised the stars; independent of how many (domain rules of 148 and 1489)."""

    DISTRICT = "district", pgettext_lazy("issuing level", "district")
    PROVINCE = "province", pgettext_lazy("issuing level", "province")
    MINISTRY = "ministry", pgettext_lazy("issuing level", "ministry")


class DatePrecision(models.TextChoices):
    """How exactly a date is known; a year counts from 1 January, a month from its first."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class CertificateState(models.TextChoices):
    """What a certificate is on a day; derived, never stored."""

    UNDATED = "undated", _("without a date")
    NOT_YET = "not_yet", _("not yet in force")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer one")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class Hindrance(models.TextChoices):
    """Why a product is not for sale; catalog.hindrances adds the day where a certificate is the reason."""

    NOT_PUBLISHED = "not_published", _("This product is not listed at the moment.")
    PRODUCER_INACTIVE = "producer_inactive", _("The maker does not sell here at the moment.")
    SERVICE = "service", _("This is a service: please book it with the maker directly.")
    NO_CERTIFICATE = "no_certificate", _("No certificate of this product is known.")
    CERTIFICATE_UNDATED = "certificate_undated", _("The date of the certificate is not known.")
    CERTIFICATE_NOT_YET = "certificate_not_yet", _("The certificate is not in force yet.")
    CERTIFICATE_EXPIRED = "certificate_expired", _("The certificate has run out.")
    CERTIFICATE_REVOKED = "certificate_revoked", _("The certificate was revoked.")


class ProductEventKind(models.TextChoices):
    """What happened to a listing."""

    SUBMITTED = "submitted", _("handed in for review")
    RETURNED = "returned", _("returned to the maker")
    PUBLISHED = "published", _("published")
    SUSPENDED = "suspended", _("suspended")
