"""Carts and their lines."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant
from shop.querysets import CartLineQuerySet, CartQuerySet

MAX_QUANTITY = 99  # packs on one line: more is a matter for the maker, not for a parcel
MAX_LINES = 50


def new_token() -> str:
    """A secret of 192 bits for a guest's cart or an order's link."""
    return secrets.token_urlsafe(24)


class Cart(models.Model):
    """A guest's or a user's cart until it becomes an order; a user has one open cart."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="carts")
    ordered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ordered_at__isnull=True), name="cart_one_open_per_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user or _('guest')} #{self.pk}"


class CartLine(models.Model):
    """Some packs of one variant, and the price the buyer last saw for one, in đồng."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)])
    seen_price = models.PositiveBigIntegerField()
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = CartLineQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="cart_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="cart_line_quantity_1_to_99"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant}"
