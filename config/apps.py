"""App definition."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ConfigConfig(AppConfig):
    """Settings, urls, and what every app gives to one whole."""

    name = "config"

    def ready(self) -> None:
        """Join what apps give to pages of lower ones; by name, for models cannot be imported before this."""
        import_string("config.account_links.register_account_links")()
