"""Filters of the desk's lists that are not a column's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ChoiceListFilter(admin.SimpleListFilter):
    """A filter whose choices are words for narrowings of the list; an unknown choice narrows nothing."""

    choices_offered: dict[str, tuple[Any, Callable[[models.QuerySet[Any]], models.QuerySet[Any]]]] = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices' keys and words."""
        return [(key, words) for key, (words, _) in self.choices_offered.items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The narrowed list."""
        choice = self.choices_offered.get(self.value() or "")
        return choice[1](queryset) if choice else queryset
