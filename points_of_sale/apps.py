"""App definition."""

from django.apps import AppConfig


class PointsOfSaleConfig(AppConfig):
    """Outlets and all stock."""

    name = "points_of_sale"
