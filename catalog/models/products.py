"""What is made: groups, sets, products, their packs and pictures."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.enums import ContentUnit, ListingBasis, ProductStatus, VatRate
from catalog.models.producers import Producer
from catalog.querysets import ProductQuerySet, VariantQuerySet


class ProductGroup(models.Model):
    """One of the six groups of QĐ 148/QĐ-TTg."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class ProductSet(models.Model):
    """One of the 26 product sets of QĐ 148/QĐ-TTg, Appendix III, by their order there."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    group = models.ForeignKey(ProductGroup, models.PROTECT, related_name="sets")
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    is_alcohol = models.BooleanField(default=False, help_text=_("sold to adults only"))
    is_service = models.BooleanField(default=False, help_text=_("no stock, no parcels"))

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A product as the shop shows it; its stars live on its certificates."""

    slug = models.SlugField(max_length=140, unique=True)
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="products")
    product_set = models.ForeignKey(ProductSet, models.PROTECT, related_name="products")
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
    status = models.CharField(max_length=10, choices=ProductStatus, default=ProductStatus.DRAFT)
    listing_basis = models.CharField(max_length=20, choices=ListingBasis, default=ListingBasis.CERTIFICATE)
    is_illustrative = models.BooleanField(
        default=False, help_text=_("set, pack, price and words are a demo's reading, not the producer's")
    )
    source_url = models.URLField(_("source"), max_length=500, blank=True)
    search_text = models.TextField(editable=False, default="", help_text=_("folded words, with a leading space"))
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
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
            models.Index(fields=["-published_at", "-id"], name="product_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The product's public page."""
        return reverse("product", args=[self.slug])


class Variant(models.Model):
    """One pack of a product, with its price."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="variants")
    sku = models.CharField(_("SKU"), max_length=40, unique=True)
    pack = models.CharField(_("pack"), max_length=80, help_text=_("as on the shelf: chai 520 ml"))
    pack_en = models.CharField(_("pack in English"), max_length=80, blank=True)
    content_quantity = models.PositiveIntegerField(_("content"), validators=[MinValueValidator(1)])
    content_unit = models.CharField(_("unit"), max_length=5, choices=ContentUnit, default=ContentUnit.GRAM)
    shipping_weight_grams = models.PositiveIntegerField(
        _("shipping weight in grams"), validators=[MinValueValidator(1)]
    )
    gtin = models.CharField(_("GTIN"), max_length=14, null=True, blank=True, unique=True)
    price = models.PositiveBigIntegerField(_("price in đồng, VAT included"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("on offer"), default=True)

    objects = VariantQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gt=0), name="variant_price_positive"),
            models.CheckConstraint(condition=Q(content_quantity__gt=0), name="variant_content_positive"),
            models.CheckConstraint(condition=Q(shipping_weight_grams__gt=0), name="variant_weight_positive"),
        ]
        indexes = [models.Index(fields=["product", "is_active", "price"], name="variant_product_price")]

    def __str__(self) -> str:
        return f"{self.product} · {self.pack}"


class ProductImage(models.Model):
    """A picture of a product: the cleaned original is private, renditions at fixed widths are public."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    key = models.CharField(max_length=40, unique=True, editable=False, help_text=_("random start of every file name"))
    alt = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    alt_en = models.CharField(_("the same in English"), max_length=200, blank=True)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    rendered_at = models.DateTimeField(null=True, blank=True, editable=False, help_text=_("when renditions were made"))
    is_illustrative = models.BooleanField(default=False, help_text=_("a drawn label, not a photograph"))

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["product", "position"], name="image_product_position")]

    def __str__(self) -> str:
        return self.alt or self.key


class FormerSlug(models.Model):
    """An address that a product or a producer once had; it redirects for ever."""

    slug = models.SlugField(max_length=140)
    product = models.ForeignKey(Product, models.CASCADE, null=True, blank=True, related_name="former_slugs")
    producer = models.ForeignKey(Producer, models.CASCADE, null=True, blank=True, related_name="former_slugs")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False, producer__isnull=True)
                | Q(product__isnull=True, producer__isnull=False),
                name="former_slug_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(product__isnull=False), name="former_slug_product_once"
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(producer__isnull=False), name="former_slug_producer_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class SearchWord(models.Model):
    """A folded word that occurs in the catalogue, to correct a mistyped one."""

    word = models.CharField(max_length=40, unique=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"], name="search_word_initial_length")]

    def __str__(self) -> str:
        return self.word
