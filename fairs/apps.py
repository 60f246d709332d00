"""App definition."""

from django.apps import AppConfig


class FairsConfig(AppConfig):
    """Trade fairs and who takes part."""

    name = "fairs"
