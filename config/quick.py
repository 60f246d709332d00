"""What `templates/quick/` is drawn with: Jinja2, for the parts that every page draws (docs/decisions/templates.md)."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from accounts.display import money
from accounts.templatetags.display import shown_numbers


def environment(**options: Any) -> Environment:
    """Make the environment; Django's backend turns escaping on."""
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  autoescape is among the options
    made.globals["static"] = cache(static)
    made.globals["page_query"] = page_query
    made.filters["money"] = money
    made.filters["shown_numbers"] = shown_numbers
    return made


@cache
def words_in(language: str | None) -> dict[str, Any]:
    """What a part is given to speak a language, which has to be the active one: texts and addresses, kept once asked.

    Texts of ours are HTML already, as they are to {% translate %}; what is put into them by % is escaped.
    """
    return {
        "language": language,
        "_": cache(lambda text: Markup(gettext(text))),  # noqa: S704
        "pgettext": cache(lambda context, text: Markup(pgettext(context, text))),  # noqa: S704
        "url": cache(lambda name, *arguments: reverse(name, args=arguments)),
    }


def page_query(query: QueryDict, number: int) -> str:
    """The query of another page of the same list: `?sao=5&trang=2`."""
    kept = [(name, value) for name, values in query.lists() if name != "trang" for value in values]
    return f"?{urlencode([*kept, ('trang', number)])}"
