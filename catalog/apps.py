"""App definition."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Producers, products and their certificates."""

    name = "catalog"
