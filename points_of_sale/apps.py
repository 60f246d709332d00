"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PointsOfSaleConfig(AppConfig):
    """Outlets and all stock."""

    name = "points_of_sale"
    verbose_name = _("Points of sale")
