"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeographyConfig(AppConfig):
    """Administrative units and written addresses."""

    name = "geography"
    verbose_name = _("Administrative units")
