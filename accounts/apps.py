"""App definition."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users, roles, throttles and jobs."""

    name = "accounts"
