"""The environment of `templates/quick/`: Jinja2 for the parts that every page draws (docs/decisions/templates.md)."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from accounts.display import money


def environment(**options: Any) -> Environment:
    """Make the environment; Django's backend turns escaping on."""
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  autoescape is among the options
    made.globals.update(
        {
            "_": _gettext,
            "ngettext": _ngettext,
            "pgettext": _pgettext,
            "static": cache(static),
            "url": _url,
            "language": get_language,
        }
    )
    made.filters["money"] = money
    return made


def _url(name: str, *arguments: str) -> str:
    """The address of a page, in the reader's language."""
    return _known_url(get_language(), name, *arguments)


@cache
def _known_url(language: str | None, name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)


# Texts of ours are HTML already, as they are to {% translate %}; what is put into them by % or format is escaped.
def _gettext(text: str) -> Markup:
    return Markup(gettext(text))  # noqa: S704


def _ngettext(one: str, many: str, number: int) -> Markup:
    return Markup(ngettext(one, many, number))  # noqa: S704


def _pgettext(context: str, text: str) -> Markup:
    return Markup(pgettext(context, text))  # noqa: S704
