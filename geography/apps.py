"""App definition."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """Administrative units and written addresses."""

    name = "geography"
