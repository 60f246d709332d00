"""App definition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users, roles, throttles and jobs."""

    name = "accounts"
    verbose_name = _("Platform")
