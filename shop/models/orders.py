"""Orders, their consignments and lines as promised, and the events of both."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.enums import ListingBasis, VatRate
from catalog.models import Producer, Variant
from geography.models import Place
from points_of_sale.models import Outlet
from shop.enums import Channel, ConsignmentStatus, DeliveryMethod, OrderStatus, PaymentMethod
from shop.models.carts import Cart, new_token
from shop.querysets import ConsignmentQuerySet, OrderQuerySet

LINK_PARAMETER = "k"


class Order(Place):
    """One purchase from one or more producers; the place is where it goes."""

    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    secret = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    cart = models.OneToOneField(Cart, models.PROTECT, null=True, blank=True, related_name="order")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="orders")
    status = models.CharField(_("status"), max_length=15, choices=OrderStatus)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel, default=Channel.ONLINE)
    payment_method = models.CharField(_("payment"), max_length=20, choices=PaymentMethod)
    buyer_name = models.CharField(_("name"), max_length=120)
    buyer_phone = models.CharField(_("phone"), max_length=16)
    buyer_email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    address_text = models.CharField(_("address"), max_length=400, help_text=_("as shown to the buyer when ordering"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    adult_confirmed_at = models.DateTimeField(null=True, blank=True, help_text=_("for alcohol"))
    goods_total = models.PositiveBigIntegerField(_("goods"), help_text=_("đồng, VAT included"))
    delivery_total = models.PositiveBigIntegerField(_("delivery"), help_text=_("đồng, VAT included"))
    total = models.PositiveBigIntegerField(_("total"), help_text=_("đồng"))
    placed_at = models.DateTimeField(_("placed at"))

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(condition=Q(total=F("goods_total") + F("delivery_total")), name="order_total_sums")
        ]
        indexes = [models.Index(fields=["-placed_at", "-id"], name="order_newest")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The order's page, for its owner when signed in."""
        return reverse("order", args=[self.code])

    def get_secret_url(self) -> str:
        """The order's page for whoever holds this link: all that a guest is given."""
        return f"{self.get_absolute_url()}?{urlencode({LINK_PARAMETER: self.secret})}"


class Consignment(models.Model):
    """What one producer supplies of an order, from one outlet by one way of delivery."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="consignments", verbose_name=_("order"))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("within the order, from 1"))
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="consignments", verbose_name=_("producer"))
    producer_name = models.CharField(_("producer"), max_length=200, help_text=_("as promised"))
    status = models.CharField(_("status"), max_length=16, choices=ConsignmentStatus, default=ConsignmentStatus.NEW)
    method = models.CharField(
        _("way of delivery"), max_length=10, choices=DeliveryMethod, default=DeliveryMethod.DELIVERY
    )
    supply_outlet = models.ForeignKey(
        Outlet, models.PROTECT, related_name="supplied_consignments", verbose_name=_("supplied from")
    )
    goods_total = models.PositiveBigIntegerField(_("goods"))
    delivery_fee = models.PositiveBigIntegerField(_("delivery"))
    weight_grams = models.PositiveIntegerField(_("weight in grams"))
    distance_km = models.PositiveIntegerField(_("distance in km"), help_text=_("between commune centres"))
    days_min = models.PositiveSmallIntegerField(_("days at least"))
    days_max = models.PositiveSmallIntegerField(_("days at most"))

    objects = ConsignmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        verbose_name = _("consignment")
        verbose_name_plural = _("consignments")
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="consignment_number_once"),
        ]
        indexes = [models.Index(fields=["producer", "status", "-id"], name="consignment_producer_status")]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The producer's own page of it."""
        return reverse("maker_order", args=[self.order.code, self.number])

    @property
    def code(self) -> str:
        """The order's code with the consignment's number: what producer and buyer both call it."""
        return f"{self.order.code}-{self.number}"

    @property
    def total(self) -> int:
        """What is paid for this parcel, in đồng: goods and delivery."""
        return self.goods_total + self.delivery_fee


class OrderLine(models.Model):
    """Some packs as they were promised (invariant 5): nothing here is read again from the catalogue."""

    consignment = models.ForeignKey(Consignment, models.PROTECT, related_name="lines")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="order_lines")
    product_name = models.CharField(_("product"), max_length=200)
    product_name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    pack = models.CharField(_("pack"), max_length=80)
    pack_en = models.CharField(_("pack in English"), max_length=80, blank=True)
    sku = models.CharField(_("SKU"), max_length=40)
    producer_name = models.CharField(_("producer"), max_length=200)
    commune_text = models.CharField(max_length=200)
    listing_basis = models.CharField(max_length=20, choices=ListingBasis)
    stars = models.PositiveSmallIntegerField(_("stars"), null=True, blank=True)
    certificate_code = models.CharField(_("certificate"), max_length=12, blank=True)
    unit_price = models.PositiveBigIntegerField(_("price"), help_text=_("đồng, VAT included"))
    vat_rate = models.PositiveSmallIntegerField(choices=VatRate, help_text=_("percent"))
    quantity = models.PositiveIntegerField(_("packs ordered"))
    total = models.PositiveBigIntegerField(_("total"), help_text=_("đồng, VAT included"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("line of an order")
        verbose_name_plural = _("lines of an order")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_line_quantity_positive"),
            models.CheckConstraint(condition=Q(total=F("unit_price") * F("quantity")), name="order_line_total"),
            models.UniqueConstraint(fields=["consignment", "variant"], name="order_line_variant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_name}"


class OrderEvent(models.Model):
    """One thing that happened to an order or to one of its consignments."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="events")
    consignment = models.ForeignKey(
        Consignment, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("consignment")
    )
    from_status = models.CharField(_("from"), max_length=16, blank=True)
    to_status = models.CharField(_("to"), max_length=16)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of an order")

    def __str__(self) -> str:
        return f"{self.order}: {self.from_status} → {self.to_status}"
