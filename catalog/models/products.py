"""Product groups and sets, products, their packs, and the steps of a listing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.enums import (
    CertificateState,
    ContentUnit,
    Hindrance,
    ListingBasis,
    ProductEventKind,
    ProductStatus,
    VatRate,
)
from catalog.hindrances import NotSellable, without_stars
from catalog.models.producers import Producer
from catalog.querysets import ProductQuerySet, VariantQuerySet
from catalog.validators import validate_gtin, validate_sku

if TYPE_CHECKING:
    import datetime

    from catalog.models.certificates import Certificate
    from catalog.models.images import ProductImage


class ProductGroup(models.Model):
    """One of the six groups of QĐ 148/QĐ-TTg."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        ordering = ["number"]
        verbose_name = _("product group")
        verbose_name_plural = _("product groups")

    def __str__(self) -> str:
        return self.name


class ProductSet(models.Model):
    """One of the 26 product sets of QĐ 148/QĐ-TTg, Appendix III, by their order there."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    group = models.ForeignKey(ProductGroup, models.PROTECT, related_name="sets")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    is_alcohol = models.BooleanField(_("alcohol"), default=False, help_text=_("sold to adults only"))
    is_service = models.BooleanField(_("service"), default=False, help_text=_("no stock, no parcels"))

    class Meta:
        ordering = ["number"]
        verbose_name = _("product set")
        verbose_name_plural = _("product sets")

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A product as the shop shows it; its stars live on its certificates."""

    slug = models.SlugField(max_length=140, unique=True, editable=False)
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="products", verbose_name=_("producer"))
    product_set = models.ForeignKey(ProductSet, models.PROTECT, related_name="products", verbose_name=_("product set"))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    story = models.TextField(_("story"), blank=True)
    story_en = models.TextField(_("story in English"), blank=True)
    ingredients = models.TextField(_("ingredients"), blank=True)
    ingredients_en = models.TextField(_("ingredients in English"), blank=True)
    usage = models.TextField(_("how to use"), blank=True)
    usage_en = models.TextField(_("how to use, in English"), blank=True)
    storage = models.TextField(_("storage"), blank=True)
    storage_en = models.TextField(_("storage in English"), blank=True)
    shelf_life_days = models.PositiveIntegerField(_("shelf life in days"), null=True, blank=True)
    vat_rate = models.PositiveSmallIntegerField(_("VAT in percent"), choices=VatRate, default=VatRate.EIGHT)
    travel_limit_km = models.PositiveIntegerField(
        _("farthest delivery in km"),
        null=True,
        blank=True,
        help_text=_("fresh goods: the distance from commune centre to commune centre they may travel; empty: no limit"),
    )
    status = models.CharField(_("status"), max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    listing_basis = models.CharField(
        _("why it may be offered"), max_length=20, choices=ListingBasis, default=ListingBasis.CERTIFICATE
    )
    is_illustrative = models.BooleanField(
        _("an example"),
        default=False,
        help_text=_("set, pack, price and words are a demo's reading, not the producer's"),
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    price_from = models.PositiveBigIntegerField(
        null=True, editable=False, help_text=_("the lowest price of a pack on offer, in đồng; kept by the operations")
    )
    price_to = models.PositiveBigIntegerField(null=True, editable=False, help_text=_("the highest one"))
    search_text = models.TextField(editable=False, default="", help_text=_("folded words, with a leading space"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints = [
            models.CheckConstraint(condition=Q(vat_rate__in=VatRate.values), name="product_vat_rate_known"),
            models.CheckConstraint(
                condition=~Q(status=ProductStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="product_published_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "product_set"], name="product_status_set"),
            models.Index(fields=["producer", "status"], name="product_producer_status"),
            models.Index(fields=["status", "-published_at", "-id"], name="product_newest"),
            models.Index(fields=["status", "price_from", "id"], name="product_price"),
            models.Index(fields=["status", "name", "id"], name="product_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The product's public page."""
        return reverse("product", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether the product has a public page, as `published()` chooses."""
        return self.status == ProductStatus.PUBLISHED and self.producer.is_active

    @property
    def is_local_speciality(self) -> bool:
        """Whether an officer lets it be offered without stars."""
        return self.listing_basis == ListingBasis.LOCAL_SPECIALITY

    @property
    def card_image(self) -> ProductImage | None:
        """The first picture that is ready; without a query after `with_card_relations()`."""
        if hasattr(self, "card_images"):
            return self.card_images[0] if self.card_images else None
        return self.images.ready().first()

    @property
    def may_be_bought(self) -> bool:
        """Whether `sellable(on)` chooses it, for a published product read by `with_current_certificate(on)`."""
        has_stars = getattr(self, "stars", None) is not None
        return (has_stars or self.is_local_speciality) and not self.product_set.is_service

    def certificate_in_force(self, on: datetime.date) -> Certificate | None:
        """The certificate whose stars it bears on a day; prefetched certificates are used as they are."""
        return next((one for one in self.certificates.all() if one.state(on) == CertificateState.IN_FORCE), None)

    def why_not_sellable(self, on: datetime.date) -> NotSellable | None:
        """Why `sellable(on)` leaves this product out, or None when it may be offered (invariant 6).

        Prefetched certificates are used as they are.
        """
        if self.status != ProductStatus.PUBLISHED:
            return NotSellable(Hindrance.NOT_PUBLISHED)
        if not self.producer.is_active:
            return NotSellable(Hindrance.PRODUCER_INACTIVE)
        if self.product_set.is_service:
            return NotSellable(Hindrance.SERVICE)
        if self.is_local_speciality:
            return None
        return without_stars(list(self.certificates.all()), on)


class Variant(models.Model):
    """One pack of a product, with its price."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="variants", verbose_name=_("product"))
    sku = models.CharField(_("SKU"), max_length=40, unique=True, validators=[validate_sku])
    pack = models.CharField(_("pack"), max_length=80, help_text=_("as on the shelf: chai 520 ml"))
    pack_en = models.CharField(_("pack in English"), max_length=80, blank=True)
    content_quantity = models.PositiveIntegerField(_("content"), validators=[MinValueValidator(1)])
    content_unit = models.CharField(_("unit"), max_length=5, choices=ContentUnit, default=ContentUnit.GRAM)
    shipping_weight_grams = models.PositiveIntegerField(
        _("shipping weight in grams"), validators=[MinValueValidator(1)]
    )
    gtin = models.CharField(
        _("barcode number (GTIN)"), max_length=14, null=True, blank=True, unique=True, validators=[validate_gtin]
    )
    price = models.PositiveBigIntegerField(_("price in đồng, VAT included"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("on offer"), default=True)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="variant_price_positive"),
            models.CheckConstraint(condition=Q(content_quantity__gt=0), name="variant_content_positive"),
            models.CheckConstraint(condition=Q(shipping_weight_grams__gt=0), name="variant_weight_positive"),
        ]
        indexes = [models.Index(fields=["product", "is_active", "price"], name="variant_product_price")]

    def __str__(self) -> str:
        return f"{self.product} · {self.pack}"


class ProductEvent(models.Model):
    """A step of a listing between draft and shop: who took it, when and why."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="events")
    kind = models.CharField(_("step"), max_length=10, choices=ProductEventKind)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("step of a listing")
        verbose_name_plural = _("steps of a listing")

    def __str__(self) -> str:
        return f"{self.product} · {self.get_kind_display()}"
