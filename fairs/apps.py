"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FairsConfig(AppConfig):
    """Trade fairs and who takes part."""

    name = "fairs"
    verbose_name = _("Fairs")
