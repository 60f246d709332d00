"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """Producers, products and their certificates."""

    name = "catalog"
    verbose_name = _("Catalogue")
