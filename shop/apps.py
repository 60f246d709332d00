"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShopConfig(AppConfig):
    """Cart, checkout, orders and the shop's pages."""

    name = "shop"
    verbose_name = _("Orders")
