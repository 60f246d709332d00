"""Administrative units at the desk: to look up, never to change."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import display

from geography.folding import fold_words
from geography.models import Unit

SEARCH_LENGTH = 100


class UnitAdmin(ModelAdmin):
    """Provinces, districts and communes of today and before."""

    list_display = ("name_shown", "code", "level", "parent", "since", "until")
    list_filter = ("level", ("valid_until", admin.EmptyFieldListFilter))
    list_filter_submit = True
    list_select_related = ("parent",)
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    search_fields = ("name", "code")
    ordering = ("level", "code", "-valid_from")
    fields = ("code", "level", "kind", "name", "parent", "valid_from", "valid_until", "latitude", "longitude")
    readonly_fields = fields
    view_on_site = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody at the desk; the desk itself asks who that is."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Everybody at the desk."""
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: `manage.py load_units` keeps them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Unit], search_term: str
    ) -> tuple[models.QuerySet[Unit], bool]:
        """Units by code, or by name with or without marks."""
        text = search_term[:SEARCH_LENGTH].strip()
        if not text:
            return queryset, False
        folded = fold_words(text)
        by_name = models.Q(folded_name__contains=folded) if folded else models.Q(pk__in=[])
        return queryset.filter(models.Q(code=text[:5]) | by_name), False

    def picker_label(self, obj: Unit) -> str:
        """A commune's name alone may occur in several provinces."""
        return f"{obj}, {obj.parent.name}" if obj.parent else str(obj)

    @display(description=_("Name"), ordering="folded_name")
    def name_shown(self, obj: Unit) -> str:
        """Kind and name."""
        return obj.full_name

    @display(description=_("Since"), ordering="valid_from")
    def since(self, obj: Unit) -> datetime.date | None:
        """The first day, where it is recorded."""
        return obj.valid_from if obj.valid_from.year > 1900 else None

    @display(description=_("Until"), ordering="valid_until")
    def until(self, obj: Unit) -> datetime.date | None:
        """The first day on which it no longer existed."""
        return obj.valid_until


DESK = {Unit: UnitAdmin}
