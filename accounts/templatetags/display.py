"""The words of accounts.display as template filters, and the page numbers of a list."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page

from accounts.display import day, in_language, moment, money, phone, quantity, whole_number

register = template.Library()

for said in (day, in_language, moment, money, phone, quantity, whole_number):
    register.filter(said)


@register.filter
def shown_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers worth a link around the current one, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def is_demo() -> bool:
    """Whether this is a demo, for pages that have no frame."""
    return bool(settings.DEMO)
