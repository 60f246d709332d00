"""How the catalogue's days are written on pages."""

from __future__ import annotations

from django import template

from catalog import dates

register = template.Library()

register.filter("date_words", dates.date_words)
register.filter("when_words", dates.when_words)
