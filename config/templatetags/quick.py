"""How Django's templates reach those of `templates/quick/`."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.template import engines
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from config.quick import words_in

register = template.Library()


@register.simple_tag
def quick(name: str, /, **context: object) -> SafeString:
    """Draw one part with nothing but what it is given: `{% quick "product_cards" products=recent %}`."""
    return SafeString(_part(name).render(words_in(get_language()) | context))


@cache
def _part(name: str) -> Any:
    part: Any = engines["jinja2"].get_template(f"{name}.jinja")
    return part.template  # Jinja2's own, which adds no CSRF token
