"""App definition."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    """Cart, checkout, orders and the shop's pages."""

    name = "shop"
