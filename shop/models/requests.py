"""What programs have asked of a cart, so that asking again changes nothing twice."""

from __future__ import annotations

from django.db import models

from shop.models.carts import Cart

MAX_KEY_LENGTH = 100


class CartRequest(models.Model):
    """One change that was made to a cart under a key of the program that asked for it."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="requests")
    key = models.CharField(max_length=MAX_KEY_LENGTH, help_text="chosen by the program, once for each change it means")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was asked, to know the same request again")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cart", "key"], name="cart_request_key_once")]

    def __str__(self) -> str:
        return self.key
