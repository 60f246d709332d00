"""App definition."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, urls, and what every app gives to one whole."""

    name = "config"
